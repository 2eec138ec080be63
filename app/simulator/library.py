"""Proves what must hold of all lessons together and of each finished one; knows no learner, no page and no clock.

`checking` proves that one lesson can be played; a lesson that is still being written needs no more than that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from app.simulator import likeness, machine, saying
from app.simulator.catalogue import Bridge, Catalogue
from app.simulator.lesson import Lesson, Screen, Text, stage
from app.simulator.likeness import Pair
from app.simulator.mistakes import Mistake
from app.simulator.places import Places
from app.simulator.reading import Reading
from app.simulator.saying import Finding, Translate
from app.simulator.shelf import Shelf

OWN: Final = 0.6
OWN_IN_A_LESSON: Final = 0.5
"""At least such a share of the lines after a wrong act are a lesson's own, over all lessons and in each."""
SHARED: Final = 0.4
"""No two lessons have a larger share of their screens in common."""
TASKS_A_SKILL: Final = 3
TWISTS: Final = 72
TWISTS_A_LESSON: Final = 2
DECISIONS: Final = range(8, 17)
"""So many screens stand on a lesson's right path, each visit a decision, told by its first act."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured: shares from 0 to 1, in the order that the check tells them."""

    own: float
    least_own: tuple[str, float]
    alike: Pair | None
    rarest_skill: tuple[str, int]
    twists: int
    decisions: tuple[int, int]

    def lines(self) -> Iterator[str]:
        """The figures as a person reads them."""
        lesson, share = self.least_own
        yield f"lines after a wrong act that are the lesson's own: {self.own:.0%}, at least {share:.0%} ({lesson})"
        pair = self.alike
        most = f"{pair.share:.0%} ({pair.one} and {pair.other})" if pair is not None else "none"
        yield f"screens that two lessons share, names and numbers aside: at most {most}"
        skill, tasks = self.rarest_skill
        yield f"tasks that practise a skill: at least {tasks} ({skill})"
        fewest, most_ = self.decisions
        yield f"{self.twists} twists; {fewest} to {most_} decisions on a right path"


def measure(shelf: Shelf) -> Figures:
    """The figures of a shelf that holds at least one lesson."""
    told = [(lesson.id, own_lines(lesson)) for lesson in shelf.written.values()]
    shares = {lesson: own / every for lesson, (own, every) in told}
    least = min(shares, key=lambda lesson: shares[lesson])
    practised = _practised(shelf)
    rarest = min(practised, key=lambda skill: len(practised[skill]))
    paths = [decisions(lesson) for lesson in shelf.written.values()]
    found = likeness.pairs(tuple(shelf.written.values()), shelf.catalogue)
    return Figures(
        own=sum(own for _, (own, _) in told) / sum(every for _, (_, every) in told),
        least_own=(least, shares[least]),
        alike=found[0] if found else None,
        rarest_skill=(rarest, len(practised[rarest])),
        twists=sum(len(lesson.twists) for lesson in shelf.written.values()),
        decisions=(min(paths), max(paths)),
    )


def check(shelf: Shelf, places: Places, translate: Translate | None = None) -> list[Mistake]:
    """Every mistake of a library that shows only when its lessons, finished, stand together."""
    found: list[Mistake] = []
    if shelf.written:
        readings = {r.lesson.id: r for r in shelf.readings if r.lesson is not None and r.lesson.id in shelf.written}
        for lesson in shelf.written.values():
            found += (readings[lesson.id].found(*flaw) for flaw in _unfinished(lesson))
            found += _front_door(lesson, shelf.catalogue, readings[lesson.id], places)
        found += _own(shelf, readings)
        found += _alike(shelf, readings)
        found += _twists(shelf, readings)
        found += _skills(shelf, places)
    found += _shared(shelf.catalogue, places, translate)
    return sorted(set(found))


def own_lines(lesson: Lesson) -> tuple[int, int]:
    """How many lines after a wrong act are the lesson's own, and how many there are.

    A line counts as often as it is said: once for each wrong move, each field's nudge and each part of a message that
    is no clue, twists included; and `otherwise`, which is the same everywhere in the lesson, once as not its own.
    """
    lines = [text for screen in lesson.every_screen() for text in (*screen.told(), *_no_clues(screen))]
    own = sum(text.key.startswith(f"{lesson.id}.") for text in lines)
    return own, len(lines) + 1


def decisions(lesson: Lesson) -> int:
    """How many screens are visited on the right path, the finish aside."""
    visits, last = 0, ""
    for screen, _ in machine.path(stage(lesson)):
        visits += screen != last
        last = screen
    return visits


def _no_clues(screen: Screen) -> Iterator[Text]:
    return (spot.say for widget in screen.widgets() for spot in widget.spots if not spot.clue)


