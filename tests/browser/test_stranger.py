"""A stranger with an English browser meets no Chinese within five taps of the front door, whichever way they turn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from tests.browser.serving import Copy

TAPS = 5
ALIKE = 2
"""So many of the ways that look alike from one page (faces, rows of a table) are gone."""
HAN = re.compile(r"[\u3400-\u9fff]")
NAMES = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\bf\d\d\b")
VOID = {"input", "meta", "link", "br", "img", "path", "circle", "rect", "hr"}
SAID = ("aria-label", "alt", "title", "placeholder", "data-heard")


@dataclass
class Seen(HTMLParser):
    """What a page shows and says, and the ways that lead on from it."""

    words: list[str] = field(default_factory=list)
    ways: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    """method, address, what the form sends"""

    def __post_init__(self) -> None:
        """Begin outside every element."""
        super().__init__()
        self._own: list[bool] = []
        """For each open element, whether it is in a language of its own."""
        self._form: tuple[str, str, dict[str, str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the element says and where it leads."""
        told = {name: value or "" for name, value in attrs}
        own = (self._own[-1] if self._own else False) or told.get("translate") == "no" or tag in ("script", "style")
        if tag not in VOID:
            self._own.append(own)
        if not own:
            self.words += [told[name] for name in SAID if name in told]
            if tag == "a" and told.get("href", "").startswith("/"):
                self.ways.append(("GET", told["href"], {}))
        if tag == "form":
            self._form = (told.get("method", "get").upper(), told.get("action", ""), {})
        elif self._form is not None and not own:
            method, address, sent = self._form
            if tag == "input" and told.get("type") == "hidden":
                sent[told["name"]] = told.get("value", "")
            elif tag == "button" and told.get("type") != "button" and "hidden" not in told:
                self.ways.append((method, address, sent | ({told["name"]: told["value"]} if "name" in told else {})))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that closes itself."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._own.pop()

    def handle_endtag(self, tag: str) -> None:
        """Leave the element."""
        if tag not in VOID and self._own:
            self._own.pop()
        if tag == "form":
            self._form = None

    def handle_data(self, data: str) -> None:
        """Words between the tags."""
        if not (self._own and self._own[-1]):
            self.words.append(data)


@pytest.mark.browser
@pytest.mark.holds("stranger")
def test_no_page_within_five_taps_shows_chinese(demo: Copy) -> None:
    seen, chinese = 0, []
    for address, page in pages(demo):
        seen += 1
        chinese += [(address, words.strip()) for words in page.words if HAN.search(words)]
    assert seen > 40
    assert not chinese


def pages(demo: Copy) -> Iterator[tuple[str, Seen]]:
    """Every page within five taps of the front door, each once, in the order of taps; each way by a browser of its own."""
    waiting, known = [([("GET", "/", {})], "")], set()
    while waiting:
        way, _ = waiting.pop(0)
        address, page = _walk(demo, way)
        key = (NAMES.sub("…", address), tuple(sorted({NAMES.sub("…", words.strip()) for words in page.words})[:40]))
        if key in known:
            continue
        known.add(key)
        yield address, page
        if len(way) <= TAPS:
            waiting += [([*way, step], "") for step in _few(page)]


def _few(page: Seen) -> list[tuple[str, str, dict[str, str]]]:
    """The ways of a page, of those that look alike only the first ones."""
    counts: dict[str, int] = {}
    chosen = []
    for method, address, sent in page.ways:
        kind = f"{method} {NAMES.sub('…', urlsplit(address).path)} {NAMES.sub('…', sent.get('act', ''))}"
        counts[kind] = counts.get(kind, 0) + 1
        if counts[kind] <= ALIKE and "lang" not in sent:
            chosen.append((method, address, sent))
    return chosen


def _walk(demo: Copy, way: list[tuple[str, str, dict[str, str]]]) -> tuple[str, Seen]:
    """Go this way with a fresh English browser; the last address and what is seen there."""
    browser: FlaskClient = demo.app.test_client()
    page, address = Seen(), ""
    for method, wanted, sent in way:
        sent = sent | {name: value for _, _, now in page.ways for name, value in now.items() if name == "csrf_token"}
        answer = browser.open(
            wanted or address,
            method=method,
            data=sent if method == "POST" else None,
            query_string=sent if method == "GET" and sent else None,
            headers={"Accept-Language": "en"},
            follow_redirects=True,
        )
        address, page = answer.request.path, Seen()
        page.feed(answer.text)
    return address, page
