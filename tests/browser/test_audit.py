"""Every page is looked at as the audit does, in both languages and at the largest text: nothing may be found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from app.bench import Drafts
from app.classes import codes
from app.records import roster, supports
from app.simulator.machine import Act
from tests.browser import places
from tests.browser.audit.looking import Sight, look
from tests.browser.audit.profiles import SENIOR, STAFF
from tests.browser.serving import Copy, Sitter
from tests.browser.tablet import BROWSER_LANGUAGES
from tests.inspector import Inspector
from tests.shelves import dealt, named

pytestmark = [pytest.mark.browser, pytest.mark.holds("audit")]

LOOKS: dict[str, dict[str, str]] = {
    "zh": {"lang": "zh_Hans_CN"},
    "en": {"lang": "en"},
    "zh-biggest": {"lang": "zh_Hans_CN", "size": "4"},
    "en-biggest": {"lang": "en", "size": "4"},
    "zh-strong": {"lang": "zh_Hans_CN", "theme": "strong"},
}
STAFF_LOOKS = ("zh", "en", "en-biggest")
TRAINER = "周老师"
PAGES: dict[str, str] = {
    "wall": "/wall",
    "confirm": "/wall/{learner}",
    "newcomer": "/newcomer",
    "home": "/home",
    "tasks": "/tasks",
    "journeys": "/journeys",
    "journey": "/journeys/retire",
    "settings": "/settings",
    "wants": "/needs",
    "wants told": "/needs/done",
    "really done": "/real/certify-pension",
    "dare": "/dare",
    "demo": "/practice/certify-pension/demo",
}


def first(copy: Copy, learner: Sitter, lesson: str) -> str:
    """The first screen, as one meets it."""
    places.begin(copy, learner, lesson)
    return f"/practice/{lesson}"


def hint(copy: Copy, learner: Sitter, lesson: str) -> str:
    """The first screen after one has asked for help."""
    places.do(copy, places.begin(copy, learner, lesson), Act("tap help"))
    return f"/practice/{lesson}?told=1"


def slip(copy: Copy, learner: Sitter, lesson: str) -> str:
    """The first screen that foresees a slip, after it."""
    sitting = places.begin(copy, learner, lesson)
    while not (slips := list(places.slips(sitting.play, sitting.place))):
        sitting = places.go_on(copy, sitting, 1)
    places.do(copy, sitting, slips[0])
    return f"/practice/{lesson}?told=1"


def finish(copy: Copy, learner: Sitter, lesson: str) -> str:
    """The page at the end."""
    sitting = places.go_on(copy, places.begin(copy, learner, lesson))
    return f"/practice/{lesson}/finish?session={sitting.session.uuid}"


def guided(copy: Copy, learner: Sitter, lesson: str) -> str:
    """A screen of the second play, as a real phone shows it, where the way is only hinted at."""
    places.go_on(copy, places.begin(copy, learner, lesson))
    sitting = places.begin(copy, learner, lesson, size="true")
    while sitting.planned == "shown" or (sitting.planned == "alone" and not sitting.place.done):
        sitting = places.go_on(copy, sitting, 1)
    return f"/practice/{lesson}"


def alone(copy: Copy, learner: Sitter, lesson: str) -> str:
    """The first screen of a later play, as a real phone shows it, with nothing pointed out."""
    for _ in range(2):
        places.go_on(copy, places.begin(copy, learner, lesson, size="true"))
    assert places.begin(copy, learner, lesson, size="true").planned == "alone"
    return f"/practice/{lesson}"


STATES: tuple[Callable[[Copy, Sitter, str], str], ...] = (first, hint, slip, guided, alone, finish)


def seated(copy: Copy, learner: Sitter, path: str) -> Sight:
    """A page as this learner sees it at the class's tablet."""
    return Sight(copy.address + path, copy.seated(learner), learner.wishes["lang"])


def nothing_found(chromium: Browser, sight: Sight) -> None:
    if findings := look(chromium, sight):
        pytest.fail("\n".join(str(finding) for finding in findings), pytrace=False)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("look_", LOOKS)
def test_a_page(chromium: Browser, copy: Copy, look_: str, page: str) -> None:
    learner = copy.newcomer(**LOOKS[look_])
    nothing_found(chromium, seated(copy, learner, PAGES[page].format(learner=learner.id)))


@pytest.mark.parametrize(("lesson", "look_", "state"), dealt(LOOKS, STATES), ids=named)
def test_a_place(
    chromium: Browser, copy: Copy, lesson: str, look_: str, state: Callable[[Copy, Sitter, str], str]
) -> None:
    learner = copy.newcomer(**LOOKS[look_])
    nothing_found(chromium, seated(copy, learner, state(copy, learner, lesson)))


@pytest.mark.parametrize("factor", [codes.PICTURES, codes.DIGITS])
@pytest.mark.parametrize("look_", LOOKS)
def test_the_page_that_asks_for_a_code(chromium: Browser, copy: Copy, look_: str, factor: str) -> None:
    learner = copy.newcomer(**LOOKS[look_])
    asked_for(copy, factor)
    try:
        with copy.records.writing() as s:
            person, trainer = roster.learner(s, learner.id), roster.all_staff(s)[0]
            assert person is not None
            codes.deal(s, person, factor, b"any", trainer, datetime.now(UTC))
        nothing_found(chromium, seated(copy, learner, f"/wall/{learner.id}/code"))
    finally:
        asked_for(copy, "")


def asked_for(copy: Copy, factor: str) -> None:
    """Let the class ask for this beside the face."""
    with copy.records.writing() as s:
        room = roster.classrooms(s)[0]
        codes.ask_for(s, room, factor, datetime.now(UTC))


