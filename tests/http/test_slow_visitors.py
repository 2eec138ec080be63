"""Hundreds of idle and of endlessly slow connections at once: whoever asks for a page still gets it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from tests.browser.serving import Copy

IDLE, SLOW, PAGES = 300, 150, 20
PATIENCE = 5.0
"""Seconds for a page on a machine with much else to do."""


@pytest.fixture
def crowded(tmp_path: Path, empty_database: Path) -> Iterator[Copy]:
    """A copy that serves."""
    serving = Copy.over(tmp_path / "instance", empty_database)
    serving.start()
    yield serving
    serving.close()


@pytest.mark.slow
def test_pages_come_while_hundreds_hold_the_line(crowded: Copy) -> None:
    parts = urlsplit(crowded.address)
    with ExitStack() as held:
        lines = [
            held.enter_context(socket.create_connection((parts.hostname, parts.port), timeout=PATIENCE))
            for _ in range(IDLE + SLOW)
        ]
        for number in range(PAGES):
            for line in lines[:SLOW]:
                line.sendall(b"GET / HTTP/1.1\r\n" if number == 0 else b"X-Slow: a\r\n")
            with urlopen(f"{crowded.address}/", timeout=PATIENCE) as answer:
                assert answer.status == 200
