"""Ninety files that no class ever wrote, each made from one that a class did; who makes them knows the format."""

from __future__ import annotations

import copy
import io
import json
import struct
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from app.sync.format import LOG, MANIFEST, PLACES, line
from app.sync.writing import _entry
from tests.carrying import put_together, taken_apart

Parts = dict[str, list[dict[str, Any]]]
Spoil = Callable[[dict[str, Any], Parts], object]


def first(parts: Parts, row: str, fact: str = "") -> dict[str, Any]:
    """The first line of the log of that row, and of that kind of fact or choice."""
    return next(one for one in parts[LOG] if one["row"] == row and fact in ("", one.get("kind")))


def place(parts: Parts, table: str) -> dict[str, Any]:
    return next(one for one in parts[PLACES] if one["table"] == table)


OTHER = "0190163d-8694-739b-aea5-966c26f8ad91"
SPOILT: dict[str, Spoil] = {
    "a newer format": lambda m, p: m.update(format=2),
    "a format that is true": lambda m, p: m.update(format=True),
    "another product": lambda m, p: m.update(product="x"),
    "more in the manifest": lambda m, p: m.update(more=1),
    "less in the manifest": lambda m, p: m.pop("boots"),
    "a class that is not in it": lambda m, p: m.update(classroom=OTHER),
    "a class that is no id": lambda m, p: m.update(classroom="x"),
    "an invented class": lambda m, p: m.update(demo=True),
    "demo that is a word": lambda m, p: m.update(demo="no"),
    "no boots": lambda m, p: m.update(boots={}),
    "a boot at no time": lambda m, p: m.update(boots={key: ["x", 1] for key in m["boots"]}),
    "a boot without a zone": lambda m, p: m.update(boots={key: ["2026-01-01T00:00:00", 1] for key in m["boots"]}),
    "a boot of no number": lambda m, p: m.update(boots={key: [told[0], -1] for key, told in m["boots"].items()}),
    "a helper with a password": lambda m, p: m["helpers"].append({"id": OTHER, "name": "x", "password": "y"}),
    "a helper of many lines": lambda m, p: m["helpers"][0].update(name="x\n" * 9),
    "a row of no kind": lambda m, p: first(p, "attempt").update(row="x"),
    "a fact of no kind": lambda m, p: first(p, "fact").update(kind="x"),
    "a reader's voice": lambda m, p: first(p, "fact").update(kind="reader", body={"name": "x"}),
    "a checked card": lambda m, p: first(p, "fact").update(kind="card_checked"),
    "an erasure of places": lambda m, p: first(p, "fact").update(kind="erased", body={"sequences": [[1, 9999]]}),
    "an erasure in the log": lambda m, p: first(p, "fact").update(
        kind="forgotten", body={"people": [OTHER], "demo": False}
    ),
    "what another file told": lambda m, p: first(p, "fact").update(kind="carried", body={"spans": [], "boots": {}}),
    "an id that is none": lambda m, p: first(p, "attempt").update(uuid="x"),
    "an id in capitals": lambda m, p: first(p, "attempt").update(uuid=first(p, "attempt")["uuid"].upper()),
    "an id that is a number": lambda m, p: first(p, "attempt").update(uuid=7),
    "an id twice": lambda m, p: p[LOG].append(copy.deepcopy(p[LOG][-1])),
    "an id twice, told otherwise": lambda m, p: p[LOG].append({**first(p, "attempt"), "outcome": "hint"}),
    "a column too many": lambda m, p: first(p, "attempt").update(sequence=1),
    "a column too few": lambda m, p: first(p, "attempt").pop("outcome"),
    "an outcome that is none": lambda m, p: first(p, "attempt").update(outcome="excellent"),
    "a support that is none": lambda m, p: first(p, "attempt").update(support="x"),
    "hints without end": lambda m, p: first(p, "attempt").update(hints=2**60),
    "hints below none": lambda m, p: first(p, "attempt").update(hints=-1),
    "hints that are true": lambda m, p: first(p, "attempt").update(hints=True),
    "typed text as a value": lambda m, p: first(p, "attempt").update(value="王桂芳"),
    "an identity number as a screen": lambda m, p: first(p, "attempt").update(screen="11010119500307"),
    "a script as an act": lambda m, p: first(p, "attempt").update(act="<script>alert(1)</script>"),
    "a time that is none": lambda m, p: first(p, "attempt").update(at="yesterday"),
    "a time without a zone": lambda m, p: first(p, "attempt").update(at="2026-09-01T01:30:00"),
    "a time in the year 9999": lambda m, p: first(p, "attempt").update(at="9999-09-01T01:30:00+00:00"),
    "an act of somebody else": lambda m, p: first(p, "attempt").update(learner_id=OTHER),
    "an act of another's play": lambda m, p: first(p, "attempt").update(session_id=OTHER),
    "an act at another tablet": lambda m, p: first(p, "attempt").update(device_id=OTHER),
    "an act at another place": lambda m, p: first(p, "attempt").update(site_id=OTHER),
    "an act of another lesson": lambda m, p: first(p, "attempt").update(lesson_hash="x"),
    "a play before it was opened": lambda m, p: p[LOG].reverse(),
    "a play of no lesson": lambda m, p: first(p, "session").update(lesson_hash="x"),
    "a play of another lesson": lambda m, p: first(p, "session").update(lesson="x"),
    "a play in a language with a path": lambda m, p: first(p, "session").update(locale="../../etc"),
    "a plan that is a list": lambda m, p: first(p, "session").update(plan=[1]),
    "a plan with no such help": lambda m, p: first(p, "session").update(plan={"steps": {"x": {"level": "x"}}}),
    "a plan without end": lambda m, p: first(p, "session").update(plan={"x": "y" * 70_000}),
    "a plan too deep": lambda m, p: first(p, "session").update(plan=deep(12)),
    "an invented play": lambda m, p: first(p, "session").update(demo=True),
    "a fact of another class": lambda m, p: first(p, "fact", "given").update(
        body={"classroom": OTHER, "lessons": []}
    ),
    "a day that is none": lambda m, p: first(p, "fact", "meets")["body"].update(weekdays=[9]),
    "a fact that says more": lambda m, p: first(p, "fact", "given")["body"].update(more="x"),
    "a merging with a stranger": lambda m, p: p[LOG].append(
        {**first(p, "fact", "attendance"), "uuid": OTHER, "kind": "merged", "body": {"entry": OTHER}}
    ),
    "a code that was dealt": lambda m, p: about(p, "code_dealt", factor="digits", salt="00", hash="00", by=OTHER),
    "somebody let in": lambda m, p: about(p, "let_in", by=OTHER),
    "a class that asks for nothing": lambda m, p: first(p, "fact", "given").update(
        kind="second_factor", body={"classroom": m["classroom"], "factor": ""}
    ),
    "a class that lasts": lambda m, p: about(p, "plan_told", classroom=m["classroom"], what="lasts", by=OTHER),
    "a turn of words": lambda m, p: about(p, "turn", classroom=OTHER, by=OTHER, minutes="x", role="acts"),
    "a sitting that ended in times to come": lambda m, p: about(p, "stood_up", sitting=OTHER, ago=-9),
    "a wish for no kind of thing": lambda m, p: about(p, "need", about="x", what="x", yes=True, tasks=[]),
    "a face that is not drawn": lambda m, p: about(p, "dare", when="survey", face=9),
    "a tick by nobody": lambda m, p: about(p, "for_real", task="x", how="alone", known="seen", by="x"),
    "support that is none": lambda m, p: about(p, "support_set", lesson="", support="x", by=OTHER),
    "support by nobody": lambda m, p: about(p, "support_set", lesson="", support="alone", by="x"),
    "a plan by no hand": lambda m, p: first(p, "session").update(plan={"hand": "x", "steps": {}}),
    "somebody without a name": lambda m, p: place(p, "learner").update(name=""),
    "somebody with a name of marks": lambda m, p: place(p, "learner").update(name="王\u202e桂芳"),
    "somebody with a path for a face": lambda m, p: place(p, "learner").update(face="../../x"),
    "somebody born in the year 1": lambda m, p: place(p, "learner").update(birth_year=1),
    "somebody with wishes too deep": lambda m, p: place(p, "learner").update(preferences={"x": {"y": 1}}),
    "somebody of no class": lambda m, p: place(p, "learner").update(classroom_id=OTHER),
    "somebody twice": lambda m, p: p[PLACES].append(place(p, "learner")),
    "an invented person": lambda m, p: place(p, "learner").update(demo=True),
    "a tablet with a token": lambda m, p: place(p, "device").update(token_hash="0" * 64),
    "a member of staff": lambda m, p: p[PLACES].append({"table": "staff", "id": OTHER, "name": "x"}),
    "a class of no place": lambda m, p: place(p, "classroom").update(site_id=OTHER),
    "a lesson that is none": lambda m, p: place(p, "lesson").update(text="{}"),
    "a lesson that is another": lambda m, p: place(p, "lesson").update(hash="x"),
    "people before their class": lambda m, p: p[PLACES].reverse(),
}  # fmt: skip


