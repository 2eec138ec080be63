"""A fake internet for tests: a proxy on this machine that answers for every host, well or badly as it is told."""

from __future__ import annotations

import base64
import re
import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_CERTIFICATE = Path(__file__).with_name("internet.pem")
_LONG = 20.0

Answer = Callable[[socket.socket, threading.Event], None]
"""What is sent to whoever asks; the event tells that the test is over."""


def speaks(mp3: bytes) -> Answer:
    """Answers as the voice on the internet does: the sound inside a line of JSON."""
    body = b'[["wrb.fr","jQ1olc","[\\"' + base64.b64encode(mp3) + b'\\"]",null]]\n'
    return says("200 OK", body)


def says(status: str, body: bytes = b"") -> Answer:
    """Answers with a status and a body."""

    def answer(asker: socket.socket, over: threading.Event) -> None:
        asker.sendall(f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body)

    return answer


def breaks_off(asker: socket.socket, over: threading.Event) -> None:
    """Promises a long answer and goes away in the middle of it."""
    asker.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n[["wrb.fr","jQ1olc","[\\"//NExA')


def hangs(asker: socket.socket, over: threading.Event) -> None:
    """Says nothing at all."""
    over.wait(_LONG)


def trickles(asker: socket.socket, over: threading.Event) -> None:
    """Sends one byte after the other and never comes to an end."""
    asker.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n")
    while not over.wait(0.02):
        asker.sendall(b"x")


@contextmanager
def internet(answer: Answer, reach: bool = True) -> Iterator[str]:
    """The address of a proxy behind which every host answers so; without `reach` no host is found."""
    over = threading.Event()
    certificate = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.load_cert_chain(_CERTIFICATE)

    class Proxy(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            _read(self.request)
            if not reach:
                self.request.sendall(b"HTTP/1.1 502 Bad Gateway\r\n\r\n")
                return
            self.request.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            with suppress(OSError), certificate.wrap_socket(self.request, server_side=True) as asker:
                _read(asker)
                answer(asker, over)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Proxy) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            over.set()
            server.shutdown()
            thread.join()


def _read(asker: socket.socket) -> None:
    """Read what is asked to its end: a connection closed over unread words takes its answer with it."""
    asked = b""
    while b"\r\n\r\n" not in asked and (more := asker.recv(4096)):
        asked += more
    head, _, body = asked.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    missing = int(length.group(1)) - len(body) if length else 0
    while missing > 0 and (more := asker.recv(4096)):
        missing -= len(more)
