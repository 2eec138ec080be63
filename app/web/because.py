"""A reason of the model in the words of whoever reads it, as a line; it knows no page and decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.simulator.screen import Line
from app.web.tongue import skill_line, ui
from models.wording import msgid


def because(code: str, args: Mapping[str, Any], audience: str = "learner") -> Line:
    """The sentence of a reason for a learner, a volunteer or a trainer; KeyError for a code that the model has not."""
    named = {**args, "skill": skill_line(args["skill"])} if "skill" in args else args
    return ui(msgid(code, audience), **named)
