"""Draws a step of a lesson for paper: its screen of the practice phone, with nothing that answers; decides nothing."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

from markupsafe import Markup

from app.simulator import handout
from app.simulator.lesson import Lesson, Screen, stage
from app.web import compiling

PLAIN = {
    "button": "div",
    "label": "div",
    "summary": "div",
    "details": "div",
    "section": "div",
    "h2": "strong",
    "a": "div",
}
"""What can be touched or is named on a page, and what it is on paper."""
TOUCH = ("data-right", "data-pin")
"""The marks of what is to be touched; on paper a class, which is ringed."""
HERE, HAND = "here", "hand"
DRAWN = frozenset(("svg", "g", "path", "circle", "rect", "ellipse", "line", "polyline", "polygon", "text"))
NAMING = ("class", "id", "role", "tabindex")
CASED = {"viewbox": "viewBox", "preserveaspectratio": "preserveAspectRatio"}
"""Names that a parser of pages lowers, as a drawing needs them."""


def phone(lesson: Lesson, screen: Screen) -> Markup:
    """A step's screen as it looks in practice, what is touched there marked `here`, the hand at the first of it."""
    marks, scrolled = handout.pointed(stage(lesson), screen)
    return Markup(still(compiling.glass(lesson, screen, marks, scrolled)))


def still(drawing: str) -> str:
    """A drawing without controls, names and sounds, so that it stands beside others on one page and nothing answers.

    Of several hands the first is kept. What nobody sees is left out.
    """
    reader = _Still()
    reader.feed(drawing)
    reader.close()
    return "".join(reader.made)


class _Still(HTMLParser):
    """Writes down again what it reads, plainer."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.made: list[str] = []
        self._hands = 0
        self._left_out = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if self._left_out:
            self._left_out += 1
        elif tag == "input":
            if told.get("type") != "hidden":
                self.made.append('<i class="blank"></i>')
        elif "hidden" in told or self._second_hand(told):
            self._left_out = 1
        else:
            self.made.append(f"<{PLAIN.get(tag, tag)}{_told(tag, told)}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._left_out:
            self.made.append(f"<{tag}{_told(tag, dict(attrs))}/>")

    def handle_endtag(self, tag: str) -> None:
        if self._left_out:
            self._left_out -= 1
        else:
            self.made.append(f"</{PLAIN.get(tag, tag)}>")

    def handle_data(self, data: str) -> None:
        if not self._left_out:
            self.made.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def _second_hand(self, told: dict[str, str | None]) -> bool:
        if HAND not in (told.get("class") or "").split():
            return False
        self._hands += 1
        return self._hands > 1


def _told(tag: str, told: dict[str, str | None]) -> str:
    """The attributes that stay: of a drawing what shapes it, else the class and whether it is translated."""
    classes = (told.get("class") or "").split()
    classes += [HERE] * any(mark in told for mark in TOUCH) + ["checked"] * (told.get("aria-checked") == "true")
    kept = {"class": " ".join(classes)} if classes else {}
    for name, value in told.items():
        if name == "translate" or (tag in DRAWN and name not in NAMING and not name.startswith(("aria-", "data-"))):
            kept[name] = value or ""
    return "".join(f' {CASED.get(name, name)}="{escape(value)}"' for name, value in kept.items())
