"""The pages on which people lend their voices and others listen; each parses, calls one use case, answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from flask import (
    Blueprint,
    abort,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import HTTPException

from app import current
from app.dialects.registry import DIALECTS, Dialect
from app.narration import recordings
from app.records import readers, roster
from app.records.readers import WAITING, Readings, SameAccount, Take
from app.voices import keeping, lines, standing
from app.voices.keeping import NotHere
from app.voices.lines import Reading
from app.voices.standing import Part, Standing
from app.web import drafted, heard, preferences, tongue, voicewords
from app.web.staff import member_here

blueprint = Blueprint("voices", __name__)

_BESIDE = 64 * 1024
"""Bytes that the fields beside a sound may have."""


@dataclass(frozen=True)
class Stand:
    """How a dialect stands for whoever is signed in."""

    dialect: Dialect
    readings: Readings
    lines: list[Standing]
    lesson: str = ""
    """A draft whose lines are read too."""

    @property
    def parts(self) -> list[Part]:
        """Its parts in the order in which they are read."""
        return standing.by_part(self.lines, lines.parts(current.shelf(), self.lesson))

    @property
    def total(self) -> Part:
        """All of them together."""
        return standing.total(self.parts)

    def to_check(self, mine: bool) -> list[Take]:
        """The takes that wait: those that this account recorded, or those that it may listen to."""
        here = str(member_here().id)
        return [take for take in self.readings.stand(WAITING) if (take.by == here) == mine]


@blueprint.url_value_preprocessor
def no_larger(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Read no more of a message than one take can have, before anything of it is read."""
    if endpoint == "voices.keep":
        request.max_content_length = recordings.MOST_BYTES + _BESIDE


@blueprint.errorhandler(413)
def too_large(problem: HTTPException) -> ResponseReturnValue:
    """Say kindly that a file is too large; nothing of it was read."""
    return _refused(recordings.BIG, 413)


@blueprint.get("/voices")
def home() -> ResponseReturnValue:
    """Every dialect and how far it has been read."""
    return render_template("staff/voices.html", stands=[stand_of(one) for one in DIALECTS.values()], words=voicewords)


@blueprint.get("/voices/<dialect>")
def dialect(dialect: str) -> ResponseReturnValue:
    """How far a dialect has been read, part by part, who reads it, and what waits to be listened to."""
    return _dialect_page(known(dialect))


@blueprint.post("/voices/<dialect>/readers")
def agree(dialect: str) -> ResponseReturnValue:
    """Keep that somebody heard what will happen with their voice and said yes."""
    found = known(dialect)
    if request.form.get("agreed") != "yes":
        return _dialect_page(found, trouble=True), 422
    try:
        with current.records().writing() as s:
            name = request.form.get("name", "")
            reader = keeping.agree(s, member_here(), name=name, dialect=found.id, now=current.now())
    except ValueError:
        return _dialect_page(found, trouble=True), 422
    return redirect(url_for("voices.read", dialect=found.id, reader=reader), code=303)


@blueprint.post("/voices/readers/<uuid:reader>/withdraw")
def withdraw(reader: UUID) -> ResponseReturnValue:
    """Take back a reader's voice: every copy here goes, tablets drop theirs when they next reach the laptop."""
    try:
        with current.records().writing() as s:
            found = keeping.reader_of(s, member_here(), reader)
            gone = keeping.withdraw(s, current.recordings(), member_here(), reader, current.now())
    except NotHere:
        abort(404)
    heard.nothing_left()
    flash(
        gettext("Taken back. Deleted: the name and every recording (%(sounds)s). Tablets follow.", sounds=gone.sounds)
    )
    return redirect(url_for("voices.dialect", dialect=found.dialect), code=303)


@blueprint.get("/voices/<dialect>/read")
def read(dialect: str) -> ResponseReturnValue:
    """The next line that somebody reads."""
    return _read_page(known(dialect))


