"""A made-up language in which every catalogue entry stands in ⟦ ⟧: what stands outside was never translated."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask

from app import create_app
from app.config import ROOT, Settings
from app.records import roster
from app.records.identity import BOOT
from app.simulator.shelf import Shelf
from app.web.lasting import SIGNED_IN_FOR, noted, running
from tests.forms import walked
from tests.inspector import Element, Inspector, Page
from tests.people import Village, enrolled, staffed

pytestmark = pytest.mark.slow

OPEN, SHUT = "⟦⟧"
WORDS = re.compile(r"[A-Za-z\u3400-\u9fff]")
TYPED = ("王桂芳", "楚河村一班", "楚河村", "小刘", "周老师")
"""Names of people and places, as somebody typed them."""
DAYS = tuple(Locale("en").days["format"]["abbreviated"].values())
"""What Babel calls the days of the week."""
TOLD = (
    "aria-label",
    "title",
    "alt",
    "placeholder",
    "data-heard",
    "data-getting",
    "data-ready",
    "data-here",
    "data-there",
)
"""Attributes that are read or heard."""
LESSON = "pay-resident-medical"


def wrapped(words: object) -> object:
    if isinstance(words, (list, tuple)):
        return tuple(f"{OPEN}{one}{SHUT}" for one in words)
    return f"{OPEN}{words}{SHUT}"


def pseudo(folder: Path) -> None:
    """English, with every sentence of the interface and every message of the lessons in brackets."""
    home = folder / "en" / "LC_MESSAGES"
    home.mkdir(parents=True)
    for domain, locale in (("messages", "zh_Hans_CN"), ("lessons", "en")):
        with (ROOT / "translations" / locale / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
            source = read_po(file, locale=locale)
        made = Catalog(locale="en", charset="utf-8", fuzzy=False)
        for message in (one for one in source if one.id):
            words = message.id if domain == "messages" else message.string
            made.add(message.id, wrapped(words), context=message.context)
        with (home / f"{domain}.mo").open("wb") as file:
            write_mo(file, made)


@pytest.fixture(scope="module")
def translations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pseudo")
    pseudo(folder)
    return folder


@pytest.fixture
def application(settings: Settings, shelf: Shelf, translations: Path) -> Iterator[Flask]:
    """The application with the made-up catalogues."""
    application = create_app(replace(settings, translations=translations), shelf)
    application.test_client_class = Inspector
    yield application
    application.extensions["records"].close()


@pytest.fixture
def where(application: Flask) -> Village:
    with application.extensions["records"].writing() as s:
        return staffed(s, "wan-0000")


def browser(application: Flask, where: Village, role: str = "") -> Inspector:
    """A tablet of the class whose learner sits at it, or, with a role, a member of staff's browser; in English."""
    client = application.test_client()
    assert isinstance(client, Inspector)
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    if not role:
        enrolled(application, client, where)
    with client.session_transaction() as kept:
        kept["learner"] = str(where.learner_id)
        if role:
            with application.extensions["records"].session() as s:
                member = next(one for one in roster.all_staff(s) if one.role == role)
            kept["staff"] = {"id": str(member.id), **noted(SIGNED_IN_FOR, BOOT, running())}
    return client


def outside(words: str) -> str:
    """What of some words stands in no brackets, names that somebody typed left out."""
    depth, bare = 0, []
    for letter in words:
        depth += (letter == OPEN) - (letter == SHUT)
        bare.append(letter if depth == 0 and letter != SHUT else " ")
    found = "".join(bare)
    for name in (*TYPED, *DAYS):
        found = found.replace(name, " ")
    return " ".join(found.split())


def free(element: Element) -> bool:
    """Whether an element's words need no translation: nobody sees them, or they are a name in its own language."""
    return any(
        one.tag in ("script", "style") or one.attributes.get("translate") == "no" for one in (element, *element.up())
    )


