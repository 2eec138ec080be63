"""Migrations: upgrading from nothing equals the tables, and PostgreSQL stays possible."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Table, inspect, text
from sqlalchemy.exc import OperationalError

from app.records import Records, folding, happened
from app.records.tables import HAPPENED, METADATA, FinishedPlay, Opportunity, Practised, table_of
from app.records.upgrading import configuration, upgrade


@pytest.fixture
def nothing(tmp_path: Path) -> Iterator[Records]:
    """A database without a table, in a folder that upsets careless settings."""
    records = Records(f"sqlite:///{(tmp_path / '100%(x)s 办' / 'x.sqlite3').as_posix()}")
    yield records
    records.close()


def test_upgrading_from_nothing_equals_the_tables(nothing: Records) -> None:
    assert upgrade(nothing) is True
    with nothing.connection() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, METADATA) == []


def test_upgrading_again_changes_nothing(nothing: Records) -> None:
    upgrade(nothing)
    assert upgrade(nothing) is False


def test_a_migration_that_breaks_half_way_leaves_nothing_behind(nothing: Records) -> None:
    with nothing.connection() as connection:
        connection.execute(text("CREATE TABLE opportunity (in_the_way INTEGER)"))
    with pytest.raises(OperationalError, match="opportunity already exists"):
        upgrade(nothing)
    with nothing.connection() as connection:
        assert inspect(connection).get_table_names() == ["opportunity"]


def test_going_back_leaves_no_table(records: Records) -> None:
    config = configuration()
    with records.connection() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]


def test_the_migrations_can_be_written_for_postgresql() -> None:
    told = io.StringIO()
    config = configuration()
    config.output_buffer = told
    config.attributes["dialect"] = "postgresql"
    command.upgrade(config, "head", sql=True)
    assert "TIMESTAMP WITH TIME ZONE" in told.getvalue()
    assert "sequence BIGINT NOT NULL" in told.getvalue()


@pytest.mark.parametrize(
    ("record", "table"),
    [
        (happened.SessionRecord, HAPPENED["session"]),
        (happened.AttemptRecord, HAPPENED["attempt"]),
        (happened.ChoiceRecord, HAPPENED["choice"]),
        (happened.FactRecord, HAPPENED["fact"]),
        (folding.OpportunityRecord, table_of(Opportunity)),
        (folding.PlayRecord, table_of(FinishedPlay)),
        (folding.PractisedRecord, table_of(Practised)),
    ],
)
def test_what_is_read_back_has_the_columns_of_its_table(record: type[Any], table: Table) -> None:
    assert list(record._fields) == list(table.columns.keys())
