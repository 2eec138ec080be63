"""Brings lists of people in for tests, through the pages, and makes what they are looked over against."""

from __future__ import annotations

import io
from datetime import timedelta
from uuid import UUID

from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from app.records import Records, roster
from tests.forms import field
from tests.inspector import Inspector
from tests.people import NOW, Village, village

PASSWORD = "wan-shan-0000"


ENGLISH = {"Accept-Language": "en"}


LIST = "姓名,性别,出生年,身份证号\n周大顺,男,1955,440101195501010027\n王桂芳,女,1957,\n赵玉兰,女,1960,\n"


def add(application: Flask, classroom_id: UUID, name: str, *, dialect: str = "", year: int | None = None) -> UUID:
    with application.extensions["records"].writing() as s:
        room = roster.classroom(s, classroom_id)
        assert room
        made = roster.add_learner(
            s,
            classroom=room,
            name=name,
            face="cap",
            birth_year=year,
            dialect=dialect,
            now=NOW + timedelta(days=1),
        )
    return made.id


def second_class(application: Flask, where: Village, *, mine: bool) -> UUID:
    with application.extensions["records"].writing() as s:
        if not mine:
            return village(s, name="江城").classroom_id
        first, member = roster.classroom(s, where.classroom_id), roster.staff_named(s, "小刘")
        assert first and member
        made = roster.add_classroom(s, site=first.site, name="楚河村", now=NOW)
        roster.give_classroom(s, member.id, made)
    return made.id


def names(application: Flask, classroom_id: UUID) -> list[str]:
    records: Records = application.extensions["records"]
    with records.session() as s:
        return [learner.name for learner in roster.learners(s, classroom_id)]


def upload(client: Inspector, classroom_id: UUID, data: bytes | str, **more: str) -> TestResponse:
    told = data.encode() if isinstance(data, str) else data
    sent = FileStorage(io.BytesIO(told), filename="名单.csv")
    form = {"csrf_token": client.token("/staff"), "list": sent, **more}
    boundary, body = encode_multipart(form)
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post(f"/staff/class/{classroom_id}/roster/read", data=body, content_type=kind)


def take(client: Inspector, classroom_id: UUID, shown: TestResponse, **answers: str) -> TestResponse:
    form = {"csrf_token": field(shown, "csrf_token"), "list": field(shown, "list")}
    form |= {name.replace("_", "-"): answer for name, answer in answers.items()}
    return client.post(f"/staff/class/{classroom_id}/roster/take", data=form)
