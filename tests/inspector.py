"""A browser for tests that inspects every whole page it is given; what it asks of pages is true everywhere at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
TONGUES = ("zh", "yue", "nan", "hak", "wuu")
LANGUAGES = {"zh-Hans-CN", "en"}
HAN = re.compile(r"[\u4e00-\u9fff]")
ACT = re.compile(r"(tap|hold|double-tap|swipe|type|filled|found|wait)\b")
ADDRESSES = ("href", "src", "action", "srcset", "poster", "formaction", "data")
NAMED = {"a", "button", "input", "select", "textarea", "summary"}
NAMES = ("王桂芳", "李秀英", "楚河村一班", "楚河村", "柳河村", "柳河班", "柳河志愿者", "小刘", "周老师")
"""Names that people of tests have; nobody has written them in Latin letters."""


@dataclass
class Element:
    """One element of a page."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    children: list[Element | str] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """This element and all within it, in the order of the page."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def text(self, heard: bool = False) -> str:
        """Its words with single spaces; those that are `heard` leave out what is hidden from a screen reader."""
        return " ".join("".join(self._text(heard)).split())

    def _text(self, heard: bool) -> Iterator[str]:
        if heard and self.attributes.get("aria-hidden") == "true":
            return
        for child in self.children:
            yield from [child] if isinstance(child, str) else child._text(heard)

    @property
    def hidden(self) -> bool:
        """Whether nobody is shown or told it."""
        return any("hidden" in element.attributes for element in (self, *self.up()))

    def up(self) -> Iterator[Element]:
        """What it stands in, from within."""
        here = self.parent
        while here is not None:
            yield here
            here = here.parent

    def __str__(self) -> str:
        told = "".join(f' {name}="{value}"' for name, value in self.attributes.items())
        return f"<{self.tag}{told}>{self.text()[:40]}"


class Reader(HTMLParser):
    """Reads a page into elements; void elements and those left open are closed as browsers close them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("page", {})
        self.here = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.children.append(made)
        if tag not in VOID:
            self.here = made

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        for element in (self.here, *self.here.up()):
            if element.tag == tag and element.parent is not None:
                self.here = element.parent
                return

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)


class Page:
    """A whole page, ready to be asked."""

    def __init__(self, html: str, host: str = "localhost") -> None:
        reader = Reader()
        reader.feed(html)
        reader.close()
        self.host = host
        self.elements = list(reader.root.walk())[1:]

    def all(self, *tags: str) -> list[Element]:
        """The elements of these tags."""
        return [element for element in self.elements if element.tag in tags]

    @property
    def lang(self) -> str:
        """The language of the page."""
        return next((html.attributes.get("lang", "") for html in self.all("html")), "")

    @property
    def for_learners(self) -> bool:
        """Whether it is dressed as a learner's page."""
        return any("css/learner.css" in link.attributes.get("href", "") for link in self.all("link"))

    @property
    def heading(self) -> str:
        """The words of its first h1."""
        return next((h1.text() for h1 in self.all("h1")), "")


def one_heading_that_begins_the_title(page: Page) -> Iterator[str]:
    headings = [h1.text() for h1 in page.all("h1")]
    titles = [title.text() for title in page.all("title") if not any(e.tag == "svg" for e in title.up())]
    if len(headings) != 1 or not headings[0]:
        yield f"h1: {headings}"
    elif len(titles) != 1 or not _plain(titles[0]).startswith(_plain(headings[0])):
        yield f"the title {titles} does not begin with {headings[0]!r}"


def no_id_twice_and_none_that_is_missing(page: Page) -> Iterator[str]:
    ids = Counter(element.attributes["id"] for element in page.elements if "id" in element.attributes)
    yield from (f"id {name!r} {count} times" for name, count in ids.items() if count > 1)
    for element in page.elements:
        for name in ("aria-labelledby", "aria-describedby", "for"):
            for wanted in element.attributes.get(name, "").split():
                if wanted not in ids:
                    yield f"{element}: no id {wanted!r}"


def every_control_has_a_name(page: Page) -> Iterator[str]:
    labelled = {label.attributes["for"]: label for label in page.all("label") if "for" in label.attributes}
    for element in page.all(*NAMED):
        attributes = element.attributes
        if attributes.get("type") == "hidden" or element.hidden or (element.tag == "a" and "href" not in attributes):
            continue
        if attributes.get("aria-hidden") == "true" and attributes.get("tabindex") == "-1":
            continue  # For fingers only: what it does is named beside it.
        label = next((up for up in element.up() if up.tag == "label"), labelled.get(attributes.get("id", "")))
        pictures = "".join(e.attributes.get("alt", "") or e.attributes.get("aria-label", "") for e in element.walk())
        own = element.text(heard=True) if element.tag in ("a", "button", "summary") else ""
        if not (own or pictures or attributes.get("aria-labelledby") or (label is not None and label.text(heard=True))):
            yield f"no name: {element}"


