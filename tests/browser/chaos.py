"""A bad network between a tablet and the laptop: a relay that refuses, hangs, cuts and eats answers by chance."""

from __future__ import annotations

import random
import socket
import struct
import threading
import time
from contextlib import suppress

LASTS = 0.7
"""Seconds after which a line that is good ends all the same, so that there are many lines."""
HANGS = 1.2
"""Seconds for which a line that hangs says nothing before it is cut."""
CHUNK = 65536


class Relay:
    """Passes connections on to a port of this machine, and spoils some of them; it is the same address all the time.

    `faults` counts the connections that were spoilt, `peace` stops spoiling them.
    """

    def __init__(self, target: int, chance: random.Random, share: float) -> None:
        """Listen on a free port; so large a `share` of connections is spoilt."""
        self.target, self.chance, self.share = target, chance, share
        self.faults = 0
        self.peace = False
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Listen no longer."""
        self._listening.close()
        self._thread.join(timeout=5)

    def _accept(self) -> None:
        while True:
            try:
                line, _ = self._listening.accept()
            except OSError:
                return
            spoil = ""
            if not self.peace and self.chance.random() < self.share:
                self.faults += 1
                spoil = self.chance.choice(("refuse", "hang", "cut", "eat"))
            threading.Thread(target=self._serve, args=(line, spoil), daemon=True).start()

    def _serve(self, line: socket.socket, spoil: str) -> None:
        if spoil == "refuse":
            _reset(line)
            return
        if spoil == "hang":
            time.sleep(HANGS)
            _reset(line)
            return
        try:
            with socket.create_connection(("127.0.0.1", self.target), timeout=5) as there:
                there.settimeout(None if self.peace else LASTS)
                up = threading.Thread(target=_pass_on, args=(line, there), daemon=True)
                up.start()
                self._down(line, there, spoil)
        except OSError:
            _end(line)

    def _down(self, line: socket.socket, there: socket.socket, spoil: str) -> None:
        """Bring the answer back: whole, cut in the middle, or not at all though the question has been answered."""
        try:
            while chunk := there.recv(CHUNK):
                if spoil == "eat":
                    break
                if spoil == "cut":
                    line.sendall(chunk[: max(1, len(chunk) // 2)])
                    break
                line.sendall(chunk)
        except OSError:
            pass
        _end(line)


def _pass_on(line: socket.socket, there: socket.socket) -> None:
    try:
        while chunk := line.recv(CHUNK):
            there.sendall(chunk)
        there.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def _end(line: socket.socket) -> None:
    """Close a line also where a thread still listens at it."""
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
    line.close()


def _reset(line: socket.socket) -> None:
    """Close so that the other side is told at once that this went wrong."""
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.close()
