"""The words of the command line (flask GROUP WORD): each file here is a group, loaded when it is said."""

from __future__ import annotations

import pkgutil
from functools import cached_property
from importlib import import_module

import click
from flask import current_app
from flask.cli import ScriptInfo


class Later(click.Group):
    """A group whose file is imported only when one of its words is said, so that serving never waits for training."""

    @cached_property
    def group(self) -> click.Group:
        """The group that the file of this name defines under the same name."""
        group: click.Group = getattr(import_module(f"{__name__}.{self.name}"), str(self.name))
        return group

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The group's words."""
        return self.group.list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One word of the group, or None."""
        return self.group.get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> object:
        """Say a word of the group with the application at hand."""
        if not current_app:
            ctx.with_resource(ctx.ensure_object(ScriptInfo).load_app().app_context())
        return super().invoke(ctx)

    def get_short_help_str(self, limit: int = 45) -> str:
        """The group's own sentence."""
        return self.group.get_short_help_str(limit)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The group's own help."""
        self.group.format_help_text(ctx, formatter)


GROUPS: tuple[click.Group, ...] = tuple(Later(module.name) for module in pkgutil.iter_modules(__path__))
