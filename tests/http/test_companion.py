"""Somebody beside the learner: one tap on and off, a fold-out for them, and what is done together counts as helped."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from flask import Flask

from app.practice import Sitting, look, planning, resume
from app.practice.sitting import acts_on
from app.records import Records, journal, progress, summaries
from app.simulator import companion, machine
from app.simulator.lesson import stage
from app.simulator.shelf import Shelf
from app.web import compiling, preferences
from tests.forms import attempts, field, form, screen, token
from tests.inspector import Inspector, Page
from tests.people import Village

pytestmark = pytest.mark.slow

LESSON = "certify-pension"


def press(client: Inspector, act: str) -> None:
    page = client.get(f"/practice/{LESSON}")
    client.post(f"/practice/{LESSON}/act", data=form(page, act=act), follow_redirects=True)


def fold_out(page: Page) -> str:
    return " ".join(one.text() for one in page.elements if one.attributes.get("class") == "companion")


def a_slip(sitting: Sitting) -> str:
    """An act that is a slip where a play stands."""
    tried = ((act, machine.advance(sitting.play, sitting.place, machine.Act(act))[1]) for act in acts_on(look(sitting)))
    return next(act for act, outcome in sorted(tried, key=str) if outcome.kind == machine.SLIP and not outcome.moved)


@pytest.mark.holds("beside")
def test_one_tap_brings_the_page_for_whoever_sits_beside_and_one_tap_takes_it_away(
    application: Flask, client: Inspector, learner: UUID
) -> None:
    acts = [one.attributes.get("data-act") for one in client.page(f"/practice/{LESSON}").all("button")]
    assert "tap beside-me" in acts and "tap beside-gone" not in acts
    assert not fold_out(client.page(f"/practice/{LESSON}"))
    before = screen(client.get(f"/practice/{LESSON}"))
    press(client, "tap beside-me")
    page = client.page(f"/practice/{LESSON}")
    told = fold_out(page)
    hints = application.extensions["shelf"].lessons[LESSON].screens[before].hints
    assert "等满一分钟" in told and hints[0].zh in told and hints[1].zh in told and "不替本人点" in told
    assert screen(client.get(f"/practice/{LESSON}")) == before
    press(client, "tap beside-gone")
    assert not fold_out(client.page(f"/practice/{LESSON}"))
    kept = attempts(application, client.get(f"/practice/{LESSON}"))
    assert kept == [("tap beside-me", "", "neutral"), ("tap beside-gone", "", "neutral")]


@pytest.mark.holds("beside")
def test_what_is_done_together_is_neither_right_nor_wrong(application: Flask, client: Inspector, learner: UUID) -> None:
    records: Records = application.extensions["records"]
    press(client, "tap beside-me")
    place = client.get(f"/practice/{LESSON}")
    session = UUID(field(place, "session"))
    with records.session() as s:
        sitting = resume(s, application.extensions["shelf"].lessons, session)
        right = machine.next_act(sitting.play, sitting.place)
    assert right is not None
    press(client, a_slip(sitting))
    press(client, right.act)
    press(client, "tap beside-gone")
    with records.session() as s:
        sitting = resume(s, application.extensions["shelf"].lessons, session)
    press(client, a_slip(sitting))
    with records.writing() as s:
        for _ in ("folded from the log", "from the summaries"):
            met = progress.opportunities(s, learner)
            told = [(one.outcome, one.helped, one.slipped) for one in met]
            assert told == [("hint", True, False), ("slip", False, True)]
            outcomes = [one.outcome for one in planning.history(s, application.extensions["shelf"].lessons, learner)]
            assert outcomes == ["helped", "slip"]
            summaries.rebuild(s)
        outcomes = [one.outcome for one in journal.attempts(s, session)]
        assert outcomes.count("slip") == 2, "the log itself tells what happened"


def test_a_play_done_together_is_walked_through_but_done_alone_by_nobody(
    application: Flask, client: Inspector, where: Village, shelf: Shelf
) -> None:
    """As a tablet does it that sends everything late, its laptop being off meanwhile."""
    records: Records = application.extensions["records"]
    page = client.get(f"/practice/{LESSON}")
    session, play = field(page, "session"), stage(shelf.lessons[LESSON])
    headers = {"X-CSRFToken": token(client.get("/home"))}
    place, sent = machine.start(play), []
    acts = [machine.Act(machine.BESIDE), *(act for _, act in machine.path(play))]
    for ago, act in enumerate(acts):
        here = place.screen
        place, outcome = machine.advance(play, place, act)
        told = {"uuid": str(uuid4()), "session": session, "act": act.act, "value": act.value, "screen": here}
        sent.append(told | {"outcome": outcome.kind, "ago": 1000.0 * (len(acts) - ago)})
    sat = {"id": str(uuid4()), "learner": str(where.learner_id), "ago": 1000.0 * (len(acts) + 5), "away": True}
    for many in (sent[:20], sent[10:], sent):
        message = {"openings": [], "acts": [one | {"sitting": sat["id"]} for one in many], "sittings": [sat]}
        answer = client.post("/acts", json=message, headers=headers).get_json()
        assert answer["kept"] == [one["uuid"] for one in many] and not answer["mend"]
    with records.session() as s:
        (done,) = progress.finished_plays(s, where.learner_id)
    assert (done.alone, done.slips, done.slipped) == (0, 0, 0)
    assert done.helped == done.steps == done.hints
    end = client.page(f"/practice/{LESSON}/finish?session={session}")
    assert "这几样，您自己办的" not in " ".join(one.text() for one in end.all("h2"))


def test_a_detour_a_password_and_a_wait_have_manners_of_their_own(shelf: Shelf) -> None:
    found = {
        companion.manner(screen_)
        for lesson in shelf.lessons.values()
        for twist in range(len(lesson.twists) + 1)
        for screen_ in stage(lesson, twist).screens.values()
    }
    assert found == set(companion.MANNERS)
    for lesson in shelf.lessons.values():
        for screen_ in lesson.every_screen():
            kinds = {widget.kind for widget in screen_.widgets()}
            assert ("pin" in kinds) == (companion.manner(screen_) == companion.AWAY)


def test_nobody_beside_is_told_the_answer_to_what_is_to_be_judged(application: Flask, shelf: Shelf) -> None:
    lesson = shelf.lessons["spot-scam-sms"]
    with application.test_request_context(), preferences.as_if(lang="en"):
        drawn = compiling.lesson_drawn(lesson).compiled.data
    judged = [one for one in drawn["screens"] if "who sends this" in one["say"]["companion"]]
    assert judged
    assert not [one for one in judged if "what to do" in one["say"]["companion"]]
