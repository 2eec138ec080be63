"""What the checker says, in sentences for those who make lessons, to be looked up by a page; knows no lesson.

The checker writes for a terminal. Here each of its sentences is told by a pattern, with an English msgid and another
for what to do; what matches none is told as the checker wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple


class Told(NamedTuple):
    """A finding in words: msgids, and the values that stand in them."""

    what: str
    fix: str
    values: Mapping[str, str]


def _(msgid: str) -> str:
    """Mark a sentence for the catalogues."""
    return msgid


def told(what: str, fix: str) -> Told:
    """What the checker said, as msgids."""
    for pattern, said, mend in _SAID:
        if match := pattern.fullmatch(what):
            return Told(said, mend, match.groupdict())
    return Told("%(what)s.", "%(fix)s.", {"what": what, "fix": fix})


def all_msgids() -> Iterator[str]:
    """Every sentence here."""
    for _pattern, said, mend in _SAID:
        yield from (said, mend)


_T: Final = "`(?P<{0}>[^`]*)`"
_SIGNS: Final = {"#": r"(?P<count>[\d -]+[Xx]?)", "*": ".*"}


def _rule(pattern: str, said: str, mend: str) -> tuple[re.Pattern[str], str, str]:
    """A pattern in which `{x}` is something between backticks, `#` a number, and `*` whatever follows."""
    parts = re.split(r"(\{\w+\}|#|\*)", pattern)
    written = "".join(
        _SIGNS.get(part) or (_T.format(part[1:-1]) if part[:1] == "{" else re.escape(part)) for part in parts
    )
    return re.compile(written, re.DOTALL), said, mend


_SAID: Final = tuple(
    _rule(*one)
    for one in (
        ("`demo` is missing", _("Nothing is shown yet before the lesson."), _("Make the demonstration.")),
        ("{key} is missing", _("The lesson has no “%(key)s” yet."), _("Write it on the lesson's page.")),
        ("screen {name} is empty", _("This screen is empty."), _("Say whose screen it is, and put something on it.")),
        ("screen {name} has no `say`", _("The teacher says nothing here yet."), _("Say where to look and what to do.")),
        ("screen {name} has no `show`", _("Nothing is on the glass yet."), _("Add the first thing.")),
        ("screen {name} has no `right`", _("Nothing is right here yet."), _("Show the right move.")),
        ("screen {name} has no `wrong`", _("No slip is foreseen here yet."), _("Foresee at least two likely slips.")),
        (
            "screen {name} has no `hints`",
            _("There is no hint here yet."),
            _("Write three: where to look, what to do, do it with me."),
        ),
        (
            "screen {name} has no `skills`",
            _("Nothing says what this screen practises."),
            _("Choose what it practises."),
        ),
        (
            "screen {name} has no {key}",
            _("The screen “%(name)s” has no “%(key)s” yet."),
            _("Write it: every screen needs it."),
        ),
        ("# hints", _("There are %(count)s hints."), _("Write three: where to look, what to do, do it with me.")),
        (
            "{name} foresees # wrong moves",
            _("The screen “%(name)s” foresees %(count)s wrong moves."),
            _("Foresee at least two likely slips, each with kind words."),
        ),
        (
            "the wrong move {act} has no words",
            _("Nothing is said after “%(act)s”."),
            _("Say what happened, blame nobody, and say what is next."),
        ),
        (
            "# beats after a wrong move",
            _("The words after a wrong move have %(count)s sentences."),
            _("Write three: what happened, no blame, what next."),
        ),
        (
            "a beat of # characters",
            _("A sentence after a wrong move has %(count)s characters."),
            _("Say each in 22 or fewer."),
        ),
        (
            "# characters are too long to be heard at once",
            _("%(count)s characters are too long to be heard at once."),
            _("Say it in 62 or fewer."),
        ),
        (
            "speaks {word}, a word of the avoid list",
            _("It says “%(word)s”, which elders do not know."),
            _("Say it in plain words."),
        ),
        ("says {word} to an elder", _("It says “%(word)s” to an elder."), _("Say 您, or nothing.")),
        (
            "half-width punctuation in Chinese text",
            _("There is a Western comma, colon or bracket among Chinese words."),
            _("Write ，。：；？！（） instead."),
        ),
        ("{name} is a brand", _("“%(name)s” is a brand."), _("Say what kind of thing it is.")),
        (
            "{name} could be a real address",
            _("“%(name)s” could be a real address."),
            _("End it with .example, so that it leads nowhere."),
        ),
        (
            "{name} is nobody's on a practice card",
            _("“%(name)s” is on no practice card."),
            _("Use a person of the practice cards, or write $name."),
        ),
        ("# could be a real person's number", _("%(count)s could be a real person's number."), _("Write $id_no.")),
        ("# could be a real bank card", _("%(count)s could be a real bank card."), _("Write $bank.")),
        ("# could be a real telephone", _("%(count)s could be a real telephone."), _("Write $phone.")),
        (
            "# could be a telephone and is not on the list",
            _("%(count)s could be a telephone that nobody has checked."),
            _("Use a public number of the list, or leave it out."),
        ),
        (
            "a message that could be copied and sent does not say 【练习】",
            _("A message does not say that it is practice."),
            _("Begin it with 【练习】."),
        ),
        (
            "a sms without a signal",
            _("Nobody has said whether this message deserves belief."),
            _("Choose genuine or fraud."),
        ),
        (
            "a call without a signal",
            _("Nobody has said whether this call deserves belief."),
            _("Choose genuine or fraud."),
        ),
        (
            "{act} leads to {to}, which is no screen",
            _("“%(act)s” leads to “%(to)s”, and there is no such screen."),
            _("Choose the screen it leads to."),
        ),
        (
            "detour to {to}, which is no screen",
            _("A slip leads to “%(to)s”, and there is no such screen."),
            _("Choose the screen it leads to, or make it."),
        ),
        (
            "{act} names {target}, which is not on the screen {name}",
            _("“%(act)s” is about “%(target)s”, which is not on the screen “%(name)s”."),
            _("Put it on the screen, or take the move away."),
        ),
        (
            "{act} is no act",
            _("“%(act)s” is nothing that a hand can do."),
            _("Choose a move and what it is done to."),
        ),
        ("two things are called {name}", _("Two things here are called “%(name)s”."), _("Give each its own name.")),
        (
            "{name} is the name of something every screen has",
            _("“%(name)s” is the name of something that every screen has."),
            _("Give it another name."),
        ),
        (
            "{name} cannot be the name of a screen",
            _("“%(name)s” cannot be the name of a screen."),
            _("Give the screen another name: a-z, 0-9, _ and -, 40 signs at most."),
        ),
        (
            "{name} may be the name of something beside the phone",
            _("“%(name)s” cannot be a name."),
            _("Use a-z, 0-9 and _, and begin with a letter."),
        ),
        ("{name} is none of the options", _("The answer “%(name)s” is none of the options."), _("Choose one of them.")),
        (
            "{name} has no nudge",
            _("“%(name)s” has no words for when it is not right yet."),
            _("Write three kind sentences."),
        ),
        ("{name} needs a name and two options", _("“%(name)s” has fewer than two options."), _("Write at least two.")),
        (
            "{name} needs # clues and has *",
            _("“%(name)s” asks for more clues than there are."),
            _("Mark more clues, or ask for fewer."),
        ),
        (
            "{act} on {name} goes round for ever",
            _("From “%(name)s” the right way goes round for ever."),
            _("Lead it on to the end."),
        ),
        (
            "{name} says {to} but is in no detour",
            _("“%(name)s” leads back, but no slip leads to it."),
            _("Lead it on to a screen."),
        ),
        (
            "the detour at {name} never comes back",
            _("The detour at “%(name)s” never comes back."),
            _("Let its last right move lead back."),
        ),
        (
            "from {name} the way ends at {end}",
            _("From “%(name)s” the way ends at “%(end)s”."),
            _("Lead it on to the end."),
        ),
        (
            "{name} can never be reached",
            _("No move leads to the screen “%(name)s”."),
            _("Lead a right move or a slip to it, or take it out."),
        ),
        (
            "{name} is the finish but has no {key}",
            _("The last screen “%(name)s” is not marked as the end."),
            _("Mark it as the end."),
        ),
        (
            "the right act {act} on {name} counts as a slip",
            _("On “%(name)s” the right move “%(act)s” counts as a slip."),
            _("Take it away from the wrong moves."),
        ),
        (
            "no screen is called {name}",
            _("No screen is called “%(name)s”."),
            _("Choose a screen of this lesson."),
        ),
        ("a twist that changes nothing", _("This twist changes nothing."), _("Put a screen in it, or change one.")),
        (
            "{act} does nothing on {name}",
            _("In the demonstration “%(act)s” does nothing on “%(name)s”."),
            _("Show the right way once more."),
        ),
        (
            "the demo ends on {name}",
            _("The demonstration stops at “%(name)s”."),
            _("Show the right way once more, to the end."),
        ),
        (
            "the demo shows # slips",
            _("The demonstration shows %(count)s slips."),
            _("Show exactly one slip and its repair."),
        ),
        (
            "{act} passes an option of {name}",
            _("The demonstration turns “%(name)s” too far at once."),
            _("Turn it one by one."),
        ),
        ("{name} is no fact", _("“%(name)s” stands for nothing."), _("Add it to the facts, or mend the name.")),
        (
            "nobody called {name} has a practice card",
            _("Nobody called “%(name)s” has a practice card."),
            _("Choose somebody of the practice cards."),
        ),
        ("unknown skill {name}", _("“%(name)s” is no skill."), _("Choose one of the list.")),
        ("{name} is no track", _("“%(name)s” is no track."), _("Choose one of the list.")),
        (
            "{name} is no task of the catalogue",
            _("Nothing says what this lesson is for."),
            _("Write why it helps, and where the real thing is done."),
        ),
        ("{name} is no task", _("It needs “%(name)s”, and there is no such lesson."), _("Choose one of the list.")),
        (
            "{key} has no {field}",
            _("The front-door card is not all written yet."),
            _("Write why it helps, and where the real thing is done."),
        ),
        ("no English for {key}", _("A line has no English yet."), _("Write it, or leave it: Chinese is shown.")),
        ("the English is # characters", _("The English has %(count)s characters."), _("Say it in 120 or fewer.")),
        (
            "the English has other $facts than the Chinese",
            _("The English has other $words than the Chinese."),
            _("Use the same ones."),
        ),
        ("the English has Chinese in it", _("The English has Chinese in it."), _("Translate all of it.")),
    )
)
"""Pattern, what, what to do; the first that matches tells."""
