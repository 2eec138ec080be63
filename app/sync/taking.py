"""Lets a class that came on a stick in: what is not here yet, by its UUID, all of it in one transaction or nothing.

What a file says otherwise than the log here refuses it whole. Whoever was erased, here or there, does not come back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, Final
from uuid import UUID

from app.records import Session, carrying, journal, removing
from app.records.order import CARRIED
from app.sync import shapes
from app.sync.format import FORGOTTEN, LOG, PLACES
from app.sync.reading import CONTRADICTION, OTHER_PEOPLE, REFERENCE, SHAPE, ClassFile, Refused
from app.sync.shapes import Row, Sayable
from models import wording

AT_ONCE: Final = 1000
_BELONGS: Final = {"classroom": ("site", "site_id"), "learner": ("classroom", "classroom_id"),
                   "device": ("classroom", "classroom_id")}  # fmt: skip


@dataclass
class Coming:
    """What a file holds, seen from here; counted the same before it is let in and after."""

    file: str
    classroom: Row
    site: Row
    rows: int
    """Everything that happened, as the file announces."""
    new: int = 0
    """Of that, what is not here yet."""
    known: int = 0
    """What is here already, and is not kept twice."""
    left_out: int = 0
    """What is of people who were erased."""
    people: list[Row] = field(default_factory=list)
    """Who is not here yet."""
    others: int = 0
    """How many people of the file are here already."""
    gone: list[str] = field(default_factory=list)
    """The names of people here who were erased where the file comes from, and so are erased here."""
    acts: int = 0
    until: datetime | None = None
    """When the latest thing happened, by the clock there."""
    before: bool = False
    """Whether this very file came in before."""


def look_over(s: Session, file: ClassFile, *, demo: bool, sayable: Sayable = wording.sayable) -> Coming:
    """Read a file to its end and say what would come in; nothing is written. Raises Refused as `take` would.

    `demo`: whether whoever lets it in is invented; only then may the class be.
    """
    return _Union(s, file, sayable, None).run(demo)


def take(
    s: Session,
    file: ClassFile,
    now: datetime,
    *,
    demo: bool,
    sayable: Sayable = wording.sayable,
    on_progress: Callable[[int, int], object] = lambda done, of: None,
) -> Coming:
    """Let a file in within this transaction, which must be undone when Refused is raised.

    A file that came in before, or a part of one, adds nothing. `on_progress` hears how many rows of how many are read.
    """
    return _Union(s, file, sayable, now, on_progress).run(demo)


class _Union:
    """One file being laid into this log; with no time it only looks."""

    def __init__(
        self,
        s: Session,
        file: ClassFile,
        sayable: Sayable,
        now: datetime | None,
        on_progress: Callable[[int, int], object] = lambda done, of: None,
    ) -> None:
        self._s, self._file, self._sayable, self._now, self._on_progress = s, file, sayable, now, on_progress
        self._gone: frozenset[UUID] = frozenset()
        self._ids: dict[str, dict[Any, Row]] = {table: {} for table in carrying.PLACES}
        self._plays: dict[int, tuple[Any, ...]] = {}
        self._seen: set[int] = set()
        self._spans: list[list[Any]] = []

    def run(self, demo: bool) -> Coming:
        """Read all parts in their order."""
        if self._file.demo != demo:
            raise Refused(OTHER_PEOPLE, "invented and real people do not mix")
        self._read_places()
        room = self._ids["classroom"].get(self._file.classroom)
        if room is None:
            raise Refused(REFERENCE, "the class itself")
        coming = Coming(self._file.id, room, self._ids["site"][room["site_id"]], self._file.rows)
        told = carrying.carried(self._s, demo=demo)
        coming.before = any(fact.body["file"] == self._file.id for fact in told)
        self._forget(coming)
        self._add_places(coming, told)
        self._read_log(coming)
        if self._now is not None and (coming.new or not coming.before):
            self._say(coming, self._now)
            carrying.settle(self._s)
        return coming

    def _read_places(self) -> None:
        for told in self._file.lines(PLACES):
            table, row = shapes.place(told)
            key = row["hash" if table == "lesson" else "id"]
            if key in self._ids[table] or row.get("demo", self._file.demo) != self._file.demo:
                raise Refused(CONTRADICTION, f"a {table} twice, or invented among real ones")
            if table in _BELONGS:
                of, column = _BELONGS[table]
                if row[column] not in self._ids[of]:
                    raise Refused(REFERENCE, f"a {table} of nowhere")
            self._ids[table][key] = row

    def _forget(self, coming: Coming) -> None:
        """Erase here who was erased there, and remember it."""
        fresh: list[tuple[str, Row]] = []
        erased: set[UUID] = set()
        for some in _batches(self._file.lines(FORGOTTEN)):
            facts = [shapes.happened(told, self._sayable) for told in some]
            if any(kind != "fact" or not self._forgets(row) for kind, row in facts):
                raise Refused(SHAPE, "who was erased")
            erased |= {UUID(entry) for _, row in facts for entry in row["body"]["people"]}
            fresh += self._unknown(facts)
        here = [row for row in carrying.known(self._s, "learner", erased).values() if row["demo"] == self._file.demo]
        coming.gone = [row["name"] for row in here]
        self._gone = removing.forgotten(self._s) | erased
        if self._now is not None:
            carrying.append(self._s, fresh)
            removing.erase_learners(self._s, [row["id"] for row in here], self._now)

    def _forgets(self, row: Row) -> bool:
        nobody = all(row[column] is None for column in ("learner_id", "session_id", "device_id"))
        return row["kind"] == removing.FORGOTTEN and nobody and row["body"]["demo"] == self._file.demo

    def _add_places(self, coming: Coming, told: list[Any]) -> None:
        """Add who and where is not here yet; of what came with an older file let the newer one tell."""
        latest: dict[str, tuple[int, str]] = {}
        for fact in told:
            for entry in fact.body["entries"]:
                latest[entry] = max(latest.get(entry, (0, "")), tuple(fact.body["key"]))
        for table, rows in self._ids.items():
            known = carrying.known(self._s, table, rows)
            for key, row in rows.items():
                if table == "learner" and key in self._gone:
                    continue
                if key not in known:
                    if table == "learner":
                        coming.people.append(row)
                    self._add(table, row)
                    continue
                coming.others += table == "learner"
                if known[key].get("demo", self._file.demo) != self._file.demo:
                    raise Refused(CONTRADICTION, f"a {table} that is invented here or there")
                if self._now is not None and table != "lesson" and str(key) in latest and self._key > latest[str(key)]:
                    carrying.change(self._s, table, row)

    @property
    def _key(self) -> tuple[int, str]:
        """Which of two files of a class tells more: the one in which more has happened."""
        return self._file.rows, self._file.id

    def _add(self, table: str, row: Row) -> None:
        if self._now is not None:
            carrying.add(self._s, table, row)

    def _read_log(self, coming: Coming) -> None:
        done = 0
        for some in _batches(self._file.lines(LOG)):
            rows = [shapes.happened(told, self._sayable) for told in some]
            for kind, row in rows:
                self._belongs(kind, row)
                coming.until = max(coming.until or row["at"], row["at"])
            stay = [(kind, row) for kind, row in rows if row.get("learner_id") not in self._gone]
            coming.left_out += len(rows) - len(stay)
            fresh = self._unknown(stay)
            coming.known += len(stay) - len(fresh)
            coming.new += len(fresh)
            coming.acts += sum(kind == "attempt" for kind, _ in fresh)
            if self._now is not None and fresh:
                self._span(carrying.append(self._s, fresh), fresh)
            done += len(rows)
            self._on_progress(done, self._file.rows)

    def _unknown(self, rows: list[tuple[str, Row]]) -> list[tuple[str, Row]]:
        """Those rows whose UUID names nothing here; raises Refused when one names something else, or is twice in it."""
        here = carrying.arrived(self._s, [row["uuid"] for _, row in rows])
        fresh = []
        for kind, row in rows:
            uuid: UUID = row["uuid"]
            if uuid.int in self._seen:
                raise Refused(CONTRADICTION, "one UUID twice in the file")
            self._seen.add(uuid.int)
            kept = here.get(uuid)
            if kept is None:
                fresh.append((kind, row))
            elif kept != (kind, carrying.digest(kind, row)):
                raise Refused(CONTRADICTION, "a UUID that says something else here")
        return fresh

    def _belongs(self, kind: str, row: Row) -> None:
        """Raise Refused for a row that names somebody, something or a play that the file does not hold."""
        learner, device, play = row.get("learner_id"), row.get("device_id"), row.get("session_id")
        known = self._ids["learner"].keys() | self._gone
        if (learner is not None and learner not in known) or (device and device not in self._ids["device"]):
            raise Refused(REFERENCE, "somebody, or a tablet")
        if row["boot"].hex not in self._file.boots or row.get("site_id", None) not in (None, *self._ids["site"]):
            raise Refused(REFERENCE, "a boot, or a place")
        if play is not None and self._plays.get(play.int, (None,))[0] != learner:
            raise Refused(REFERENCE, "a play of somebody else, or none")
        if kind == "session":
            text = self._ids["lesson"].get(row["lesson_hash"])
            if text is None or text["lesson"] != row["lesson"] or row["demo"] != self._file.demo:
                raise Refused(REFERENCE, "a lesson's text")
            self._plays[row["uuid"].int] = (learner, device, row["site_id"], row["lesson_hash"])
        if kind == "attempt" and self._plays[row["session_id"].int] != (
            learner, device, row["site_id"], row["lesson_hash"],
        ):  # fmt: skip
            raise Refused(REFERENCE, "an act that is not of its play")
        if kind == "fact":
            self._about(row, known)

    def _about(self, row: Row, known: Any) -> None:
        body = row["body"]
        if row["kind"] == removing.FORGOTTEN:
            raise Refused(SHAPE, "an erasure among what happened")
        nobody = row["learner_id"] is None
        if nobody and row["kind"] in carrying.OF_CLASS and body["classroom"] != str(self._file.classroom):
            raise Refused(REFERENCE, "another class")
        if row["kind"] in ("merged", "parted") and UUID(body["entry"]) not in known:
            raise Refused(REFERENCE, "another entry")

    def _span(self, first: int, rows: list[tuple[str, Row]]) -> None:
        for sequence, (_, row) in enumerate(rows, start=first):
            boot = row["boot"].hex
            if self._spans and self._spans[-1][1:] == [sequence - 1, boot]:
                self._spans[-1][1] = sequence
            else:
                self._spans.append([sequence, sequence, boot])

    def _say(self, coming: Coming, now: datetime) -> None:
        """Keep that the file came in, where its rows are, and in which order its laptop was started."""
        entries = [str(key) for table in ("site", "classroom", "learner", "device") for key in self._ids[table]]
        body = {
            "file": self._file.id,
            "classroom": str(self._file.classroom),
            "demo": self._file.demo,
            "key": list(self._key),
            "entries": entries,
            "boots": {name: list(boot) for name, boot in self._file.boots.items()},
            "spans": self._spans,
            "helpers": [{"name": one.name, "latin": one.latin} for one in self._file.helpers],
            "people": len(coming.people),
            "new": coming.new,
            "known": coming.known,
        }
        journal.append_fact(self._s, kind=CARRIED, body=body, now=now)


def _batches(told: Iterator[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    while some := list(islice(told, AT_ONCE)):
        yield some