def _unfinished(lesson: Lesson) -> Iterator[tuple[str, str, str]]:
    """What a lesson that can be played still lacks, as (where, what, fix)."""
    if len(lesson.twists) < TWISTS_A_LESSON:
        yield "twists", f"{len(lesson.twists)} twists in this lesson", f"Write at least {TWISTS_A_LESSON}"
    elif not any(twist.surprise for twist in lesson.twists):
        yield "twists", "no twist is a surprise", "Give one a `surprise:`"
    if (made := decisions(lesson)) not in DECISIONS:
        yield (
            "screens",
            f"{made} decisions on the right path",
            f"Lead it over {DECISIONS[0]} to {DECISIONS[-1]} screens",
        )
    screens = tuple(lesson.every_screen())
    if not any(slip.detour for screen in screens for _, slip in screen.wrong):
        yield "screens", "no detour", "Play one consequence with its rescue: `detour:` at a wrong move"
    if not any(screen.fine for screen in screens):
        yield "screens", "no neutral act", "Put a `fine:` on a screen"


def _front_door(lesson: Lesson, catalogue: Catalogue, reading: Reading, places: Places) -> Iterator[Mistake]:
    shown = any(w.kind == "bridge" and w.scene == lesson.id for w in lesson.screens[lesson.finish].show)
    if not shown:
        where = f"screens.{lesson.finish}"
        yield reading.found(where, "the last screen shows no front-door card", f"Show `- bridge: {lesson.id}`")
    card = catalogue.bridges.get(lesson.id)
    if card is None:
        fix = "Write its three ways under `bridges`"
        yield places.mistake(f"tasks.{lesson.id}", f"`{lesson.id}` has no front-door card", fix)
        return
    for way, text in _ways(card):
        if not text.zh:
            yield places.mistake(f"bridges.{lesson.id}.{way}", f"a front-door card without `{way}`", "Write this way")


def _ways(card: Bridge) -> Iterable[tuple[str, Text]]:
    return (("online", card.online), ("phone", card.phone), ("offline", card.offline))


def _own(shelf: Shelf, readings: Mapping[str, Reading]) -> Iterator[Mistake]:
    own, every, least = 0, 0, ("", 2.0)
    for lesson in shelf.written.values():
        ours, lines = own_lines(lesson)
        own, every = own + ours, every + lines
        least = min(least, (lesson.id, ours / lines), key=lambda pair: pair[1])
        if ours < OWN_IN_A_LESSON * lines:
            what = f"{ours} of {lines} lines after a wrong act are its own"
            yield readings[lesson.id].found("screens", what, f"Write at least {OWN_IN_A_LESSON:.0%} for this lesson")
    if own < OWN * every:
        what = f"of all lessons' lines after a wrong act {own} of {every} are their own, and the fewest here"
        yield readings[least[0]].found("screens", what, f"Write at least {OWN:.0%} for the lessons they stand in")


def _alike(shelf: Shelf, readings: Mapping[str, Reading]) -> Iterator[Mistake]:
    for pair in likeness.pairs(tuple(shelf.written.values()), shelf.catalogue):
        if pair.share > SHARED:
            here = readings[pair.other]
            named = ", ".join(dict.fromkeys(other for _, other in pair.screens))
            what = f"shares {pair.share:.0%} of its screens with `{pair.one}`: {named}"
            fix = f"Show another way, so that at most {SHARED:.0%} are the same"
            yield here.found(f"screens.{pair.screens[0][1]}", what, fix)


def _twists(shelf: Shelf, readings: Mapping[str, Reading]) -> Iterator[Mistake]:
    lessons = tuple(shelf.written.values())
    every = sum(len(lesson.twists) for lesson in lessons)
    if every < TWISTS:
        fewest = min(lessons, key=lambda lesson: len(lesson.twists))
        yield readings[fewest.id].found("twists", f"{every} twists in all lessons", f"Write {TWISTS} in all")


def _practised(shelf: Shelf) -> dict[str, set[str]]:
    """For each skill the tasks whose lesson practises it, twists included."""
    found: dict[str, set[str]] = {skill: set() for skill in shelf.catalogue.skills}
    for lesson in shelf.written.values():
        for skill in (skill for screen in lesson.every_screen() for skill in screen.skills):
            found[skill].add(lesson.id)
    return found


def _skills(shelf: Shelf, places: Places) -> Iterator[Mistake]:
    for skill, tasks in _practised(shelf).items():
        if len(tasks) < TASKS_A_SKILL:
            what = f"`{skill}` is practised in {len(tasks)} tasks ({', '.join(sorted(tasks))})"
            yield places.mistake(f"skills.{skill}", what, f"Practise it in {TASKS_A_SKILL}, or take it out")


def _shared(catalogue: Catalogue, places: Places, translate: Translate | None) -> Iterator[Mistake]:
    """Mistakes of what lessons share: messages, practice cards, front-door cards."""
    slips = {text.key for text in catalogue.slips.values()}
    spoken = slips | {task.why.key for task in catalogue.tasks.values()}
    for text in catalogue.texts():
        findings: list[Finding] = [
            *saying.unsafe(text.zh, catalogue, front_door=text.key.startswith("bridges.")),
            *saying.half_width(text.zh),
            *(saying.unheard(text.zh, catalogue) if text.key in spoken else ()),
            *(saying.unlike_beats(text.zh) if text.key in slips else ()),
            *(saying.untranslated(text, text.key in spoken, translate, catalogue) if translate else ()),
        ]
        for what, fix in findings:
            yield places.mistake(text.key, what, fix)
    for person in catalogue.people.values():
        for field, what, fix in saying.unlike_anybody(person):
            yield places.mistake(f"people.{person.id}.{field}", what, fix)