def every_picture_speaks_or_is_decoration(page: Page) -> Iterator[str]:
    for element in page.all("svg"):
        hidden = any(e.attributes.get("aria-hidden") == "true" for e in (element, *element.up()))
        named = element.attributes.get("aria-label") or element.attributes.get("aria-labelledby")
        if not hidden and not named and not any(up.tag == "svg" for up in element.up()):
            yield f"neither named nor hidden: {element}"
    yield from (f"no alt: {image}" for image in page.all("img") if "alt" not in image.attributes)


def every_form_says_how_and_carries_a_token(page: Page) -> Iterator[str]:
    for form in page.all("form"):
        method = form.attributes.get("method", "").lower()
        fields = {e.attributes.get("name") for e in form.walk() if e.tag == "input"}
        if method not in ("get", "post") or "action" not in form.attributes:
            yield f"method or action missing: {form}"
        if method == "post" and "csrf_token" not in fields:
            yield f"no token: {form}"


def no_address_of_others(page: Page) -> Iterator[str]:
    for element in page.elements:
        for name in ADDRESSES:
            value = element.attributes.get(name, "").strip().lower()
            if re.match(r"(\w+:)?//", value) and not re.match(rf"https?://{re.escape(page.host)}[/:?]?", value):
                yield f"leads elsewhere: {element}"
            if value.startswith(("javascript:", "data:text")):
                yield f"runs from an attribute: {element}"


def nothing_inline(page: Page) -> Iterator[str]:
    for element in page.elements:
        if "style" in element.attributes or element.tag == "style":
            yield f"inline style: {element}"
        runs = element.attributes.get("type", "") != "application/json"
        if element.tag == "script" and runs and "src" not in element.attributes:
            yield f"inline script: {element}"
        yield from (f"inline {name}: {element}" for name in element.attributes if re.fullmatch(r"on[a-z]+", name))


def one_language_and_it_is_told(page: Page) -> Iterator[str]:
    if page.lang not in LANGUAGES:
        yield f"lang {page.lang!r}"
    if page.lang == "en":
        for element in page.elements:
            told = next((e.attributes["lang"] for e in (element, *element.up()) if "lang" in e.attributes), "")
            own = "".join(child for child in element.children if isinstance(child, str))
            for name in NAMES:
                own = own.replace(name, "")
            if HAN.search(own) and not told.startswith(TONGUES):
                yield f"Chinese on an English page: {own.strip()!r}"


def every_way_of_a_learner_is_an_act(page: Page) -> Iterator[str]:
    for element in page.all("a", "button") if page.for_learners else []:
        way = element.tag == "a" or element.attributes.get("type", "submit") == "submit"
        if way and not element.hidden and not ACT.match(element.attributes.get("data-act", "")):
            yield f"no act: {element}"


def every_table_heads_its_cells(page: Page) -> Iterator[str]:
    yield from (f"no scope: {cell}" for cell in page.all("th") if "scope" not in cell.attributes)


RULES: tuple[Callable[[Page], Iterator[str]], ...] = (
    one_heading_that_begins_the_title,
    no_id_twice_and_none_that_is_missing,
    every_control_has_a_name,
    every_picture_speaks_or_is_decoration,
    every_form_says_how_and_carries_a_token,
    no_address_of_others,
    nothing_inline,
    one_language_and_it_is_told,
    every_way_of_a_learner_is_an_act,
    every_table_heads_its_cells,
)


def findings(html: str, host: str = "localhost") -> list[str]:
    """Everything that is wrong with a whole page."""
    page = Page(html, host)
    return [f"{rule.__name__}: {finding}" for rule in RULES for finding in rule(page)]


class Inspector(FlaskClient):
    """A test client that fails the test when a page it is given breaks a rule; fragments and files pass unread."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Make a request and inspect the page that answers it."""
        response = super().open(*args, **kwargs)
        to_take = response.headers.get("Content-Disposition", "").startswith("attachment")
        if response.mimetype == "text/html" and "<html" in response.text[:400] and not to_take:
            host = response.request.host.split(":")[0]
            wrong = findings(response.text, host)
            assert not wrong, f"{response.request.path}:\n" + "\n".join(wrong)
        return response

    def page(self, address: str, **kwargs: Any) -> Page:
        """The page at an address, after every redirect; fails when it is none."""
        response = self.get(address, follow_redirects=True, **kwargs)
        assert response.status_code == 200, f"{address}: {response.status}"
        return Page(response.text)

    def token(self, address: str = "/") -> str:
        """The token of the forms that this browser is given."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get(address, follow_redirects=True).text)
        assert found, f"no form at {address}"
        return found.group(1)

    def send(self, address: str, headers: dict[str, str] | None = None, **fields: str) -> TestResponse:
        """Post a form with this browser's token."""
        return self.post(address, data={"csrf_token": self.token("/staff"), **fields}, headers=headers)


def _plain(words: str) -> str:
    return re.sub(r"\s+", "", words)
