"""Looks at the text of a lesson and of its words from elsewhere, and refuses what none has; it opens no file.

What is looked at first is what is cheapest: length, signs, nesting, then what YAML can do beyond plain data, and only
then what the words are. Nothing is built of a text before it has passed the step before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    NodeEvent,
    ScalarEvent,
)

from app.bench import sayings
from app.bench.change import LONGEST, Unfit, unseen
from app.bench.drafts import LONGEST_ID, fits
from app.bench.spans import spans
from app.simulator.catalogue import Catalogue
from app.simulator.reading import Reading, read_lesson
from app.simulator.saying import unsafe

MOST_TEXT: Final = 120_000
"""The largest lesson that comes with the project has 17,000 signs."""
MOST_PO: Final = 200_000
MOST_EVENTS: Final = 30_000
DEEPEST: Final = 14
"""So many levels a lesson may have; those that come with the project have eight."""

_OPENING: Final = re.compile(rf"(?:[\[{{][\s,]*){{{DEEPEST}}}|(?:-[ \t]+){{{DEEPEST}}}|(?:\?[ \t]+){{2}}")
_KEY: Final = re.compile(r"[a-z][a-z0-9 _.-]*")
_CODE: Final = re.compile(r"[<>{}\\`=\t]|&#?\w+;|javascript:", re.IGNORECASE)


class Refused(Exception):
    """The file is not taken, nothing of it; `why` and `fix` are English msgids, `values` what stands in them."""

    def __init__(self, why: str, fix: str, /, **values: object) -> None:
        super().__init__(why % values if values else why)
        self.why, self.fix, self.values = why, fix, values


def _(msgid: str) -> str:
    """Mark a sentence for the catalogues."""
    return msgid


def words_of(content: bytes, most: int, name: str) -> str:
    """A file's text, its line ends ours; raises Refused for what is too long, no UTF-8, or has signs nobody sees."""
    try:
        text = content.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
    except UnicodeDecodeError as problem:
        fix = _("Save it as UTF-8 text, or take it out of the workshop once more.")
        raise Refused(_("“%(file)s” is no readable text."), fix, file=name) from problem
    if len(text) > most:
        fix = _("Take out what does not belong to one lesson.")
        raise Refused(_("“%(file)s” is longer than a lesson can be."), fix, file=name)
    if hidden := unseen(text.replace("\t", "")):
        line = text[: text.index(hidden[0])].count("\n") + 1
        fix = _("Write that line anew in a plain text editor.")
        why = _("In line %(line)s of “%(file)s” there is a sign that nobody can see.")
        raise Refused(why, fix, line=line, file=name)
    return text


def lesson_of(text: str, catalogue: Catalogue) -> Reading:
    """What is read of a lesson's text from elsewhere; raises Refused for what is no plain, harmless lesson."""
    _plain_yaml(text)
    try:
        node = spans(text).plain()
    except Unfit as problem:
        fix = _("Look whether each key stands once, and words where words belong.")
        raise Refused(_("It is not laid out as a lesson is."), fix) from problem
    id_ = node.get("lesson")
    if not isinstance(id_, str) or not fits(id_):
        fix = _("Write `lesson:` and an id of a-z, 0-9 and hyphens, at most %(count)s signs.")
        raise Refused(_("The lesson has no id that it can have."), fix, count=LONGEST_ID)
    for way, words in _every(node, ()):
        _look_at(words, way, catalogue)
    reading = read_lesson(text, catalogue, "lesson.yaml")
    if reading.lesson is None or not reading.lesson.screens:
        line = reading.mistakes[0].line if reading.mistakes else 1
        fix = _("Mend it in a text editor, and look with `flask lessons check`.")
        raise Refused(_("There is no lesson in it that can be shown. Look at line %(line)s."), fix, line=line)
    return reading


def said_of(text: str, locale: str, reading: Reading, catalogue: Catalogue) -> dict[str, tuple[str, str]]:
    """A lesson's words in another language, as they fit it now; raises Refused for words that are not its own."""
    try:
        said = sayings.read(text)
    except ValueError as problem:
        fix = _("Take the lesson out of the workshop once more.")
        raise Refused(_("The words in “%(file)s” cannot be read."), fix, file=f"{locale}.po") from problem
    lesson = reading.lesson
    own = lesson.id if lesson is not None else ""
    for key, (zh, words) in said.items():
        if not key.startswith((f"{own}.", f"tasks.{own}.", f"bridges.{own}.")):
            fix = _("Take out the words that are not this lesson's.")
            raise Refused(
                _("“%(file)s” has words for something else: %(key)s."), fix, file=f"{locale}.po", key=key[:80]
            )
        for one in (zh, words):
            _look_at(one, (f"{locale}.po", key), catalogue)
    return sayings.current(said, sayings.messages(reading))