DOORS = ("/", "/nowhere", "/staff", "/begin", "/join")
STAFF_PAGES = {
    "classes": "/staff",
    "enrol": "/staff/enrol",
    "board": "/board",
    "reports": "/reports",
    "divide": "/reports/divide",
    "week": "/reports/week",
    "weeks": "/reports/weeks",
    "cards": "/cards",
    "dialects": "/dialects",
    "voices": "/voices",
    "voices of a dialect": "/voices/yue",
    "class": "/staff/class/{classroom}",
    "person": "/staff/person/{learner}",
    "help by hand": "/staff/person/{helped}",
    "entry": "/staff/person/{learner}/entry",
    "photo": "/staff/person/{learner}/photo",
    "to be removed": "/staff/person/{learner}/remove",
    "start": "/staff/class/{classroom}/start",
    "plan": "/staff/class/{classroom}/plan",
    "roster": "/staff/class/{classroom}/roster",
    "show": "/staff/class/{classroom}/show",
    "shown": "/staff/class/{classroom}/show/certify-pension",
    "wants": "/staff/class/{classroom}/needs",
    "really done": "/staff/class/{classroom}/real",
    "attendance": "/staff/class/{classroom}/attendance",
    "acts": "/staff/class/{classroom}/acts",
    "not clear": "/staff/unclear",
    "prints": "/staff/print",
    "month": "/staff/class/{classroom}/print/month",
    "printed attendance": "/staff/class/{classroom}/print/attendance",
    "printed codes": "/staff/class/{classroom}/print/codes",
    "printed cards": "/staff/class/{classroom}/print/cards",
    "voices to check": "/voices/yue/check",
    "voices to read": "/voices/yue/read",
    "carry": "/carry",
    "curves": "/reports/curves",
    "steps": "/reports/steps",
    "model": "/model",
    "workshop": "/workshop",
    "workshop unopened": "/workshop/pay-resident-medical",
    "workshop bench": "/workshop/{draft}",
    "workshop glass": "/workshop/{draft}?screen=home&part=glass&focus=thing-1-label",
    "workshop right": "/workshop/{draft}?screen=home&part=right&mode=right",
    "workshop slips": "/workshop/{draft}?screen=home&part=slips&focus=slip-1",
    "workshop more": "/workshop/{draft}?part=more",
    "workshop lesson": "/workshop/{draft}/lesson",
    "workshop twists": "/workshop/{draft}/twists",
    "workshop demonstration": "/workshop/{draft}/demo",
    "workshop words": "/workshop/{draft}/words",
    "workshop history": "/workshop/{draft}/history",
    "workshop tried": "/workshop/{draft}/try?help=guided&twist=1",
    "workshop given": "/workshop/{draft}/give",
    "workshop never given": "/workshop/pay-resident-medical/give",
}
DRAFT = "certify-pension"
"""The lesson that is being worked on in the workshop's pages."""


def drafted(copy: Copy) -> str:
    """The id of an edition that somebody has begun."""
    drafts = Drafts(copy.settings.instance / "workshop" / "drafts")
    if DRAFT not in {head.id for head in drafts.all()}:
        file = next(one.file for one in copy.shelf.readings if one.lesson is not None and one.lesson.id == DRAFT)
        drafts.begin_from(DRAFT, Path(file).read_bytes().decode("utf-8"), {}, TRAINER, datetime.now(UTC))
    return DRAFT


@pytest.mark.parametrize("lang", BROWSER_LANGUAGES)
@pytest.mark.parametrize("path", DOORS)
def test_a_page_for_a_stranger(chromium: Browser, demo: Copy, path: str, lang: str) -> None:
    profile = STAFF if path in ("/staff", "/begin") else SENIOR
    sight = Sight(demo.address + path, (), lang, profile, 404 if path == "/nowhere" else 200)
    nothing_found(chromium, sight)


@pytest.mark.parametrize("page", STAFF_PAGES)
@pytest.mark.parametrize("look_", STAFF_LOOKS)
def test_a_page_for_staff(chromium: Browser, demo: Copy, look_: str, page: str) -> None:
    with demo.records.session() as s:
        classroom = roster.classrooms(s, demo=True)[0]
        learner, helped = roster.learners(s, classroom.id)[:2]
        trainer = next(one for one in roster.all_staff(s) if one.name == TRAINER)
    if page == "help by hand":
        with demo.records.writing() as s:
            supports.choose(s, helped.id, supports.ALL, "guided", by=trainer.id, now=datetime.now(UTC))
    places = {"classroom": classroom.id, "learner": learner.id, "helped": helped.id, "draft": drafted(demo)}
    path = STAFF_PAGES[page].format(**places)
    wishes = LOOKS[look_]
    nothing_found(chromium, Sight(demo.address + path, demo.signed_in(TRAINER, **wishes), wishes["lang"], STAFF))


@pytest.mark.parametrize("look_", STAFF_LOOKS)
def test_a_stick_that_somebody_brought(chromium: Browser, copy: Copy, look_: str) -> None:
    """A class's own file, brought in again: what would come in, before anybody has said yes."""
    wishes = LOOKS[look_]
    cookies = copy.signed_in(TRAINER, **wishes)
    client = Inspector(copy.app)
    for cookie in cookies:
        client.set_cookie(cookie["name"], cookie["value"])
    with client.get(f"/staff/class/{copy.classroom_id}/home-file") as taken:
        stick = taken.data
    form = {"csrf_token": client.token("/carry"), "stick": (BytesIO(stick), "class.zip")}
    told = client.post("/carry", data=form)
    nothing_found(chromium, Sight(copy.address + told.headers["Location"], cookies, wishes["lang"], STAFF))
