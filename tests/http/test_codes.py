"""Codes beside the face as people meet them: pages, wrong ones, a volunteer, cards, hostile input, both languages."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from flask import Flask

from app.classes import codes, guessing, seating, signing_in
from app.records import Records, facts, journal, roster
from app.records.happened import HELP_ASKED
from app.web import visitors
from tests.inspector import Inspector, Page
from tests.people import NOW, Village, enrolled, staffed, village
from tests.steady import Steady

pytestmark = pytest.mark.slow

PASSWORD = "wan-shan-0000"
ENGLISH = {"Accept-Language": "en"}
CHINESE = {"Accept-Language": "zh"}
ENVIRON = {"HTTP_ACCEPT_LANGUAGE": "en"}
PLACES = re.compile(r"/card/([\w-]+)")


@pytest.fixture
def where(application: Flask, client: Inspector) -> Village:
    """A class whose volunteer is signed in at `client`."""
    with records_of(application).writing() as s:
        made = staffed(s, PASSWORD)
    client.environ_base |= ENVIRON
    client.send("/staff", name="小刘", password=PASSWORD)
    return made


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Steady:
    return Steady(monkeypatch)


def records_of(application: Flask) -> Records:
    found: Records = application.extensions["records"]
    return found


def tablet(application: Flask, where: Village) -> Inspector:
    """A tablet of the class at which nobody sits."""
    browser = application.test_client()
    assert isinstance(browser, Inspector)
    enrolled(application, browser, where)
    return browser


def dealt(application: Flask, client: Inspector, where: Village, factor: str) -> tuple[str, ...]:
    """Let the class ask for this, deal its learner a code, and read it from the page of cards as it is printed."""
    of_class = f"/staff/class/{where.classroom_id}"
    answer = client.send(f"{of_class}/codes", factor=factor)
    assert answer.headers["Location"] == f"{of_class}/print/codes"
    page = client.page(f"{of_class}/print/codes", headers=ENGLISH)
    ticks = [box for box in page.all("input") if box.attributes.get("name") == "person"]
    assert [box.attributes["value"] for box in ticks] == [str(where.learner_id)] and "checked" in ticks[0].attributes
    shown = client.send(f"{of_class}/print/codes", headers=ENGLISH, person=str(where.learner_id))
    assert shown.status_code == 200 and shown.headers["Cache-Control"] == "no-store"
    (card,) = [one for one in Page(shown.text).all("section") if "sheet" in one.attributes.get("class", "").split()]
    if factor == codes.DIGITS:
        (number,) = re.findall(r"\d \d \d \d", card.text())
        return tuple(number.split())
    if factor == codes.PICTURES:
        names = [one.text() for one in card.walk() if one.tag == "li" and one.parent and one.parent.tag == "ol"]
        return tuple(name.lower() for name in names)
    return ()


def say_yes(browser: Inspector, person: UUID) -> str:
    """Tap a face and say that it is oneself; where that leads."""
    return str(browser.send(f"/wall/{person}").headers["Location"])


def press(browser: Inspector, person: UUID, signs: tuple[str, ...]) -> str:
    """Press these signs one after the other, as a browser without scripts does; where the last one leads."""
    pressed = ""
    for sign in signs:
        answer = browser.send(f"/wall/{person}/code", pressed=pressed, key=sign)
        if answer.status_code == 303:
            return str(answer.headers["Location"])
        kept = [one for one in Page(answer.text).all("input") if one.attributes.get("name") == "pressed"]
        pressed = kept[0].attributes["value"] if kept else f"{pressed} {sign}"
    return "more"


def other_than(signs: tuple[str, ...], factor: str) -> tuple[str, ...]:
    keys = codes.KEYS[factor]
    return (*signs[:-1], keys[(keys.index(signs[-1]) + 1) % len(keys)])


@pytest.mark.parametrize("factor", [codes.PICTURES, codes.DIGITS])
def test_a_code_opens_after_the_question_and_a_wrong_one_says_three_beats(
    application: Flask, client: Inspector, where: Village, factor: str
) -> None:
    signs, mine, who = dealt(application, client, where, factor), tablet(application, where), where.learner_id
    assert mine.get(f"/wall/{who}/code").headers["Location"] == f"/wall/{who}", "the question comes first"
    assert say_yes(mine, who) == f"/wall/{who}/code"
    assert mine.get("/home").headers["Location"] == "/wall", "nobody sits here yet"
    for headers in (ENGLISH, {}):
        page = mine.page(f"/wall/{who}/code", headers=headers)
        keys = [one.attributes["value"] for one in page.all("button") if one.attributes.get("name") == "key"]
        assert keys == [*codes.KEYS[factor], "delete"]
        named = [one.attributes.get("data-heard") for one in page.all("button") if one.attributes.get("name") == "key"]
        assert factor == codes.DIGITS or (len(set(named[:-1])) == 12 and None not in named[:-1])
    assert press(mine, who, other_than(signs, factor)) == f"/wall/{who}/code"
    (said,) = [p.text() for p in mine.page(f"/wall/{who}/code").all("p") if p.attributes.get("class") == "say"]
    assert said.count("。") == 3 and "不要紧" in said
    assert press(mine, who, ("delete", *signs)) == "/home"
    assert mine.get("/home").status_code == 200


def test_what_is_no_code_is_not_looked_at(application: Flask, client: Inspector, where: Village) -> None:
    signs, mine, who = dealt(application, client, where, codes.DIGITS), tablet(application, where), where.learner_id
    say_yes(mine, who)
    for pressed, key in (("1 2 3", "a"), ("一 二 三", "四"), ("9" * 5000, "1"), ("sun moon", "key"), ("", "../x"),
                         ("1 1 1", "' OR 1"), ("", ""), ("%s {{7}}", "<b>")):  # fmt: skip
        answer = mine.send(f"/wall/{who}/code", pressed=pressed, key=key)
        assert answer.status_code == 200
    with records_of(application).session() as s:
        assert journal.facts(s, signing_in.CODE_WRONG) == []
    assert press(mine, who, signs) == "/home"


def test_nothing_of_a_code_is_kept_but_that_it_was_wrong(application: Flask, client: Inspector, where: Village) -> None:
    signs, mine, who = dealt(application, client, where, codes.DIGITS), tablet(application, where), where.learner_id
    say_yes(mine, who)
    press(mine, who, other_than(signs, codes.DIGITS))
    with records_of(application).session() as s:
        (wrong,) = journal.facts(s, signing_in.CODE_WRONG)
    assert set(wrong.body) == {"visit"} and wrong.learner_id == who
    with mine.session_transaction() as kept:
        assert set(kept["asking"]) == {"learner", "visit", "told", "wait"}


def test_a_stranger_waits_then_only_the_volunteer_helps_and_nobody_else_is_held_up(
    application: Flask, client: Inspector, where: Village, clock: Steady
) -> None:
    signs, mine, who = dealt(application, client, where, codes.DIGITS), tablet(application, where), where.learner_id
    own, wrong = tablet(application, where), other_than(signs, codes.DIGITS)
    seen = []
    for _ in range(guessing.HERE + 3):
        say_yes(mine, who)
        press(mine, who, wrong)
        page = mine.page(f"/wall/{who}/code", headers=ENGLISH)
        (said,) = [p.text() for p in page.all("p") if p.attributes.get("class") == "say"]
        seen.append(said)
        clock.pass_by(200 if "nobody’s fault" not in said else 24 * 3600)
    assert "Rest a little" in seen[2] and "Rest a little" in seen[3]
    assert all("Help me" in said and "nobody’s fault" in said for said in seen[4:])
    with records_of(application).session() as s:
        assert len(journal.facts(s, signing_in.CODE_WRONG)) == guessing.HERE
    say_yes(own, who)
    assert press(own, who, signs) == "/home", "at another tablet the right code opens"
    mine.send("/help", headers={"Referer": f"http://localhost/wall/{who}/code"})
    assert "王桂芳" in client.get("/board").text and f"in-{who}" in client.get("/board").text
    client.send(f"/staff/person/{who}/let-in", helped="yes")
    assert f"helped-{who}" not in client.get("/board").text
    page = mine.page(f"/wall/{who}/code", headers=ENGLISH)
    assert "Go in" in [one.text() for one in page.all("button")]
    assert mine.send(f"/wall/{who}/code").headers["Location"] == "/home"


def test_the_volunteer_lets_in_one_person_once(
    application: Flask, client: Inspector, where: Village, clock: Steady
) -> None:
    dealt(application, client, where, codes.PICTURES)
    who = where.learner_id
    assert f'id="in-{who}"' in client.get(f"/staff/class/{where.classroom_id}").text
    client.send(f"/staff/person/{who}/let-in")
    mine = tablet(application, where)
    assert say_yes(mine, who) == "/home"
    mine.get("/wall")
    assert say_yes(mine, who) == f"/wall/{who}/code", "once"
    client.send(f"/staff/person/{who}/let-in")
    clock.pass_by(2 * 3600)
    assert say_yes(mine, who) == f"/wall/{who}/code", "and not for ever"


def test_who_has_no_code_yet_is_let_in_and_a_newcomer_sits_at_once(
    application: Flask, client: Inspector, where: Village
) -> None:
    client.send(f"/staff/class/{where.classroom_id}/codes", factor=codes.DIGITS)
    mine, who = tablet(application, where), where.learner_id
    assert say_yes(mine, who) == f"/wall/{who}/code"
    page = mine.page(f"/wall/{who}/code", headers=ENGLISH)
    assert not [one for one in page.all("button") if one.attributes.get("name") == "key"]
    mine.send(f"/wall/{who}/code", pressed="1 2 3", key="4")
    assert mine.get("/home").headers["Location"] == "/wall"
    assert mine.send("/newcomer", face="f40").headers["Location"] == "/home"


def test_a_card_signs_its_person_in_after_the_question_and_leaves_no_address_behind(
    application: Flask, client: Inspector, where: Village
) -> None:
    dealt(application, client, where, codes.CARD)
    who = where.learner_id
    with records_of(application).writing() as s:
        learner, member = roster.learner(s, who), roster.staff_named(s, "小刘")
        assert learner is not None and member is not None
        (token,) = codes.deal(s, learner, codes.CARD, b"", member, NOW)
        elsewhere = village(s, name="江城")
    mine, theirs = tablet(application, where), tablet(application, elsewhere)
    assert mine.get(f"/card/{token}").headers["Location"] == f"/wall/{who}"
    assert mine.get("/home").headers["Location"] == "/wall", "only after the question"
    mine.get(f"/card/{token}")
    assert say_yes(mine, who) == "/home"
    mine.get("/wall")
    assert say_yes(mine, who) == f"/wall/{who}/code", "the card is held there each time"
    assert theirs.get(f"/card/{token}").status_code == 404
    assert mine.get("/card/nobody-knows-this-token-at-all").status_code == 404
    page = client.page(f"/card/{token}", headers=ENGLISH)
    assert [one.attributes["action"] for one in page.all("form") if "let-in" in one.attributes["action"]]
    with records_of(application).session() as s:
        how = [one.body["how"] for one in facts.of_person(s, who, [seating.SAT_DOWN])]
    assert how == [seating.CARD]


def test_codes_of_another_class_are_not_to_be_seen_dealt_or_asked(
    application: Flask, client: Inspector, where: Village
) -> None:
    with records_of(application).writing() as s:
        other = village(s, name="江城")
    of_class, mine = f"/staff/class/{other.classroom_id}", tablet(application, where)
    assert client.get(f"{of_class}/print/codes").status_code == 404
    assert client.send(f"{of_class}/print/codes", person=str(other.learner_id)).status_code == 404
    assert client.send(f"{of_class}/codes", factor=codes.DIGITS).status_code == 404
    assert client.send(f"/staff/person/{other.learner_id}/let-in").status_code == 404
    assert client.send(f"/staff/class/{where.classroom_id}/codes", factor="password").status_code == 400
    assert mine.get(f"/wall/{other.learner_id}/code").status_code in (303, 404)
    assert mine.send(f"/wall/{other.learner_id}/code", pressed="1 2 3", key="4").status_code in (303, 404)
    dealt(application, client, where, codes.DIGITS)
    client.send(f"/staff/class/{where.classroom_id}/print/codes", person=str(other.learner_id))
    with records_of(application).session() as s:
        assert {one.learner_id for one in journal.facts(s, codes.CODE_DEALT)} == {where.learner_id}
    assert client.send(f"/staff/class/{where.classroom_id}/codes", factor="").status_code == 303
    assert say_yes(mine, where.learner_id) == "/home"


@pytest.mark.parametrize("headers", [ENGLISH, CHINESE], ids=["en", "zh"])
@pytest.mark.parametrize("factor", [codes.PICTURES, codes.DIGITS, codes.CARD])
def test_staff_read_every_page_in_both_languages(
    application: Flask, client: Inspector, where: Village, factor: str, headers: dict[str, str]
) -> None:
    of_class = f"/staff/class/{where.classroom_id}"
    client.send(f"{of_class}/codes", factor=factor)
    assert client.page(of_class, headers=headers).heading
    assert client.page(f"{of_class}/print/codes", headers=headers).heading
    shown = client.send(f"{of_class}/print/codes", headers=headers, person=str(where.learner_id))
    assert shown.status_code == 200 and ('class="qr"' in shown.text) == (factor == codes.CARD)
    assert not PLACES.search(shown.text), "the token stands in the square alone"


@pytest.mark.slow
@pytest.mark.holds("guessing")
def test_a_stranger_at_a_real_tablet_comes_to_five_guesses_and_whose_code_it_is_comes_in_daily(
    application: Flask, client: Inspector, where: Village, clock: Steady
) -> None:
    """Twelve days of the attack through the pages: few are looked at, and the person's own tablet opens every day."""
    signs, who = dealt(application, client, where, codes.PICTURES), where.learner_id
    own, mine = tablet(application, where), tablet(application, where)
    keys = codes.BOARD
    for day in range(12):
        say_yes(mine, who)
        for n in range(25):
            press(mine, who, (keys[n % 12], keys[day], keys[(n + 5) % 12]))
            clock.pass_by(300)
        say_yes(own, who)
        if day % 5 == 0:
            press(own, who, other_than(signs, codes.PICTURES))
        assert press(own, who, signs) == "/home"
        own.get("/wall")
        clock.pass_by(24 * 3600)
    with records_of(application).session() as s:
        wrong = journal.facts(s, signing_in.CODE_WRONG)
        assert len(wrong) <= guessing.HERE + 3
        assert journal.facts(s, HELP_ASKED) == []
    assert mine.get("/home").headers["Location"] == "/wall"
    assert mine.get_cookie(visitors.TABLET_COOKIE) is not None