def about(parts: Parts, kind: str, **body: Any) -> None:
    """Let a fact about somebody be one of another kind."""
    first(parts, "fact", "attendance").update(kind=kind, body=body)


def deep(levels: int) -> Any:
    return {"x": deep(levels - 1)} if levels else 1


def spoilt(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Every file with its name."""
    for name, spoil in SPOILT.items():
        manifest, parts = copy.deepcopy(taken_apart(content))
        spoil(manifest, parts)
        yield name, put_together(manifest, parts)
    yield from damaged(content)


def damaged(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Files that are cut, turned over, locked, packed otherwise, or that lie about their size."""
    manifest, parts = taken_apart(content)
    for share in (0, 1, 5, 50, 90, 99):
        yield f"cut at {share} %", content[: len(content) * share // 100]
    for place_ in (len(content) // 7, len(content) // 3, len(content) // 2):
        yield f"a bit turned at {place_}", content[:place_] + bytes([content[place_] ^ 1]) + content[place_ + 1 :]
    yield "no zip", b"PK" * 400
    yield "a line written another way", put_together(manifest, parts, lambda told: json.dumps(told).encode() + b"\n")
    yield "lines without end", put_together(manifest, parts, lambda told: line(told)[:-1])
    yield (
        "a number that is none",
        put_together(manifest, parts, lambda told: line(told).replace(b'"monotonic_ms":', b'"monotonic_ms":NaN,"x":')),
    )
    yield (
        "brackets without end",
        put_together(manifest, parts | {"log.jsonl": [1]}, lambda told: b"[" * 100_000 + b"\n"),
    )
    yield "a sum that is wrong", repacked(content, {MANIFEST: wrong_sum(manifest)})
    yield "a part more", repacked(content, {"../../evil.py": b"x"})
    yield "a part with a path", repacked(content, {"/etc/passwd": b"x"})
    yield "a part missing", repacked(content, {LOG: None})
    yield "a part twice", twice(content)
    yield "a list of very many parts", crowded(20_000)
    yield "a bomb of nothing", repacked(content, {LOG: b"\0" * 40_000_000})
    yield "a bomb of spaces", repacked(content, {PLACES: b" " * 40_000_000 + b"\n"})
    yield "a manifest too large", repacked(content, {MANIFEST: b" " * 2_000_000})
    yield "a manifest that is a list", repacked(content, {MANIFEST: b"[]\n"})
    yield "locked", flagged(content, 1)
    yield "packed in an unknown way", flagged(content, 0, method=99)
    yield "larger than told", sized(content)


def crowded(parts: int) -> bytes:
    """A zip of that many empty parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for number in range(parts):
            packed.writestr(f"{number}", b"")
    return made.getvalue()


def wrong_sum(manifest: dict[str, Any]) -> bytes:
    told = copy.deepcopy(manifest)
    told["parts"][LOG]["sha256"] = "0" * 64
    return line(told)


def repacked(content: bytes, changes: dict[str, bytes | None]) -> bytes:
    """The file with some parts changed, added, or left out where None."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts: dict[str, bytes | None] = {name: archive.read(name) for name in archive.namelist()} | changes
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            if data is not None:
                archive.writestr(_entry(name), data)
    return file.getvalue()


def twice(content: bytes) -> bytes:
    """The file with a second part of one name, under another first letter and then renamed in the bytes."""
    return repacked(content, {"Log.jsonl": b"{}\n"}).replace(b"Log.jsonl", b"log.jsonl")


def flagged(content: bytes, flag: int, method: int = 8) -> bytes:
    """The file with another flag and way of packing in each entry of its directory."""
    data = bytearray(content)
    place_ = data.find(b"PK\x01\x02")
    while place_ >= 0:
        struct.pack_into("<HH", data, place_ + 8, flag, method)
        place_ = data.find(b"PK\x01\x02", place_ + 4)
    return bytes(data)


def sized(content: bytes) -> bytes:
    """The file whose directory announces parts of four thousand million bytes."""
    data = bytearray(content)
    place_ = data.find(b"PK\x01\x02")
    while place_ >= 0:
        struct.pack_into("<I", data, place_ + 24, 0xFFFFFFF0)
        place_ = data.find(b"PK\x01\x02", place_ + 4)
    return bytes(data)
