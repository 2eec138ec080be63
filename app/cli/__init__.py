"""The words of the command line, one group each: flask GROUP WORD."""

from __future__ import annotations

import click

GROUPS: tuple[click.Group, ...] = ()
