"""Says what is wrong with a list of people and how to mend it, in the words of whoever brought it; reads no list."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext, ngettext

from app.classes.rostering import columns, reading
from app.classes.rostering.columns import Fault
from app.classes.rostering.reading import Unreadable
from app.dialects.registry import DIALECTS
from app.web import preferences


def column(name: str) -> str:
    """A column's heading as a list that is given out has it; `columns.COLUMNS` knows each of them again."""
    headings: dict[str, str] = {
        columns.NAME: gettext("Name"),
        columns.LATIN: gettext("Name in Latin letters"),
        columns.BIRTH: gettext("Year of birth"),
        columns.AGE: gettext("Age"),
        columns.GENDER: gettext("Gender"),
        columns.DIALECT: gettext("Way of speaking"),
        columns.FIRST: gettext("First in the help order"),
        columns.CLASS: gettext("Class"),
        columns.FACE: gettext("Face"),
        columns.JOINED: gettext("Joined on"),
    }
    return headings[name]


def example() -> list[Sequence[str]]:
    """A list as it may look: headings and two invented people."""
    shown = (columns.NAME, columns.GENDER, columns.BIRTH)
    return [
        [column(name) for name in shown],
        (gettext("Li Chunmei"), gettext("woman"), "1957"),
        (gettext("Zhou Dashun"), gettext("man"), "1955"),
    ]


def unreadable(problem: Unreadable) -> str:
    """Why no list was read from a file, and what to do next. Nothing was taken from it."""
    row = problem.row
    words: dict[str, str] = {
        reading.EMPTY: gettext("The file is empty. Nothing was taken. Choose the file with the list in it."),
        reading.TOO_BIG: gettext(
            "The file is too large: 5 MB at most. Nothing was taken. Save the sheet with the list alone."
        ),
        reading.TOO_MANY_ROWS: gettext(
            "The list has more than 2000 people. Nothing was taken. Part it into several files."
        ),
        reading.TOO_MANY_COLUMNS: gettext(
            "Row %(row)s has more than 40 columns. Nothing was taken. Delete the columns that are not about people.",
            row=row,
        ),
        reading.OLD_EXCEL: gettext(
            "This is an old Excel file, or one with a password. Nothing was taken. Save it as .xlsx without a password."
        ),
        reading.QUOTES: gettext(
            'A quotation mark " is not closed in row %(row)s. Nothing was taken. Delete it there, or save the list as '
            ".xlsx.",
            row=row,
        ),
        columns.NO_HEADINGS: gettext(
            "No row of headings was found. Nothing was taken. Write above each column what it is, as in the example."
        ),
        columns.NO_PEOPLE: gettext("There are headings and nobody below them. Nothing was taken."),
    }
    other = gettext("No list could be read from this file. Nothing was taken. Save it as .xlsx or .csv and try again.")
    return words.get(problem.code, str(other))


def why(fault: Fault) -> str:
    """Why a row cannot be taken, and how to mend it."""
    known = (one.name if preferences.locale() == one.locale == "zh_Hans_CN" else one.id for one in DIALECTS.values())
    words: dict[str, str] = {
        "no-name": gettext("There is no name. Write one, or delete the row."),
        "long-name": gettext("The name is longer than 80 signs. Shorten it."),
        "number": gettext(
            "Where a name should be stands a number, such as that of a telephone. Delete it; it is not kept."
        ),
        "year": gettext("This is no year of birth. Write four digits, such as 1957, or leave it empty."),
        "age": gettext("This is no age. Write a number such as 68, or leave it empty."),
        "gender": gettext("This is not understood. Write woman or man, or leave it empty."),
        "dialect": gettext(
            "This is no way of speaking we have. Write one of these, or leave it empty: %(known)s.",
            known=gettext(", ").join(known),
        ),
        "yes-no": gettext("This is not understood. Write yes or no, or leave it empty."),
        "class": gettext(
            "No class of yours is called this, or several are. Write its name as your list of classes has it."
        ),
        "day": gettext("This is no day that has been. Write it as 2026-09-01, or leave it empty."),
    }
    return words[fault.kind]


def incoming_heading(new: int, asked: int, faulty: int) -> str:
    """What a list comes to, as the heading of the page that shows it."""
    told = [ngettext("%(num)s new person", "%(num)s new people", new)]
    if asked:
        told.append(ngettext("%(num)s to ask about", "%(num)s to ask about", asked))
    if faulty:
        told.append(ngettext("%(num)s row with a fault", "%(num)s rows with a fault", faulty))
    return str(gettext("This list: %(told)s", told=gettext(", ").join(told)))
