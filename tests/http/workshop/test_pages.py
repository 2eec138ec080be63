"""The workshop's pages: whole in both languages, what is typed stays words, and trying a lesson records nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from flask import Flask

from app.records import journal
from app.simulator import machine
from app.simulator.lesson import stage
from app.simulator.reading import read_lesson
from app.simulator.shelf import Shelf
from tests.inspector import Page
from tests.making import Maker

pytestmark = pytest.mark.slow

PARTS = ("say", "glass", "right", "slips", "kind", "hints", "more")
AROUND = ("lesson", "twists", "demo", "words", "words/yue", "history", "try")
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}"


def every_page(maker: Maker, draft: str) -> list[str]:
    """Every address of a draft, each of its screens at each part, and at each way to point."""
    refs = [
        *maker.document(draft)["screens"],
        *(f"twist{n}" for n, _ in enumerate(maker.document(draft).get("twists") or (), 1)),
    ]
    parts = [f"?screen={ref}&part={part}" for ref in refs for part in PARTS]
    return [*parts, "?part=slips&mode=slip", "?part=right&mode=also", *(f"/{page}" for page in AROUND)]


@pytest.mark.holds("workshop-pages")
@pytest.mark.parametrize("lang", ["zh_Hans_CN", "en"])
def test_the_pages_are_whole_in_both_languages(maker: Maker, lang: str) -> None:
    maker.browser.send("/preferences", lang=lang)
    maker.browser.page("/workshop")
    maker.browser.page("/workshop/certify-pension")
    draft = maker.begin()
    maker.change(draft, "twist-before", before="done", surprise="message", level="2", name="来短信")
    for address in every_page(maker, draft):
        maker.browser.page(f"/workshop/{draft}{address}")
    maker.edition("spot-scam-sms")
    for screen in ("inbox", "clues", "oops"):
        for part in PARTS:
            maker.browser.page(f"/workshop/spot-scam-sms?screen={screen}&part={part}")
    assert maker.browser.get("/workshop/nothing-here").status_code == 404


@pytest.mark.holds("workshop-pages")
def test_whatever_is_typed_stays_words(maker: Maker) -> None:
    draft = maker.begin(HOSTILE[:40])
    document = maker.document(draft)
    for at, was in (
        (["title"], document["title"]),
        (["story"], document["story"]),
        (["task", "why"], document["task"]["why"]),
        (["remember", 0], document["remember"][0]),
    ):
        maker.change(draft, "text", list(at), was, now=HOSTILE, page="lesson")
    page = document["screens"]["page"]
    maker.change(draft, "text", ["say"], page["say"], screen="page", now=HOSTILE)
    maker.change(draft, "text", ["hints", 0], page["hints"][0], screen="page", now=HOSTILE)
    maker.change(draft, "option", ["show", 2, "button next"], "下一步", screen="page", key="label", now=HOSTILE)
    maker.change(draft, "slip-words", ["wrong", "tap later"], page["wrong"]["tap later"], screen="page", beat1=HOSTILE)
    maker.change(draft, "twist-before", before="done", surprise="popup", level="2", name=HOSTILE)
    assert HOSTILE in maker.document(draft)["screens"]["page"]["say"]
    for address in every_page(maker, draft):
        answer = maker.browser.get(f"/workshop/{draft}{address}")
        assert answer.status_code == 200, address
        found = Page(answer.text)
        assert not [one for one in found.elements if "onerror" in one.attributes], address
        assert not [one for one in found.all("script") if "alert" in one.text()], address
        assert "49" not in re.sub(r"\d{3,}|=49\b", "", answer.text).split("{{7*7}}")[0][-4:]


def test_trying_goes_the_whole_way_and_leaves_nothing(application: Flask, maker: Maker, shelf: Shelf) -> None:
    draft = maker.begin()
    with application.extensions["records"].session() as s:
        before = journal.head(s)
    lesson = read_lesson(maker.draft(draft).text, shelf.catalogue, draft).lesson
    assert lesson is not None
    play = stage(lesson)
    way, acts, place = f"/workshop/{draft}/try", "[]", machine.start(play)
    for _, act in machine.path(play):
        place, _came = machine.advance(play, place, act)
        answer = maker.browser.send(way, acts=acts, act=act.act)
        assert answer.status_code == 200
        if place.done:
            assert "从头到尾就是这样" in answer.text
            break
        found = Page(answer.text)
        acts = next(e.attributes["value"] for e in found.all("input") if e.attributes.get("name") == "acts")
        assert (
            next(e for e in found.all("section") if "data-screen" in e.attributes).attributes["data-screen"]
            == place.screen
        )
    assert place.done and len(json.loads(acts)) > 2
    with application.extensions["records"].session() as s:
        assert journal.head(s) == before


@pytest.mark.parametrize("help_", ["shown", "guided", "prompted", "alone"])
def test_a_lesson_is_seen_with_every_help_twist_and_language(maker: Maker, help_: str) -> None:
    draft = maker.begin()
    maker.change(draft, "twist-before", before="page", surprise="popup", level="2", name="跳出一个窗")
    key, zh = f"{draft}.desk.say", maker.document(draft)["screens"]["desk"]["say"]
    maker.browser.send(
        f"/workshop/{draft}/words/en", key=key, zh=zh, was='""', said="Find the app called “Office”.", number="0"
    )
    for voice in ("cmn", "en", "yue"):
        for twist in ("0", "1"):
            answer = maker.browser.get(f"/workshop/{draft}/try?help={help_}&twist={twist}&voice={voice}&size=true")
            found = Page(answer.text)
            seen = next(e for e in found.all("section") if "data-support" in e.attributes)
            assert seen.attributes["data-support"] == help_
            assert ("Find the app called" in answer.text) == (voice == "en")
    page = maker.browser.get(f"/workshop/{draft}/try?help={help_}&twist=1&screen=twist1")
    assert 'data-screen="twist1"' in page.text


def test_what_a_language_says_is_kept_and_told_where_the_chinese_changed(maker: Maker) -> None:
    draft = maker.begin()
    key, zh = f"{draft}.goal", maker.document(draft)["goal"]
    form = {"key": key, "zh": zh, "was": '""', "said": "Get to “done” yourself.", "number": "2"}
    answer = maker.browser.send(f"/workshop/{draft}/words/en", headers={"HX-Request": "true"}, **form)
    assert answer.status_code == 200 and 'id="s-w2"' in answer.text
    assert maker.draft(draft).words["en"][key] == (zh, "Get to “done” yourself.")
    maker.change(draft, "text", ["goal"], zh, now="自己走到末了。", page="lesson")
    page = maker.browser.page(f"/workshop/{draft}/words/en")
    old = [
        one for one in page.all("div") if "lacks" in one.attributes.get("class", "") and "自己走到末了。" in one.text()
    ]
    assert len(old) == 1


def test_history_tells_who_and_puts_back(at: Callable[[str], Maker]) -> None:
    one, other = at("小刘"), at("周老师")
    draft = one.begin()
    before = one.draft(draft)
    other.change(draft, "text", ["goal"], one.document(draft)["goal"], now="另一句。", page="lesson")
    page = other.browser.page(f"/workshop/{draft}/history")
    said = " ".join(li.text() for li in page.all("li"))
    assert "小刘" in said and "周老师" in said and "另一句。" in said
    one.browser.send(f"/workshop/{draft}/put-back", revision=str(before.revision))
    assert one.draft(draft).text == before.text
    assert one.browser.send(f"/workshop/{draft}/put-back", revision="99").status_code == 404


def test_a_draft_is_moved_aside_and_brought_back(maker: Maker) -> None:
    draft = maker.begin()
    text = maker.draft(draft).text
    answer = maker.browser.send(f"/workshop/{draft}/remove")
    page = maker.browser.page(answer.headers["Location"])
    name = next(e.attributes["value"] for e in page.all("input") if e.attributes.get("name") == "name")
    assert maker.browser.get(f"/workshop/{draft}").status_code == 404
    maker.browser.send("/workshop/bring-back", name=name)
    assert maker.draft(draft).text == text
    assert maker.browser.send("/workshop/bring-back", name="../../x").status_code == 303


def test_a_copy_is_a_lesson_of_its_own_with_its_words(maker: Maker, shelf: Shelf) -> None:
    answer = maker.browser.send("/workshop/open", lesson="certify-pension", **{"as": "copy"})
    draft = answer.headers["Location"].rsplit("/", 1)[-1]
    document = maker.document(draft)
    assert draft != "certify-pension" and document["lesson"] == draft and document["task"]["why"]
    assert maker.draft(draft).words["en"][f"{draft}.title"][1]
    reading = read_lesson(maker.draft(draft).text, shelf.catalogue, draft)
    assert reading.mistakes == []
    maker.browser.page(f"/workshop/{draft}")
