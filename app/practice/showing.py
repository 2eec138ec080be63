"""The teacher plays a lesson once to be watched: one slip and its repair included; nothing of it is an attempt."""

from __future__ import annotations

from dataclasses import dataclass

from app.simulator import machine
from app.simulator.lesson import Lesson, Play, stage
from app.simulator.machine import Act, Outcome, Place


@dataclass(frozen=True, slots=True)
class Showing:
    """Where a demonstration stands after `step` of its `total` acts; `coming` is the next one, None at its end."""

    play: Play
    place: Place
    last: Outcome | None
    coming: Act | None
    step: int
    total: int

    @property
    def moment(self) -> str:
        """What the teacher is about to do: `begin`, go `on`, `slip` on purpose, `mend` that slip, `wait`, or `end`."""
        if self.coming is None:
            return "end"
        if machine.advance(self.play, self.place, self.coming)[1].kind == machine.SLIP:
            return "slip"
        if self.last is not None and self.last.kind == machine.SLIP:
            return "mend"
        if self.step == 0:
            return "begin"
        return "wait" if self.coming.act == "wait" else "on"


def show(lesson: Lesson, step: int) -> Showing:
    """The demonstration of a lesson after `step` acts, 0 for its beginning; more than it has is its end."""
    play = stage(lesson)
    acts = [Act.written(words) for words in lesson.demo]
    step = min(max(step, 0), len(acts))
    story = machine.replay(play, acts[:step])
    ended = step == len(acts) or story.place.done
    return Showing(play, story.place, story.last, None if ended else acts[step], step, len(acts))
