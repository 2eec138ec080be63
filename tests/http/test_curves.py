"""The pages of learning curves and of steps that trip people, as a trainer sees them in both languages."""

from __future__ import annotations

import pytest
from flask import Flask

from app.records import roster
from app.records.identity import BOOT
from app.web.lasting import SIGNED_IN_FOR, noted, running
from tests import counties
from tests.inspector import Inspector
from tests.people import NOW

pytestmark = [pytest.mark.slow, pytest.mark.holds("curves")]


@pytest.mark.parametrize("lang", ["zh_Hans_CN", "en"])
def test_a_trainer_sees_both_pages_and_chooses(application: Flask, client: Inspector, lang: str) -> None:
    application.extensions["clock"] = lambda: NOW
    with application.extensions["records"].writing() as s:
        counties.fill(s, counties.LESSONS, villages=1, learners=14, weeks=5)
        who = roster.add_staff(s, name="周老师", role="trainer", password=None, now=NOW).id
        village = roster.classrooms(s)[0].site_id
    with client.session_transaction() as kept:
        kept["staff"] = {"id": str(who), **noted(SIGNED_IN_FOR, BOOT, running())}
    client.send("/preferences", lang=lang)
    for query in ("", f"?village={village}", "?of=video-call", "?of=tap-target", "?of=nothing", "?names=hidden"):
        page = client.page(f"/reports/curves{query}")
        assert page.all("h1")
        assert len(page.all("figure")) == (0 if query == "?of=tap-target" else 1)
    steps = client.page("/reports/steps")
    rows = [one for one in steps.all("tr") if one.attributes.get("class") is None]
    assert len(rows) > 10
    if lang == "zh_Hans_CN":
        links = [one.attributes.get("href", "") for one in client.page("/reports").all("a")]
        assert {"/reports/curves", "/reports/steps"} <= set(links)
