"""Tablets without scripts that practise over real HTTP and note when the server answered for each act."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Final, NamedTuple
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from app.simulator.lesson import Lesson, stage
from app.simulator.paths import strokes
from tests.browser.serving import Cookie

ANSWERED: Final = (200, 204, 303)
_FIELD: Final = re.compile(r'<input[^>]*\bname="(\w+)"[^>]*\bvalue="([^"]*)"')


class Acknowledged(NamedTuple):
    """An act that the server said it has kept, and when that was heard, by the wall's clock."""

    at: float
    uuid: UUID


class Refused(Exception):
    """The server answered with something else than a page or the way to one."""


class Tablet:
    """One enrolled tablet with a learner at it."""

    def __init__(self, address: str, cookies: tuple[Cookie, ...], heard: list[Acknowledged]) -> None:
        """What is acknowledged goes into `heard`."""
        self._line = HTTPConnection(urlsplit(address).netloc, timeout=30)
        self._cookies = {cookie["name"]: cookie["value"] for cookie in cookies}
        self._heard = heard

    def practise(self, lesson: Lesson) -> None:
        """Play a lesson to its end, asking for help once on every screen."""
        page, digits, asked = self.get(f"/practice/{lesson.id}"), "", set()
        for stroke in strokes(stage(lesson)):
            if f'<summary data-act="{stroke.act}"' in page:
                continue
            if stroke.screen not in asked and not digits:
                asked.add(stroke.screen)
                page = self.act(lesson, page, act="tap help")
            key = re.fullmatch(r"tap (\d)", stroke.act)
            if key is None or 'name="pin"' not in page:
                more = {"act": stroke.act} | ({stroke.act: stroke.value} if stroke.value else {})
                page, digits = self.act(lesson, page, digits=digits, **more), ""
            else:
                fields = _fields(page)
                page = self.act(lesson, page, key=key[1], pin=fields["pin"], digits=digits)
                digits = _fields(page).get("digits", "")

    @property
    def cookies(self) -> tuple[Cookie, ...]:
        """What the browser has kept by now."""
        return tuple({"name": name, "value": value} for name, value in self._cookies.items())

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def send(self, path: str, page: str, **fields: str) -> str:
        """Send a page's form with these fields; the page it leads to."""
        answer, shown = self._ask("POST", path, urlencode({"csrf_token": _fields(page)["csrf_token"], **fields}))
        return self.get(answer.headers["Location"]) if answer.status == 303 else shown

    def act(self, lesson: Lesson, page: str, **more: str) -> str:
        """Send what is done on a page, note it when it is an act that is kept, and follow where the answer leads."""
        fields = _fields(page)
        sent = {name: fields[name] for name in ("csrf_token", "session", "uuid")} | more
        answer, page = self._ask("POST", f"/practice/{lesson.id}/act", urlencode(sent))
        at = time.time()
        if "act" in more or answer.status == 303:
            self._heard.append(Acknowledged(at, UUID(sent["uuid"])))
        return self.get(answer.headers["Location"]) if answer.status == 303 else page

    def get(self, path: str) -> str:
        """The page at an address, or where it leads; raises Refused when that is no page."""
        answer, page = self._ask("GET", path)
        return self.get(answer.headers["Location"]) if answer.status == 303 else page

    def _ask(self, way: str, path: str, body: str | None = None) -> tuple[HTTPResponse, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._line.request(way, path, body, headers)
        answer = self._line.getresponse()
        shown = answer.read().decode()
        if answer.status not in ANSWERED:
            raise Refused(f"{way} {path}: {answer.status}")
        for told in answer.headers.get_all("Set-Cookie", []):
            name, _, value = told.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer, shown


def all_at_once(tablets: Iterator[tuple[Tablet, Lesson]]) -> list[threading.Thread]:
    """Let tablets practise at the same time until they are through or the server is gone."""

    def one(tablet: Tablet, lesson: Lesson) -> None:
        try:
            tablet.practise(lesson)
        except (OSError, HTTPException):
            return
        finally:
            tablet.close()

    threads = [threading.Thread(target=one, args=pair) for pair in tablets]
    for thread in threads:
        thread.start()
    return threads


def _fields(page: str) -> dict[str, str]:
    return dict(_FIELD.findall(page))
