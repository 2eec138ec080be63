"""Rules of what a finger must hit: big enough, far enough apart, one main action; they read measurements alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.browser.audit.finding import Finding, Rule, Seen, found


def big_enough(seen: Seen) -> Iterator[Finding]:
    """Every target has the profile's smallest side (WCAG 2.5.5, 2.5.8)."""
    least = seen.profile.smallest_target
    yield from found(f"targets under {least:.0f} px", (_sized(one) for one in _targets(seen) if _side(one) < least))


def main_action_is_bigger(seen: Seen) -> Iterator[Finding]:
    """The main action can be hit by a shaking hand: in pixels, and in millimetres on the real glass."""
    pixels, mm = seen.profile.primary_target, seen.profile.primary_mm
    main = [one for one in _targets(seen) if one["primary"]]
    yield from found(f"main actions under {pixels:.0f} px", (_sized(one) for one in main if _side(one) < pixels))
    small = (one for one in main if seen.viewport.mm(_side(one)) < mm)
    yield from found(f"main actions under {mm:.0f} mm", (_sized(one) for one in small))


def one_main_action(seen: Seen) -> Iterator[Finding]:
    """Not two things are the main one."""
    main = [one["name"] for one in _targets(seen) if one["primary"]]
    yield from found("more than one main action", main if len(main) > seen.profile.primaries else ())


def apart(seen: Seen) -> Iterator[Finding]:
    """Between two targets there is room to miss."""
    near = (f"{one} | {other} {gap:.1f}" for one, other, gap in seen["touch"]["near"] if gap < seen.profile.gap - 0.1)
    yield from found(f"targets closer than {seen.profile.gap:.0f} px", near)


def no_links_in_sentences(seen: Seen) -> Iterator[Finding]:
    """A learner's link is a button on a line of its own."""
    links = (one["name"] for one in seen["touch"]["targets"] if one["inSentence"])
    yield from found("links inside a sentence", links if seen.profile.smallest_target >= 44 else ())


def _targets(seen: Seen) -> list[dict[str, Any]]:
    return [one for one in seen["touch"]["targets"] if not one["inSentence"]]


def _side(target: dict[str, Any]) -> float:
    return min(target["width"], target["height"]) + 0.1


def _sized(target: dict[str, Any]) -> str:
    return f"{target['name']} {target['width']:.0f}x{target['height']:.0f}"


RULES: tuple[Rule, ...] = (big_enough, main_action_is_bigger, one_main_action, apart, no_links_in_sentences)
