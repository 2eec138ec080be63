"""A lesson as a browser without scripts goes through it: forms read from pages and posted; knows no screen."""

from __future__ import annotations

import re
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.records import Records, journal
from app.simulator.lesson import stage
from app.simulator.paths import strokes


def field(page: TestResponse, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found, f"no field {name}"
    return found.group(1)


def token(page: TestResponse) -> str:
    return field(page, "csrf_token")


def screen(page: TestResponse) -> str:
    found = re.search(r'data-screen="([^"]*)"', page.text)
    assert found, page.text[:400]
    return found.group(1)


def form(page: TestResponse, **more: str) -> dict[str, str]:
    return {name: field(page, name) for name in ("csrf_token", "session", "uuid")} | more


def attempts(application: Flask, page: TestResponse) -> list[tuple[str, str, str]]:
    records: Records = application.extensions["records"]
    with records.session() as s:
        return [(a.act, a.value, a.outcome) for a in journal.attempts(s, UUID(field(page, "session")))]


def walked(client: FlaskClient, lesson: str, until: str = "") -> tuple[TestResponse, int]:
    """Go the right way through a lesson with forms alone, to the end or to a screen; the page there, and the rests."""
    page, pressed, rests = client.get(f"/practice/{lesson}"), "", 0
    for stroke in strokes(stage(client.application.extensions["shelf"].lessons[lesson])):
        assert screen(page) == stroke.screen
        if until == stroke.screen:
            break
        key = re.fullmatch(r"tap (\d)", stroke.act)
        if f'<summary data-act="{stroke.act}"' in page.text:
            continue
        assert f'data-act="{stroke.act}"' in page.text, stroke
        more = {"key": key.group(1), "pin": field(page, "pin"), "pressed": pressed} if key else {"act": stroke.act}
        if stroke.value:
            more[stroke.act] = stroke.value
        page = client.post(f"/practice/{lesson}/act", data=form(page, **more), follow_redirects=True)
        assert page.status_code == 200
        pressed = field(page, "pressed") if 'name="pressed"' in page.text else ""
        rests += 'data-act="tap rest-here"' in page.text
    return page, rests