def _plain_yaml(text: str) -> None:
    """Refuse what YAML can do beyond plain data, while it is read: nothing is made of it yet."""
    if _OPENING.search(text):
        raise _too_deep()
    deep = events = documents = 0
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            events += 1
            deep += isinstance(event, CollectionStartEvent)
            deep -= isinstance(event, CollectionEndEvent)
            documents += isinstance(event, DocumentStartEvent)
            line = event.start_mark.line + 1 if event.start_mark is not None else 1
            if isinstance(event, AliasEvent) or (isinstance(event, NodeEvent) and event.anchor is not None):
                fix = _("Write out what it stands for.")
                raise Refused(_("Line %(line)s has an anchor or an alias (& or *)."), fix, line=line)
            if isinstance(event, CollectionStartEvent | ScalarEvent) and _tagged(event):
                fix = _("Take the tag out; words need none.")
                raise Refused(_("Line %(line)s has a tag (!)."), fix, line=line)
            if isinstance(event, DocumentStartEvent) and (event.version or event.tags or documents > 1):
                fix = _("Keep one lesson in a file, and nothing before its first line.")
                raise Refused(_("There is more than one lesson in it, or a directive."), fix, line=line)
            if deep > DEEPEST:
                raise _too_deep()
            if events > MOST_EVENTS:
                fix = _("Take out what does not belong to one lesson.")
                raise Refused(_("“%(file)s” is longer than a lesson can be."), fix, file="lesson.yaml")
    except MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        fix = _("Mend that line: look at spaces, colons and quotes.")
        raise Refused(_("Line %(line)s is no YAML."), fix, line=mark.line + 1 if mark is not None else 1) from problem
    except (YAMLError, ValueError, RecursionError) as problem:
        fix = _("Save it as UTF-8 text, or take it out of the workshop once more.")
        raise Refused(_("“%(file)s” is no readable text."), fix, file="lesson.yaml") from problem


def _tagged(event: Any) -> bool:
    tag = getattr(event, "ctag", None) or getattr(event, "tag", None)
    return tag is not None and str(tag) not in ("", "None")


def _too_deep() -> Refused:
    return Refused(_("Things stand in each other too deeply."), _("Write the lesson as docs/lesson-format.md shows."))


def _every(node: Any, way: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every word of a document with the way to it; raises Refused for a key that no lesson has."""
    if isinstance(node, Mapping):
        for key, one in node.items():
            if not _KEY.fullmatch(key) or len(key) > 80:
                fix = _("Use a-z, 0-9 and _ for names, as docs/lesson-format.md shows.")
                raise Refused(_("“%(key)s” cannot be a key."), fix, key=key[:80])
            yield from _every(one, (*way, key))
    elif isinstance(node, list):
        for i, one in enumerate(node, 1):
            yield from _every(one, (*way, str(i)))
    elif isinstance(node, str):
        yield way, node


def _look_at(words: str, way: tuple[str, ...], catalogue: Catalogue) -> None:
    """Refuse words that are no sentence: code of a page, hidden signs, a real link, far too many."""
    where = " ".join(way)[:120]
    if len(words) > LONGEST:
        raise Refused(
            _("The words at “%(where)s” are far too long."), _("Say it in one or two sentences."), where=where
        )
    if unseen(words) or "\n" in words:
        fix = _("Write that line anew in a plain text editor.")
        raise Refused(_("At “%(where)s” there is a sign that nobody can see."), fix, where=where)
    if _CODE.search(words):
        fix = _("Write plain words: no < > { } = and no code.")
        raise Refused(_("The words at “%(where)s” look like code of a web page."), fix, where=where)
    for what, _mend in unsafe(words, catalogue, front_door=True):
        if what.endswith("could be a real address"):
            fix = _("End it with .example, so that it leads nowhere.")
            raise Refused(_("The words at “%(where)s” have a link that could be real."), fix, where=where)