def pieces(page: Page) -> Iterator[tuple[str, str]]:
    """The words of each block of a page, whole, as brackets reach over the phrases in it; and what is told beside."""
    blocks = {"p", "li", "td", "th", "h1", "h2", "h3", "button", "a", "label", "legend", "dt", "dd", "summary", "title"}
    for element in page.elements:
        for name in TOLD:
            if value := element.attributes.get(name):
                yield f"{element.tag}[{name}]", "" if free(element) else value
        own = [child for child in element.children if isinstance(child, str) and child.strip()]
        if own and not free(element):
            around = (element, *element.up())
            beats = [one for one in around if one.attributes.get("class") == "beats"]  # One message in three sentences.
            block = beats[0] if beats else next((one for one in around if one.tag in blocks), element)
            yield str(block.tag), "".join(whole(block))


def whole(element: Element) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, str):
            yield child
        elif not free(child):
            yield from whole(child)


def hard_coded(html: str) -> list[str]:
    """What stands on a page outside the brackets."""
    found = ((place, outside(words)) for place, words in pieces(Page(html)))
    return sorted({f"{place}: {words}" for place, words in found if WORDS.search(words)})


PAGES = {
    "": ("/", "/wall", "/wall/{learner}", "/newcomer", "/home", "/tasks", "/journeys", "/journeys/retire", "/settings",
         "/needs", "/needs/fear/scam", "/needs/dare/dare", "/needs/done", "/real/{lesson}", "/dare",
         "/practice/{lesson}", "/practice/{lesson}/demo", "/no-such-page"),
    "volunteer": ("/staff", "/staff/enrol", "/board", "/reports", "/staff/class/{classroom}", "/staff/person/{learner}",
                  "/dialects", "/staff/class/{classroom}/needs", "/staff/class/{classroom}/real", "/staff/unclear"),
    "trainer": ("/staff", "/cards", "/reports", "/reports/divide", "/reports/week", "/reports/weeks",
                "/dialects?dialect=nan"),
}  # fmt: skip


@pytest.mark.parametrize(("role", "path"), [(role, path) for role, paths in PAGES.items() for path in paths])
def test_no_page_says_what_no_catalogue_has(application: Flask, where: Village, role: str, path: str) -> None:
    address = path.format(learner=where.learner_id, classroom=where.classroom_id, lesson=LESSON)
    page = browser(application, where, role).get(address, follow_redirects=True)
    assert page.mimetype == "text/html" and OPEN in page.text
    assert hard_coded(page.text) == []


def put_together(nodes: object, branch: int) -> str:
    """A drawing as a page shows it where every condition is fulfilled (branch 1), or none (2); holes stay empty."""
    if isinstance(nodes, str):
        return nodes
    assert isinstance(nodes, list)
    return "".join(
        node if isinstance(node, str) else put_together(node[branch], branch) if len(node) == 3 else ""
        for node in nodes
    )


def drawings(data: object) -> Iterator[list[object]]:
    """Every list of nodes in a lesson as data."""
    if isinstance(data, list) and any(isinstance(node, str) and "<" in node for node in data):
        yield data
    elif isinstance(data, (list, dict)):
        for value in data.values() if isinstance(data, dict) else data:
            yield from drawings(value)


@pytest.mark.slow
def test_no_screen_of_a_lesson_and_no_end_of_one_does(application: Flask, where: Village) -> None:
    client = browser(application, where)
    page, _ = walked(client, LESSON)
    assert "p-finish" in page.text and hard_coded(page.text) == []
    play = re.search(
        r'<script type="application/json" id="play">(.*?)</script>', client.get(f"/practice/{LESSON}").text
    )
    assert play
    drawn = client.get(json.loads(play.group(1))["drawing"]).json
    shown = [put_together(nodes, branch) for nodes in drawings(drawn) for branch in (1, 2)]
    assert len(shown) > 200 and sum(OPEN in html for html in shown) > 200
    found = sorted({found for html in shown for found in hard_coded(html)})
    assert found == [], "\n".join(found)


def test_what_is_hard_coded_is_found() -> None:
    assert hard_coded("<p><span>⟦Hear</span> <span>it⟧</span></p><p>12345 ⟦a ⟦b⟧ c⟧ 王桂芳</p>") == []
    assert hard_coded("<p>⟦Hear⟧ it</p>") == ["p: it"]
    assert hard_coded('<button aria-label="Close"><b lang="en" translate="no">English</b></button>') == [
        "button[aria-label]: Close"
    ]