@blueprint.post("/voices/<dialect>/takes")
def keep(dialect: str) -> ResponseReturnValue:
    """Keep a take of a line, or say kindly why not; the name of the file that is sent is not looked at."""
    found, sent = known(dialect), request.files.get("sound")
    every = voicewords.lines_of(found, request.form.get("lesson", ""))
    line = next((one for one in every if one.clip == request.form.get("line")), None) or abort(404)
    encoded = whole(sent, recordings.MOST_BYTES)
    verdict = current.ear().hear(encoded, recordings.syllables(found.id, line.text))
    if not verdict.fine:
        return _refused(verdict.word, 422)
    try:
        with current.records().writing() as s:
            reader = keeping.reader_of(s, member_here(), UUID(request.form.get("reader", "")))
            if reader.dialect != found.id:
                raise NotHere(reader.id)
            keeping.keep(s, current.recordings(), member_here(), reader.id, line, verdict, current.now())
    except (NotHere, ValueError):
        abort(404)
    onward = url_for("voices.read", dialect=found.id, **cast(dict[str, Any], _asked(request.form)))
    return jsonify(kept=True, next=onward) if _a_script_asks() else redirect(onward, code=303)


@blueprint.get("/voices/<dialect>/check")
def check(dialect: str) -> ResponseReturnValue:
    """The next take that somebody else recorded, to be listened to."""
    stand = stand_of(known(dialect))
    waits = stand.to_check(mine=False)
    take = waits[0] if waits else None
    every = voicewords.lines_of(stand.dialect, take.key.partition(".")[0]) if take else ()
    line = next((one for one in every if take and one.clip == take.clip), None)
    return render_template(
        "staff/voices_check.html",
        dialect=stand.dialect,
        take=take,
        line=line,
        left=len(waits),
        own=len(stand.to_check(mine=True)),
        reasons=voicewords.reasons(),
        yes=readers.YES,
    )


@blueprint.post("/voices/takes/<uuid:take>")
def judge(take: UUID) -> ResponseReturnValue:
    """Keep what somebody said who listened: the line is heard so from now on, or is to be read once more."""
    try:
        with current.records().writing() as s:
            verdict = request.form.get("verdict", "")
            found = keeping.judge(s, current.recordings(), member_here(), take, verdict, current.now())
    except NotHere:
        abort(404)
    except SameAccount:
        abort(403)
    except ValueError:
        flash(gettext("Somebody else listened to it meanwhile."))
        return redirect(url_for("voices.home"), code=303)
    heard.anew()
    return redirect(url_for("voices.check", dialect=found.dialect), code=303)


@blueprint.get("/voices/takes/<uuid:take>")
def hear(take: UUID) -> ResponseReturnValue:
    """The sound of a take that waits; no browser keeps it."""
    with current.records().session() as s:
        try:
            keeping.take_of(s, member_here(), take)
        except NotHere:
            abort(404)
    path = current.recordings().path(take) or abort(404)
    answer = send_file(path, mimetype="audio/mpeg")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def known(dialect: str) -> Dialect:
    """The dialect of that id; answers 404 for any other."""
    return DIALECTS.get(dialect) or abort(404)


def whole(sent: FileStorage | None, most: int) -> bytes:
    """What was sent as a file, one byte more than it may have at most; nothing where none was."""
    if sent is None:
        return b""
    with sent.stream as stream:
        return stream.read(most + 1)


def stand_of(dialect: Dialect, lesson: str = "") -> Stand:
    """How a dialect stands for whoever is signed in: the demo's readers for the demo's people, else the real ones.

    With the lines of a draft where `lesson` names one.
    """
    with current.records().session() as s:
        found = readers.readings(s).of(dialect.id, demo=member_here().demo)
    here = current.recordings().names()
    every = voicewords.lines_of(dialect, lesson)
    return Stand(dialect, found, standing.standings(every, found, here), lesson)


