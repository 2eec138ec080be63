"""Counts anew what a week came to in each village, and says why to go there; it shares no line with the reports."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from math import sqrt
from pathlib import Path
from typing import Any
from uuid import UUID

from tests import recount, recount_class, retold

Told = dict[str, Any]
Tallies = dict[str, list[int]]
HALF_A_POINT = 0.005


def moved(before: Tallies, after: Tallies, among: int = 1) -> tuple[float, float, float] | None:
    """What a share moved by and its interval, the same people standing on both sides (Zou 2007); one of `among` that
    are looked through (Dunn 1961)."""
    if min(len(before), len(after)) < 2:
        return None
    z = -retold.Z((1 - 0.95) / among) if among > 1 else recount.Z
    a, b = recount.ratio(after, z), recount.ratio(before, z)
    errors = [{who: (tally[0] - share[0] * tally[1]) / sum(one[1] for one in side.values())
               for who, tally in side.items()} for side, share in ((after, a), (before, b))]  # fmt: skip
    spread = [sum(e * e for e in side.values()) * len(side) / (len(side) - 1) for side in errors]
    both = sum(errors[0][who] * errors[1][who] for who in errors[0].keys() & errors[1].keys())
    r = max(-1.0, min(1.0, both / sqrt(spread[0] * spread[1]))) if min(spread) > 0 else 0.0
    down, up = (a[0] - a[1], b[2] - b[0]), (a[2] - a[0], b[0] - b[1])
    low, high = (sqrt(max(0.0, x * x + y * y - 2 * r * x * y)) for x, y in (down, up))
    return a[0] - b[0], a[0] - b[0] - low, a[0] - b[0] + high


def side(change: tuple[float, float, float] | None) -> int:
    """1 for a certain rise, -1 for a certain fall."""
    return 0 if change is None else (change[1] >= HALF_A_POINT) - (change[2] <= -HALF_A_POINT)


class County:
    """What happened in a county up to the end of a week, read once."""

    def __init__(self, file: Path, monday: date) -> None:
        self.file, self.sunday = file, monday.toordinal() + 6
        self.began = datetime(monday.year, monday.month, monday.day, tzinfo=UTC) - timedelta(hours=8)
        self.over = self.began + timedelta(days=7)
        rooms = retold.asked(file, "SELECT id, site_id FROM classroom")
        self.villages = sorted({room["site_id"] for room in rooms})
        village = {room["id"]: room["site_id"] for room in rooms}
        self.lives = {
            who: village[room["id"]] for room in rooms for who in recount_class.people(file, UUID(room["id"]))
        }
        plays = retold.plays(file)
        visits = [visit | {"day": retold.day(visit["at"])} for play in plays for visit in play["visits"]]
        self.visits = [one for one in visits if one["day"] <= self.sunday]
        self.ever = {one["who"] for one in self.visits}
        self.first: dict[tuple[str, str], int] = {}
        for one in self.visits:
            pair = one["who"], one["lesson"]
            self.first[pair] = min(self.first.get(pair, one["day"]), one["day"])

    def here(self, ago: int) -> set[str]:
        """Who practised in the week so many weeks before."""
        return {one["who"] for one in self.visits if 0 <= self.sunday - 7 * ago - one["day"] < 7}

    def again(self, first: int, last: int, village: str = "") -> Tallies:
        """Each one's (alone, met) of tasks met on an earlier day, from so many weeks ago to so many."""
        found: Tallies = defaultdict(lambda: [0, 0])
        for one in self.visits:
            ago = (self.sunday - one["day"]) // 7
            fresh = one["day"] == self.first[one["who"], one["lesson"]]
            if last <= ago <= first and not fresh and village in ("", self.lives[one["who"]]):
                found[one["who"]][0] += one["alone"]
                found[one["who"]][1] += 1
        return dict(found)

    def came(self, village: str = "") -> tuple[Tallies, Tallies]:
        """Of everybody who ever practised: in how many of the four weeks before, and whether in this one."""
        weeks = [self.here(ago) for ago in range(5)]
        those = [who for who in self.ever if village in ("", self.lives[who])]
        before = {who: [sum(who in week for week in weeks[1:]), 4] for who in those}
        return before, {who: [int(who in weeks[0]), 1] for who in those}

    def held(self, village: str) -> list[int]:
        """How many practised in each of sixteen weeks, this one last."""
        return [sum(self.lives[who] == village for who in self.here(ago)) for ago in range(15, -1, -1)]

    def trips(self, village: str) -> dict[tuple[str, str], tuple[int, int]]:
        """Step -> people who slipped on it first in the week, of how many who met it."""
        met: dict[tuple[str, str], dict[str, bool]] = defaultdict(dict)
        for one in self.visits:
            if self.sunday - one["day"] < 7 and self.lives[one["who"]] == village:
                mine = met[one["lesson"], one["screen"]]
                mine[one["who"]] = mine.get(one["who"], False) or one["slip"]
        return {step: (sum(who.values()), len(who)) for step, who in met.items()}

    def within(self, kind: str, village: str = "") -> list[Told]:
        """The facts of a kind of the week, of a village's people."""
        return [fact | {"when": retold.moment(fact["at"])} for fact in recount_class.facts(self.file, kind)
                if self.began <= retold.moment(fact["at"]) < self.over
                and fact["who"] in self.lives and village in ("", self.lives[fact["who"]])]  # fmt: skip

    def unanswered(self, village: str) -> set[str]:
        """Who called, and nobody is known to have come after it on that day; help that was taken back is none."""
        back = {UUID(fact["help"]).hex for fact in recount_class.facts(self.file, "help_taken_back")}
        given = [fact for fact in self.within("help_given", village) if fact["uuid"] not in back]
        return {
            call["who"]
            for call in self.within("help_asked", village)
            if not any(
                help_["who"] == call["who"] and help_["when"] >= call["when"]
                and retold.day(help_["when"]) == retold.day(call["when"])
                for help_ in given
            )
        }  # fmt: skip

    def tablets(self, village: str) -> tuple[int, int]:
        """The tablets in use that were played on in these five weeks, and those of them that rested in the last."""
        rows = retold.asked(
            self.file,
            "SELECT p.device_id, p.at FROM practice_session p JOIN device d ON d.id = p.device_id JOIN classroom c "
            "ON c.id = d.classroom_id WHERE c.site_id = ? AND d.left_at IS NULL",
            village,
        )
        last: dict[str, datetime] = {}
        for row in rows:
            at = retold.moment(row["at"])
            if self.began - timedelta(weeks=4) <= at < self.over:
                last[row["device_id"]] = max(last.get(row["device_id"], at), at)
        return len(last), sum(at < self.began for at in last.values())

    def reasons(self, village: str) -> list[tuple[int, float, str]]:
        """Why to go to a village: how grave (1 the gravest), how much of it, and the sentence."""
        return [one for one in (*self._of_people(village), *self._of_things(village)) if one]

    def _of_people(self, village: str) -> list[tuple[int, float, str] | None]:
        held, many = self.held(village), len(self.villages)
        here, usual = held[-1], sum(held[-5:-1]) / 4
        quiet = next((ago for ago, count in enumerate(held[::-1]) if count), len(held))
        before = [count for count in held[: len(held) - quiet][-4:] if count]
        asked, alone = {fact["who"] for fact in self.within("help_asked", village)}, self.unanswered(village)
        then, now = self.again(4, 1, village), self.again(0, 0, village)
        fell, fewer = moved(then, now, many), moved(*self.came(village), many)
        return [
            (1, quiet, f"No class for {quiet} weeks; before that about {round(sum(before) / len(before))} people came")
            if 2 <= quiet < 12 and len(before) >= 2
            else None,
            (2, len(alone), f"{len(asked)} people asked for help, and nobody is known to have come to {len(alone)} of "
             "them") if len(alone) >= 3 else None,
            (3, -fell[0], f"Less is done alone: {percent(now)} of the steps of tasks met before, down from "
             f"{percent(then)}; {len(now)} people") if fell and side(fell) < 0 else None,
            (4, usual - here, f"{here} people practised; about {round(usual)} did in a week before" if here else
             f"Nobody practised; about {round(usual)} people did in a week before")
            if side(fewer) < 0 and quiet < 2 else None,
        ]  # fmt: skip

    def _of_things(self, village: str) -> list[tuple[int, float, str] | None]:
        held = self.held(village)
        here, usual = held[-1], sum(held[-5:-1]) / 4
        many = [(slipped, slipped / of, *step, of) for step, (slipped, of) in self.trips(village).items()
                if slipped >= 5 and 2 * slipped >= of]  # fmt: skip
        slipped, _, lesson, screen, of = max(many, default=(0, 0, "", "", 0))
        unclear = len({fact["who"] for fact in self.within("unclear", village)})
        used, idle = self.tablets(village)
        return [
            (5, slipped, f"{slipped} of {of} people slipped at first on one step of “{lesson}”: “{screen}”")
            if many else None,
            (6, unclear, f"{unclear} of {here} people said of a step that it is not clear")
            if unclear >= 3 and 5 * unclear >= here else None,
            (7, idle, f"{idle} of {used} tablets sent nothing, though as many people came as before")
            if idle >= 3 and 3 * idle >= used and here >= usual else None,
        ]  # fmt: skip

    def real(self) -> tuple[int, int, int]:
        """Real things done alone, told in the week and standing at its end: seen or with a receipt, told, people."""
        last: dict[tuple[str, str], Told] = {}
        for fact in recount_class.facts(self.file, "for_real"):
            if fact["who"] in self.lives and retold.moment(fact["at"]) < self.over:
                last[fact["who"], fact["task"]] = fact
        fresh = [fact for fact in last.values() if fact["how"] == "alone" and retold.moment(fact["at"]) >= self.began]
        told = sum(fact["known"] == "told" for fact in fresh)
        return len(fresh) - told, told, len({fact["who"] for fact in fresh})


def percent(counted: Tallies) -> str:
    """The share of all their steps, as it is told."""
    alone, met = (sum(column) for column in zip(*counted.values(), strict=True))
    return f"{alone / met * 100:.0f}%"
