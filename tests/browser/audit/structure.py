"""Rules of how a page is built: names, landmarks, pictures, sound, movement; they read measurements alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.browser.audit.finding import Finding, Rule, Seen, found

NO_ZOOM = re.compile(r"user-scalable\s*=\s*(no|0)|maximum-scale\s*=\s*[01](\.\d+)?\b")
LISTS = {
    "noAlt": "pictures without alt",
    "broken": "pictures that do not load",
    "namelessDrawings": "drawings without a name and not hidden",
    "onlyPlaceholder": "fields named by a placeholder alone",
    "noButton": "things to tap that are no button",
    "ordered": "positive tabindex",
    "drags": "dragging as the only way",
    "dialogs": "a dialog stands open",
    "endless": "movement longer than 5 s",
    "actless": "parts of the practice phone without data-act",
}


def lists_are_empty(seen: Seen) -> Iterator[Finding]:
    """Nothing of what should not be there is there."""
    for name, rule in LISTS.items():
        yield from found(rule, seen["structure"][name])


def says_what_it_is(seen: Seen) -> Iterator[Finding]:
    """One language, a title, one heading and one main part."""
    page = seen["structure"]
    if page["lang"].split("-")[0] != seen.lang.split("_")[0]:
        yield Finding("the page's lang is another language", (page["lang"],))
    if not page["title"]:
        yield Finding("no title")
    if page["h1"] != 1:
        yield Finding("not exactly one h1", (str(page["h1"]),))
    if page["main"] != 1:
        yield Finding("not exactly one main", (page["main"],))


def may_be_enlarged(seen: Seen) -> Iterator[Finding]:
    """Two fingers may spread the page."""
    viewport = seen["structure"]["viewport"]
    if not viewport or NO_ZOOM.search(viewport):
        yield Finding("the page cannot be enlarged", (viewport,))


def waits_for_people(seen: Seen) -> Iterator[Finding]:
    """No page leaves by itself, and what is swapped in is told to a screen reader."""
    page = seen["structure"]
    if page["refresh"]:
        yield Finding("the page leaves by itself")
    if page["swaps"] and not page["live"]:
        yield Finding("parts are swapped and no live region says so")


def keeps_nobodys_page(seen: Seen) -> Iterator[Finding]:
    """On a shared tablet no page stays in the browser's store, and a dead network ends the waiting."""
    htmx = seen["structure"]["htmx"]
    if htmx and htmx["cache"]:
        yield Finding("htmx keeps pages")
    if htmx and not htmx["timeout"]:
        yield Finding("htmx waits for ever")


def sound_is_ours(seen: Seen) -> Iterator[Finding]:
    """Nothing plays by itself before a touch, and no player of the browser's own is shown."""
    for player in seen["structure"]["media"]:
        bad = [word for word in ("autoplay", "playing", "native") if player[word]]
        yield from found(f"sound: {', '.join(bad)}", [player["name"]] if bad else ())


def little_floats(seen: Seen) -> Iterator[Finding]:
    """What stays while the page scrolls leaves the page to be seen."""
    layers = (one for one in seen["structure"]["floating"] if one["share"] > seen.profile.floating)
    yield from found("a layer covers too much", (f"{one['name']} {one['share']:.0%}" for one in layers))


RULES: tuple[Rule, ...] = (
    lists_are_empty,
    says_what_it_is,
    may_be_enlarged,
    waits_for_people,
    keeps_nobodys_page,
    sound_is_ours,
    little_floats,
)