def _dialect_page(dialect: Dialect, trouble: bool = False) -> str:
    asked = request.values.get("lesson", "")
    stand = stand_of(dialect, asked)
    with current.records().session() as s:
        told_to = {str(member.id): member for member in roster.all_staff(s)}
    counts = {one.id: 0 for one in stand.readings.readers.values()}
    for take in stand.readings.stand(readers.APPROVED, WAITING):
        counts[take.reader] += 1
    return render_template(
        "staff/voices_dialect.html",
        stand=stand,
        dialect=dialect,
        words=voicewords,
        counts=counts,
        told_to=told_to,
        waits=len(stand.to_check(mine=False)),
        own=len(stand.to_check(mine=True)),
        lessons=list(dict.fromkeys([*([asked] if drafted.title(asked) else []), *current.shelf().lessons])),
        asked=asked,
        key=request.args.get("key", ""),
        trouble=trouble,
    )


def _read_page(dialect: Dialect, refused: str = "") -> ResponseReturnValue:
    asked = _asked(request.values)
    stand, key = stand_of(dialect, asked["lesson"]), request.values.get("key", "")
    people = list(stand.readings.readers.values())
    reader = next((one for one in people if str(one.id) == asked["reader"]), None)
    if reader is None and not asked["reader"] and key and len(people) == 1:
        reader = people[0]  # The only one who reads this dialect: nobody is asked who.
        asked["reader"] = str(reader.id)
    if reader is None:
        wanted = {name: value for name, value in (("lesson", asked["lesson"]), ("key", key)) if value}
        return redirect(url_for("voices.dialect", dialect=dialect.id, **cast(dict[str, Any], wanted)), code=303)
    every = lines.parts(current.shelf(), asked["lesson"])
    order = (asked["part"],) if asked["part"] in every else every
    todo = standing.queue(stand.lines, order)
    one = _of_key(stand.lines, key) or _next(todo, request.values.get("line", ""), asked["after"])
    parts = {part.name: part for part in stand.parts}
    return render_template(
        "staff/voices_read.html",
        dialect=dialect,
        reader=reader,
        one=one,
        part=parts[one.line.part] if one else None,
        left=len(todo),
        asked=asked,
        words=voicewords,
        refused=voicewords.refusal(refused) if refused else "",
        said=_hint(dialect, one.line) if one else "",
        sound=tongue.said_in("cmn", one.line.mandarin) if one and one.line.mandarin else None,
        longest=recordings.longest(recordings.syllables(dialect.id, one.line.text)) if one else 0,
    )


def _of_key(every: list[Standing], key: str) -> Standing | None:
    """The line of that key, recorded or not: somebody asked to speak this one."""
    return next((one for one in reversed(every) if key and one.line.key == key), None)


def _next(todo: list[Standing], line: str, after: str) -> Standing | None:
    """The line that was asked for, else the one after that which was left out, else the first; by their clips."""
    places = {one.line.clip: place for place, one in enumerate(todo)}
    if line in places:
        return todo[places[line]]
    at = places.get(after, -1) + 1
    return next(iter(todo[at:] or todo), None)


def _hint(dialect: Dialect, line: Reading) -> str:
    """The line as it is said, where numbers or Latin letters stand in it."""
    said = recordings.said(dialect.id, line.text)
    return said if any(sign.isascii() and sign.isalnum() for sign in line.text) and dialect.id != "en" else ""


def _asked(values: Any) -> dict[str, str]:
    return {name: values.get(name, "") for name in ("reader", "part", "lesson", "after")}


def _a_script_asks() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _refused(word: str, code: int) -> ResponseReturnValue:
    """Why a take is not kept: to a script, on the page it came from, or there after a file too large to read."""
    if _a_script_asks():
        return jsonify(kept=False, why=voicewords.refusal(word)), code
    if code == 413:
        flash(voicewords.refusal(word))
        return redirect(preferences.local_path(request.referrer or url_for("voices.home")), code=303)
    return make_response(_read_page(known(str((request.view_args or {}).get("dialect", ""))), word), code)
