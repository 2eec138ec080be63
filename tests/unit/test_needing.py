"""Who needs a person now is told from scripted traces as somebody at the next desk would tell it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from app.config import Needing
from app.reports import needing
from app.reports.needing import Event, Need, need

TRACES = Path(__file__).parent.parent / "traces"
KINDS = {
    "ask help": needing.ASKS,
    "help given": needing.HELPED,
    "says again": needing.HEARS,
    "finishes": needing.FINISHES,
    "leaves": needing.LEAVES,
}


def traces(name: str) -> list[dict[str, Any]]:
    """The traces of one file."""
    found: list[dict[str, Any]] = YAML(typ="safe", pure=True).load(
        (TRACES / f"{name}.yaml").read_text(encoding="utf-8")
    )
    return found


def event(told: dict[str, Any]) -> Event:
    """An event as the traces write it."""
    if "opens" in told:
        return Event(told["at"], needing.OPENS, told["screen"])
    kind = KINDS.get(told["act"], needing.ACTS)
    more = {name: told[name] for name in ("outcome", "to", "slip") if name in told}
    return Event(told["at"], kind, told.get("screen", ""), told["act"] if kind == needing.ACTS else "", **more)


def looked_at(trace: dict[str, Any]) -> Need | None:
    """What the board would say of a trace when it is looked at; what arrives later is not known yet.

    A tablet that keeps something back was last heard from when it did the first such thing.
    """
    sent, now = trace.get("sent", {}), trace["looked"]
    arrived = [told for told in trace["events"] if sent.get(told["at"], told["at"]) <= now]
    late = [told["at"] for told in trace["events"] if told["at"] <= now < sent.get(told["at"], told["at"])]
    return need([event(told) for told in arrived], now, Needing(), heard=min(late, default=None))


def figures(name: str) -> dict[str, list[str]]:
    """The traces that were missed, called for nothing, named otherwise or sent to another step, by their ids."""
    wrong: dict[str, list[str]] = {"missed": [], "false": [], "named": [], "step": []}
    for trace in traces(name):
        found = looked_at(trace)
        if trace["needs"] == "none":
            wrong["false"] += [trace["id"]] if found else []
        elif found is None:
            wrong["missed"].append(trace["id"])
        else:
            wrong["named"] += [trace["id"]] if found.kind != trace["needs"] else []
            wrong["step"] += [trace["id"]] if found.screen != trace["step"] else []
    return wrong


def test_the_traces_that_were_written_with_the_rules_in_mind_are_told_right() -> None:
    assert figures("seen") == {"missed": [], "false": [], "named": [], "step": []}


@pytest.mark.holds("needs-me")
def test_who_is_stuck_is_told_on_traces_of_somebody_who_knew_no_rule() -> None:
    told = {name: (traces(name), figures(name)) for name in ("seen", "blind")}
    count = sum(len(found) for found, _ in told.values())
    assert count >= 40 and len(told["blind"][0]) >= count / 2
    for found, wrong in told.values():
        stuck = sum(trace["needs"] != "none" for trace in found)
        assert len(wrong["missed"]) <= 0.05 * stuck
        assert len(wrong["false"]) <= 0.05 * (len(found) - stuck)
        assert len(wrong["named"]) + len(wrong["step"]) <= 0.05 * stuck


OPENS = Event(0, needing.OPENS, "a")


def right(at: float, screen: str, act: str = "tap next", to: str = "") -> Event:
    return Event(at, needing.ACTS, screen, act, "correct", to)


def slip(at: float, screen: str = "a", act: str = "tap ad") -> Event:
    return Event(at, needing.ACTS, screen, act, "slip")


def test_nobody_is_frozen_before_the_threshold_which_is_longer_on_a_first_meeting() -> None:
    usual = Needing()
    assert need([OPENS], usual.frozen_first - 1, usual) is None
    assert need([OPENS], usual.frozen_first, usual) == Need("frozen", 0, "a")
    assert need([OPENS], usual.frozen, usual, met=lambda screen: screen == "a") == Need("frozen", 0, "a")
    assert need([OPENS], usual.frozen - 1, usual, met=lambda screen: True) is None


def test_whoever_listens_is_given_time_but_not_for_ever() -> None:
    usual = Needing()
    listening = [OPENS, *(Event(at, needing.HEARS, "a") for at in range(30, 600, 50))]
    assert need(listening[:4], 150, usual) is None
    assert need([one for one in listening if one.at <= 290], 299, usual) is None
    assert need([one for one in listening if one.at <= 290], 300, usual) == Need("frozen", 0, "a")


def test_a_silence_of_the_tablet_is_nobodys_freezing() -> None:
    usual = Needing()
    assert need([OPENS], 500, usual, heard=100) is None
    assert need([OPENS], 500, usual, heard=130) == Need("frozen", 0, "a")
    assert need([OPENS], 130, usual, heard=110) == Need("frozen", 0, "a"), "it was heard from just now"


def test_what_the_tablet_does_by_itself_is_nobodys_act() -> None:
    assert need([OPENS, Event(60, needing.ACTS, "a", "wait long", "neutral")], 121, Needing()) == Need("frozen", 0, "a")


def test_the_same_slip_again_counts_and_something_new_done_right_ends_it() -> None:
    again = [OPENS, slip(5), slip(20)]
    assert need(again, 21, Needing()) == Need("slipping", 5, "a", 2)
    assert need([OPENS, slip(5), slip(6)], 21, Needing()) is None, "a finger that trembles"
    assert need([*again, right(30, "a")], 31, Needing()) is None
    assert need([*again, right(30, "a"), slip(40)], 41, Needing()) == Need("slipping", 40, "a", 3)
    assert need([OPENS, slip(5), slip(20, act="tap x"), slip(40, act="tap y")], 41, Needing()) == Need(
        "slipping", 5, "a", 3
    )


def test_going_back_and_forth_is_circling_until_a_new_place_is_reached_rightly() -> None:
    events = [OPENS]
    for round_ in range(3):
        events.append(right(10 + 40 * round_, "a", to="b"))
        events.append(Event(30 + 40 * round_, needing.ACTS, "b", "tap back", "neutral", "a"))
    assert need(events[:5], 110, Needing()) is None
    assert need(events, 120, Needing()) == Need("circling", 30, "a", 3)
    assert need([*events, right(130, "a", "tap other", "c")], 131, Needing()) is None


def test_a_call_ends_with_help_or_by_going_on_but_one_from_no_lesson_only_with_help() -> None:
    called = [OPENS, Event(5, needing.ASKS, "a")]
    assert need(called, 6, Needing()) == Need("asked", 5, "a")
    assert need([*called, right(9, "a")], 10, Needing()) is None
    assert need([*called, Event(9, needing.HELPED)], 10, Needing()) is None
    lasting = [*called, Event(6, needing.ASKS, lasting=True), right(9, "a")]
    assert need(lasting, 10, Needing()) == Need("asked", 5, "a")
    assert need([*lasting, Event(12, needing.LEAVES)], 20, Needing()) == Need("asked", 5, "a")


def test_help_gives_a_fresh_start() -> None:
    usual = Needing()
    assert need([OPENS, slip(5), slip(20), Event(100, needing.HELPED)], 150, usual) is None
    assert need([OPENS, Event(100, needing.HELPED)], 100 + usual.frozen_first, usual) == Need("frozen", 100, "a")


def test_whoever_comes_back_to_a_play_has_time_again_but_slips_stay_slips() -> None:
    usual, back = Needing(), Event(300, needing.COMES, "a")
    assert need([OPENS, back], 301, usual) is None
    assert need([OPENS, back], 300 + usual.frozen_first, usual) == Need("frozen", 300, "a")
    assert need([OPENS, slip(5), slip(20), back], 301, usual) == Need("slipping", 5, "a", 2)


def test_whoever_left_or_finished_is_not_frozen() -> None:
    for gone in (needing.LEAVES, needing.FINISHES):
        assert need([OPENS, Event(10, gone, "a")], 999, Needing()) is None
