"""Lets writers that come at the same moment share one commit, each undone alone; knows no table."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

LARGEST: Final = 256
"""Writers that share one commit at most, so that the first of them never waits long."""


@dataclass
class _Batch:
    """Writers that stand or fall by one commit."""

    connection: Connection
    size: int = 0
    over: threading.Event = field(default_factory=threading.Event)
    problem: BaseException | None = None


class Together:
    """One writer at a time on one connection; whoever leaves last, with nobody waiting, commits for all since then.

    A block that raises is undone to where it began and spares the others. A commit that fails, or a database that
    undoes everything by itself as on a full disk, is told to every writer of the batch.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turn = threading.Lock()
        self._count = threading.Lock()
        self._waiting = 0
        self._batch: _Batch | None = None
        self._holder: int | None = None

    @property
    def waiting(self) -> int:
        """How many writers wait for their turn at this moment."""
        return self._waiting

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose changes are on the disk when the block has ended; raises what the commit raised."""
        if self._holder == threading.get_ident():
            raise RuntimeError("already writing: hand the session down instead of opening a second one")
        with self._my_turn() as batch:
            try:
                with (
                    Session(batch.connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as s,
                    s.begin(),
                    self._noting(batch),
                ):
                    yield s
                    s.flush()
            except BaseException:
                if self._whole(batch):
                    raise
        batch.over.wait()
        if batch.problem is not None:
            raise batch.problem

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        """The connection in a transaction of one's own, for migrations."""
        with self._turn, self._engine.begin() as connection:
            yield connection

    @contextmanager
    def idle(self) -> Iterator[Any]:
        """The driver's connection while nobody writes, outside of any transaction."""
        with self._turn:
            if self._batch is not None:
                self._commit(self._batch)
            connection = self._engine.raw_connection()
            try:
                yield connection
            finally:
                connection.close()

    @contextmanager
    def _my_turn(self) -> Iterator[_Batch]:
        self._comes(1)
        with self._turn:
            self._comes(-1)
            batch = self._open()
            self._holder = threading.get_ident()
            try:
                yield batch
            finally:
                self._holder = None
                if not self._whole(batch):
                    undone = RuntimeError("the database undid what was being written")
                    self._end(batch, batch.problem or undone)
                elif not self._waiting or batch.size >= LARGEST:
                    self._commit(batch)

    @contextmanager
    def _noting(self, batch: _Batch) -> Iterator[None]:
        """Keep what made the database undo the batch; without its savepoint the session will only tell of that."""
        try:
            yield
        except BaseException as problem:
            if not self._whole(batch):
                batch.problem = problem
            raise

    def _comes(self, one: int) -> None:
        with self._count:
            self._waiting += one

    def _open(self) -> _Batch:
        if self._batch is None:
            connection = self._engine.connect()
            try:
                connection.begin()
            except BaseException:
                connection.close()
                raise
            self._batch = _Batch(connection)
        self._batch.size += 1
        return self._batch

    def _whole(self, batch: _Batch) -> bool:
        """Whether the batch's transaction still stands; SQLite ends one by itself when the disk is full."""
        plain = batch.connection.connection.dbapi_connection
        return bool(getattr(plain, "in_transaction", True))

    def _commit(self, batch: _Batch) -> None:
        try:
            batch.connection.commit()
        except BaseException as problem:
            self._end(batch, problem)
            raise
        self._end(batch, None)

    def _end(self, batch: _Batch, problem: BaseException | None) -> None:
        self._batch = None
        batch.problem = problem
        try:
            if problem is not None:
                batch.connection.invalidate()
            batch.connection.close()
        finally:
            batch.over.set()
