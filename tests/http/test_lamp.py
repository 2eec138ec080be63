"""The learner model under the lamp: looked at, retrained, undone, for trainers alone, and the demo's apart."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from app.cli.learning import age_band
from app.config import Settings
from app.practice import planning
from app.records import Records, roster
from app.reports import lamp
from app.web.lamp import Bench, Doing
from models import keeping
from models.artefact import load, serving
from tests.inspector import Inspector, Page
from tests.people import NOW, Village, acts, play, staffed

pytestmark = pytest.mark.slow

PASSWORD = "zhou-zhou-0000"


@pytest.fixture
def trainer(application: Flask, client: Inspector) -> Inspector:
    with application.extensions["records"].writing() as s:
        staffed(s, PASSWORD)
    client.send("/staff", name="周老师", password=PASSWORD)
    return client


@pytest.fixture
def practised(application: Flask, trainer: Inspector) -> Inspector:
    """Thirty people who did one screen well, again and again, on many days."""
    records: Records = application.extensions["records"]
    with records.writing() as s:
        room = roster.classrooms(s)[0]
        for number in range(30):
            who = roster.add_learner(s, classroom=room, name=f"人{number}", face="bun", birth_year=1950, now=NOW)
            for day in range(8):
                village = Village(room.site_id, room.id, who.id)
                opened = play(s, village, lesson="certify-pension", at=NOW + timedelta(days=day))
                acts(s, opened, ["desktop social correct", "login next correct", "face next correct end"])
    return trainer


def bench(application: Flask) -> Bench:
    found: Bench = application.extensions["lamp"]
    return found


def done(application: Flask, client: Inspector, word: str) -> Page:
    assert client.send(f"/model/{word}").status_code == 303
    bench(application).join()
    assert bench(application).doing is None and not bench(application).failed
    return client.page("/model", headers={"Accept-Language": "en"})


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_before_anything_is_looked_at_the_page_says_what_it_is(trainer: Inspector, lang: str) -> None:
    page = trainer.page("/model", headers={"Accept-Language": lang})
    assert (
        page.heading
        == {
            "zh": "模型：练得还太少，说不出它准不准",
            "en": "The learner model: too little has been practised to say how right it is",
        }[lang]
    )
    assert load().version in " ".join(one.text() for one in page.all("code"))


def test_a_look_says_for_each_group_what_was_expected_and_what_was(
    application: Flask, practised: Inspector, settings: Settings
) -> None:
    page = done(application, practised, "calibration")
    looked = lamp.looked(settings.instance)
    assert looked is not None
    groups = {(one.kind, one.name): one for one in looked.groups}
    whole = groups["all", ""]
    with application.extensions["records"].session() as s:
        people = [one for room in roster.classrooms(s) for one in roster.learners(s, room.id)]
        met = [o for one in people for o in planning.history(s, application.extensions["shelf"].lessons, one.id)]
    assert whole.answers == sum(o.outcome != "helped" for o in met) > 100
    assert whole.seen == pytest.approx(sum(o.outcome == "alone" for o in met) / whole.answers)
    assert groups["age", "70-79"].answers == whole.answers and "village" in {kind for kind, _ in groups}
    text = " ".join(one.text() for one in page.all("td", "th", "h1"))
    assert f"{round(100 * whole.seen)} %" in text and str(whole.answers) in text
    assert page.heading == f"The learner model expected {round(100 * whole.said)} % done alone, and 100 % were"


def test_retraining_shows_both_numbers_is_in_use_at_once_and_is_undone(
    application: Flask, practised: Inspector, settings: Settings
) -> None:
    page = done(application, practised, "retrain")
    tried = lamp.tried(settings.instance)
    assert tried is not None and tried.changed and tried.kept == "recalibrated"
    losses = dict(tried.trials)
    assert losses["recalibrated"] < losses["present"]
    told = " ".join(one.text() for one in page.all("td"))
    assert f"{losses['present']:.4f}" in told and f"{losses['recalibrated']:.4f}" in told
    assert application.extensions["artefact"].hash == serving(settings.instance).hash != load().hash
    assert practised.send("/model/undo").status_code == 303
    assert application.extensions["artefact"].hash == load().hash
    practised.get("/model")
    practised.send("/model/undo")
    assert "前面没有别的模型了" in practised.get("/model").text


def test_what_is_no_better_is_refused(application: Flask, practised: Inspector, settings: Settings) -> None:
    for _ in range(12):
        done(application, practised, "retrain")
        tried = lamp.tried(settings.instance)
        assert tried is not None
        if not tried.changed:
            break
    assert not tried.changed
    before = serving(settings.instance).hash
    done(application, practised, "retrain")
    assert serving(settings.instance).hash == before


def test_a_worse_model_gives_way_to_a_better_one(application: Flask, practised: Inspector, settings: Settings) -> None:
    worse = replace(load(), lines=tuple((-3.0, slope) for _, slope in load().lines))
    keeping.serve(settings.instance, worse)
    done(application, practised, "retrain")
    tried = lamp.tried(settings.instance)
    assert tried is not None and tried.changed


def test_only_one_thing_is_worked_out_at_a_time_and_what_fails_changes_nothing(
    application: Flask, trainer: Inspector, settings: Settings
) -> None:
    nowhere = replace(settings, database_url="sqlite:////nowhere/at/all.sqlite3")
    mine = application.extensions["lamp"] = Bench(nowhere, lambda doing: None)
    trainer.send("/model/calibration")
    assert not mine.begin("retrain", demo=False)
    mine.join()
    assert mine.failed == Doing("calibration", demo=False) and lamp.looked(settings.instance) is None
    assert "nothing was changed" in trainer.get("/model", headers={"Accept-Language": "en"}).text


def test_a_report_that_was_cut_is_no_report(settings: Settings) -> None:
    settings.instance.mkdir(exist_ok=True)
    (settings.instance / "looked.json").write_text("{", encoding="utf-8")
    assert lamp.looked(settings.instance) is None
    assert lamp.tried(settings.instance) is None


def test_the_demo_has_a_model_of_its_own(application: Flask, settings: Settings) -> None:
    folder = lamp.folder_of(settings.instance, demo=True)
    assert folder != lamp.folder_of(settings.instance, demo=False)
    told = application.test_cli_runner().invoke(args=["model", "calibration", "--demo"])
    assert told.exit_code == 0, told.output
    assert json.loads((folder / "looked.json").read_text(encoding="utf-8"))["learners"] == 0
    assert lamp.looked(settings.instance) is None


def test_the_model_of_the_demo_leaves_with_it(application: Flask, trainer: Inspector, settings: Settings) -> None:
    folder = lamp.folder_of(settings.instance, demo=True)
    other = replace(load(), lines=tuple((0.5, slope) for _, slope in load().lines))
    application.extensions["artefact_demo"] = keeping.serve(folder, other)
    assert trainer.send("/staff/remove-demo").status_code == 303
    assert not folder.exists()
    assert application.extensions["artefact_demo"].hash == load().hash


@pytest.mark.parametrize(
    ("born", "band"),
    [(None, ""), (2010, "0-59"), (1966, "60-69"), (1947, "70-79"), (1946, "80+"), (1900, "80+"), (2099, "0-59")],
)
def test_bands_of_age(born: int | None, band: str) -> None:
    assert age_band(born, NOW) == band
