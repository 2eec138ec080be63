"""The words of the survey, of the ledger and of the faces, for elders as lines and for staff in short."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flask_babel import gettext

from app.records.ledger import ALONE, HELPED, NOT_YET, RECEIPT, SEEN, TOLD
from app.simulator.needs import DARE, FEAR, WANT
from app.simulator.screen import Line
from app.web.tongue import ui

_: Final[Callable[..., str]] = gettext


def asks(kind: str) -> Line:
    """What is asked beside each picture of a kind."""
    return {
        WANT: ui("Would you like to do this yourself?"),
        FEAR: ui("Does this worry you?"),
        DARE: ui("Do you dare to do such things yourself?"),
    }[kind]


def says(kind: str, which: str) -> Line:
    """What a picture of the survey stands for, naming every task that a yes to it raises."""
    wants = {
        "hospital": ui("See a doctor: book at the hospital ahead, and show the medical code."),
        "insurance": ui("Pay the medical insurance, for yourself or for the family."),
        "pension": ui("The pension: confirm it, and see whether it has come."),
        "allowance": ui("See the subsidy for the fields, and apply for the old-age allowance."),
        "papers": ui("Book a time to renew the identity card, and apply for retirement."),
        "family": ui("See the children on a video call."),
        "bills": ui("Pay the electricity and the water."),
        "train": ui("Buy a train ticket."),
        "letters": ui("Make the letters bigger, and write by hand or by voice."),
    }
    fears = {
        "scam": ui("To be cheated: false messages, false calls."),
        "wrong": ui("To tap something wrong and break the phone."),
        "money": ui("That the money is gone after one tap."),
        "laughed": ui("That others laugh at me."),
        "small": ui("That the words are too small to see."),
        "fast": ui("That it goes too fast for me."),
    }
    return {WANT: wants, FEAR: fears, DARE: {DARE: asks(DARE)}}[kind][which]


def replies(kind: str) -> tuple[tuple[int, str, Line], ...]:
    """The two answers to a picture: what is kept, its icon, its words."""
    if kind == WANT:
        return (1, "tick", ui("Yes, I would")), (0, "close", ui("Not this one"))
    return (1, "tick", ui("Yes, it does")), (0, "close", ui("No worry"))


def faces() -> tuple[Line, ...]:
    """The words below the drawn faces, the least sure first."""
    return ui("I dare not yet"), ui("I will try"), ui("I dare")


def deeds() -> tuple[tuple[str, Line], ...]:
    """How the real thing was done, as a learner is asked."""
    return (
        (ALONE, ui("I did it by myself")),
        (HELPED, ui("Somebody helped me")),
        (NOT_YET, ui("Not done yet")),
    )


def shortly(kind: str, which: str) -> str:
    """What a picture of the survey stands for, in a few words for staff."""
    wants = {
        "hospital": _("See a doctor"),
        "insurance": _("Pay medical insurance"),
        "pension": _("The pension"),
        "allowance": _("Subsidy, old-age allowance"),
        "papers": _("Identity card, retirement"),
        "family": _("Video call with the children"),
        "bills": _("Electricity and water"),
        "train": _("Train ticket"),
        "letters": _("Bigger letters, writing"),
    }
    fears = {
        "scam": _("Being cheated"),
        "wrong": _("Tapping something wrong"),
        "money": _("Money gone"),
        "laughed": _("Being laughed at"),
        "small": _("Words too small"),
        "fast": _("Too fast"),
    }
    return (wants if kind == WANT else fears)[which]


def how() -> dict[str, str]:
    """How the real thing was done, for staff."""
    return {ALONE: _("alone"), HELPED: _("with help"), NOT_YET: _("not done yet")}


def known() -> dict[str, str]:
    """How that is known, for staff."""
    return {SEEN: _("seen"), RECEIPT: _("receipt"), TOLD: _("told")}
