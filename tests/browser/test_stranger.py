"""A stranger with an English browser meets no Chinese within five taps of the front door, whichever way they turn."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest

from app.web.visitors import TABLET_COOKIE
from tests.browser.serving import Copy

SAVED = re.compile(r"\.(csv|xlsx|json|txt)$|/home-file$")
"""What is saved and not read here: files in the words of whoever made what is in them."""
TAPS = 5
OFTEN = 8
"""From so many looks of one page, which change with what was done, its ways are followed."""
ALIKE = 1
"""So many of the ways that look alike on one page (faces, rows of a table) are tried."""
AWAY = {"/try/leave", "/staff/let-go", "/staff/remove-demo", "/try/watch"}
"""What would take the tablet or the whole demo away from those who are still on their way; and a watched class, which
is never twice the same (tests/http/test_watching.py looks at it in both languages)."""
HAN = re.compile(r"[\u3400-\u9fff]")
NAMES = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\bf\d\d\b")
VOID = {"input", "meta", "link", "br", "img", "path", "circle", "rect", "hr"}
Way = tuple[str, str, dict[str, str]]
"""A tap: method, address, what the form sends."""
SAID = ("aria-label", "alt", "title", "placeholder", "data-heard")


@dataclass(frozen=True)
class Standing:
    """Where a stranger stands and the way they tap next."""

    cookies: Mapping[str, str]
    address: str
    way: Way
    taps: int


@dataclass
class Seen(HTMLParser):
    """What a page shows and says, and the ways that lead on from it."""

    words: list[str] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)

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
    seen, chinese = [], []
    for address, page in pages(demo):
        seen.append(address)
        chinese += [(address, words.strip()) for words in page.words if HAN.search(words)]
    assert {"/home", "/board", "/reports"} <= set(seen)
    assert any(address.startswith("/practice/") for address in seen)
    assert not chinese


def pages(demo: Copy) -> Iterator[tuple[str, Seen]]:
    """Every page within five taps of the front door, each once, in the order of taps."""
    known: set[tuple[str, ...]] = set()
    often: Counter[str] = Counter()
    waiting = [Standing({}, "/", ("GET", "/", {}), 0)]
    while waiting:
        there, page = _go(demo, waiting.pop(0))
        key = (there.address, *sorted({NAMES.sub("…", words.strip()) for words in page.words}))
        if key in known:
            continue
        known.add(key)
        yield there.address, page
        often[there.address] += 1
        if there.taps < TAPS and often[there.address] <= OFTEN:
            waiting += [Standing(there.cookies, there.address, way, there.taps + 1) for way in _few(page)]


def _few(page: Seen) -> list[Way]:
    """The ways of a page, of those that look alike only the first ones."""
    counts: dict[str, int] = {}
    chosen = []
    for method, address, sent in page.ways:
        kind = f"{method} {NAMES.sub('…', urlsplit(address).path)} {NAMES.sub('…', sent.get('act', ''))}"
        counts[kind] = counts.get(kind, 0) + 1
        saved = SAVED.search(urlsplit(address).path)
        if counts[kind] <= ALIKE and "lang" not in sent and address not in AWAY and not saved:
            chosen.append((method, address, sent))
    return chosen


def _go(demo: Copy, standing: Standing) -> tuple[Standing, Seen]:
    """Tap as a fresh English browser with these cookies would; where it stands then, and what it sees."""
    browser = demo.app.test_client()
    for name, value in standing.cookies.items():
        browser.set_cookie(name, value)
    method, wanted, sent = standing.way
    address = urlsplit(wanted or standing.address)
    answer = browser.open(
        address.path,
        method=method,
        data=sent if method == "POST" else None,
        query_string=(sent or address.query) if method == "GET" else address.query,
        headers={"Accept-Language": "en"},
        follow_redirects=True,
    )
    kept = {name: browser.get_cookie(name) for name in (demo.app.config["SESSION_COOKIE_NAME"], TABLET_COOKIE)}
    page = Seen()
    page.feed(answer.text)
    cookies = {name: cookie.value for name, cookie in kept.items() if cookie is not None}
    return replace(standing, cookies=cookies, address=NAMES.sub("…", answer.request.path)), page
