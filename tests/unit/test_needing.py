"""Who needs a person now is told from scripted traces as somebody at the next desk would tell it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

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
    found: list[dict[str, Any]] = YAML(typ="safe", pure=True).load((TRACES / f"{name}.yaml").read_text("utf-8"))
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
