"""What a form asks for about slips and kind words of a screen, as changes of a draft; it knows no page and no disk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any, Final

from flask_babel import gettext

from app import bench
from app.bench import Change, Unfit
from app.bench.change import ADD, REMOVE, SET
from app.simulator.lesson import Rule
from app.web.workshop_moves import NEW, Asked, Moved, act_of, changed, fresh_name, value, was_of


def _slip(one: Asked) -> Moved:
    """One more slip that is foreseen, with words to begin from."""
    assert one.place is not None
    act, wrong = act_of(one), one.place.node.get("wrong") or {}
    if act in (one.place.node.get("right") or {}):
        return Moved(part="slips", told=gettext("That is the right move here. Tap what somebody might tap instead."))
    if act in wrong:
        return Moved(
            part="slips", focus=f"slip-{list(wrong).index(act)}", told=gettext("This slip is foreseen already.")
        )
    now = bench.slip(_FIRST_WORDS)
    changes = [Change(ADD, (*one.base, "wrong", act), None, now)]
    if act in (one.place.node.get("fine") or {}):
        changes.append(Change(REMOVE, (*one.base, "fine", act), None))
    return Moved(
        tuple(changes),
        part="slips",
        focus=f"slip-{len(wrong)}-beat1",
        told=gettext("Now say what happened, that nobody is to blame, and what comes next."),
    )


_FIRST_WORDS: Final = "这里是别的地方。不要紧，没有点坏。再看一看，找一找。"
"""The words that a new slip has until somebody says it better."""


def _slip_words(one: Asked) -> Moved:
    """The words of a slip: three beats, or a shared slip."""
    path = one.at()
    stands = one.node(path)
    now = one.form.get("shared") or value("beats", one.form)
    if isinstance(stands, Mapping):
        path = (*path, "say")
    return Moved(changed(path, was_of(one.form), now, needed=True))


def _slip_way(one: Asked) -> Moved:
    """Whether a slip is met again at the end, and where it leads: nowhere, to a detour, or to a new one."""
    assert one.place is not None
    path, stands = one.at(), one.node(one.at())
    old = dict(stands) if isinstance(stands, Mapping) else {"say": stands or ""}
    now = {key: old[key] for key in ("say",) if key in old}
    detour, changes, name = one.form.get("detour", ""), [], ""
    if detour == NEW:
        name = fresh_name(one.bench, "aside")
        node = bench.detour()
        into = ("screens", name) if not one.place.twist else ("twists", one.place.twist - 1, "more_screens", name)
        changes.append(Change(ADD, into, None, node))
        detour = name
    if detour:
        now["detour"] = detour
    if one.form.get("again") == "yes":
        now["again"] = True
    plain: Any = now if len(now) > 1 else now["say"]
    if plain != stands:
        changes.append(Change(SET, path, deepcopy(stands), plain))
    told = gettext("A new screen beside the way: what happens after this slip, and how one comes back.") if name else ""
    return Moved(tuple(changes), screen=name, part="say" if name else "slips", focus="f-say" if name else "", told=told)


def _slip_when(one: Asked) -> Moved:
    """When an act is a slip: always, before something else was tapped, or from the second time on."""
    assert one.place is not None
    old, wrong = one.form.get("act", ""), dict(one.place.node.get("wrong") or {})
    if old not in wrong:
        raise Unfit("no such slip")
    act, when = Rule.parse(old).act, one.form.get("now", "")
    new = f"{act} twice" if when == "twice" else f"{act} before {when}" if when else act
    if new == old or new in wrong:
        return Moved(part="slips")
    Rule.parse(new)
    now = {new if key == old else key: say for key, say in wrong.items()}
    return Moved((Change(SET, (*one.base, "wrong"), deepcopy(wrong), deepcopy(now)),), part="slips")


def _fine(one: Asked) -> Moved:
    """A kind word for what does neither good nor harm."""
    assert one.place is not None
    act, fine = act_of(one), one.place.node.get("fine") or {}
    if act in (one.place.node.get("right") or {}) or act in (one.place.node.get("wrong") or {}):
        return Moved(part="kind", told=gettext("That is a right move or a slip already."))
    if act in fine:
        return Moved(part="kind", focus=f"kind-{list(fine).index(act)}")
    return Moved(
        (Change(ADD, (*one.base, "fine", act), None, "看看也好，不要紧。"),), part="kind", focus=f"kind-{len(fine)}"
    )


SLIPS: Final[Mapping[str, Callable[[Asked], Moved]]] = {
    "slip": _slip,
    "slip-words": _slip_words,
    "slip-way": _slip_way,
    "slip-when": _slip_when,
    "fine": _fine,
}
"""What a form may ask for of slips and kind words, by its `do`."""
