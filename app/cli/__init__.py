"""The words of the command line (flask GROUP WORD): each file is a group, a word or helps one, loaded when said."""

from __future__ import annotations

import pkgutil
from functools import cached_property
from importlib import import_module
from typing import Any

import click
from flask import current_app
from flask.cli import ScriptInfo


class Later(click.Group):
    """A group, or a single word, whose file is imported only when it is said, so that serving never waits for it."""

    @cached_property
    def word(self) -> click.Command:
        """What the file of this name defines under the same name."""
        word: click.Command = getattr(import_module(f"{__name__}.{self.name}"), str(self.name))
        return word

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """What was said after the word is for the word itself to read; it then runs with the application at hand."""
        ctx = self.word.make_context(info_name, args, parent, **extra)
        if not current_app:
            ctx.with_resource(ctx.ensure_object(ScriptInfo).load_app().app_context())
        return ctx

    def get_short_help_str(self, limit: int = 45) -> str:
        """The word's own sentence."""
        return self.word.get_short_help_str(limit)


NO_WORDS = frozenset({"learning", "mornings", "saves"})
"""Files that only help others here."""
GROUPS: tuple[click.Group, ...] = tuple(
    Later(module.name) for module in pkgutil.iter_modules(__path__) if module.name not in NO_WORDS
)
