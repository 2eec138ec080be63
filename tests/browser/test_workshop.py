"""A newcomer makes a lesson in the workshop by its pages alone; it passes the checker, travels, and is practised."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app import create_app, practice
from app.bench import Drafts, findings
from app.factory import wall_clock
from app.practice import planning
from app.simulator.reading import read_lesson
from models.artefact import load
from tests.browser import workshop_hands as hands
from tests.browser.serving import Copy
from tests.browser.tablet import LONG, tablet, way

pytestmark = [pytest.mark.browser, pytest.mark.slow]

VOLUNTEER = "小刘"


@contextmanager
def laptop(chromium: Browser, copy: Copy) -> Iterator[Page]:
    """The volunteer's browser on the laptop, signed in through the page as on the first day."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN", accept_downloads=True)
    context.set_default_timeout(LONG)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{copy.address}/staff")
    page.locator("[name=name]").fill(VOLUNTEER)
    page.locator("[name=password]").fill(copy.passwords[VOLUNTEER])
    page.locator("form:has([name=password]) button").first.click()
    page.wait_for_load_state()
    yield page
    context.close()
    assert not wrong


def drafts(copy: Copy) -> Drafts:
    """The drafts of a copy, as its own process keeps them."""
    return Drafts(copy.settings.instance / "workshop" / "drafts")


@pytest.fixture(scope="module")
def made(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory, empty_database: Path
) -> Iterator[tuple[Copy, str]]:
    """A copy of this file's own, and the lesson that was made in it by mouse."""
    copy = Copy.over(tmp_path_factory.mktemp("workshop") / "instance", empty_database)
    copy.make_class()
    copy.start()
    try:
        with laptop(chromium, copy) as page:
            draft = hands.make_by_mouse(page, copy.address)
        yield copy, draft
    finally:
        copy.close()


def left_to_do(copy: Copy, draft: str) -> list[str]:
    """What the checker finds, words in other languages aside: Chinese stands there where they are missing."""
    catalogues = copy.app.extensions["catalogues"]
    found = findings(drafts(copy).open(draft), copy.shelf.catalogue, catalogues.find)
    return [one.what % one.values for place, those in found.items() if place[0] != "words" for one in those]


@pytest.mark.holds("workshop-made")
def test_by_mouse_five_screens_two_slips_a_detour_and_a_twist_pass_the_checker(
    chromium: Browser, made: tuple[Copy, str]
) -> None:
    copy, draft = made
    assert left_to_do(copy, draft) == []
    lesson = read_lesson(drafts(copy).open(draft).text, copy.shelf.catalogue, draft).lesson
    assert lesson is not None and lesson.title.zh == hands.TITLE and lesson.learner.id == "dashun"
    detours = {slip.detour for screen in lesson.screens.values() for _, slip in screen.wrong if slip.detour}
    assert len(lesson.screens) - len(detours) == 5 and len(detours) == 1 and len(lesson.twists) == 1
    told = [slip.say.zh for screen in lesson.screens.values() for _, slip in screen.wrong]
    assert "这是拉人去买东西的。不要紧，什么都没买。退出来，接着交水费。" in told
    assert "还没有点“交水费”。不要紧，没有往下走。找到“交水费”，点一下。" in told
    with laptop(chromium, copy) as page:
        page.goto(f"{copy.address}/workshop/{draft}")
        expect(page.locator(".todo")).to_have_count(0)


@pytest.mark.holds("workshop-made")
def test_a_screen_is_made_by_keyboard_alone(chromium: Browser, made: tuple[Copy, str]) -> None:
    copy, _ = made
    with laptop(chromium, copy) as page:
        draft = hands.begin(page, copy.address)
        hands.screen_by_keyboard(page)
    node = read_lesson(drafts(copy).open(draft).text, copy.shelf.catalogue, draft).lesson
    assert node is not None
    screen = node.screens["page"]
    assert screen.say.zh == "按键盘写的一句话。" and list(screen.right) == ["tap later"]
    assert [slip.say.zh for rule, slip in screen.wrong if rule.act == "tap next"] == ["怎么了。不要紧。下一步点这里。"]


@pytest.mark.holds("workshop-made")
def test_it_is_tried_to_its_end_in_the_practice_page(chromium: Browser, made: tuple[Copy, str]) -> None:
    copy, draft = made
    lesson = read_lesson(drafts(copy).open(draft).text, copy.shelf.catalogue, draft).lesson
    assert lesson is not None
    with laptop(chromium, copy) as page:
        page.goto(f"{copy.address}/workshop/{draft}/try?twist=1")
        for stroke in way(lesson, 1):
            expect(page.locator(".play")).to_have_attribute("data-screen", stroke.screen)
            page.locator(f'#stage [data-act="{stroke.act}"]:visible').first.click()
        expect(page.get_by_role("heading", name="从头到尾就是这样")).to_be_visible()


@pytest.mark.holds("workshop-made")
def test_it_leaves_as_a_file_and_comes_back_with_the_same_bytes(
    chromium: Browser, made: tuple[Copy, str], tmp_path: Path
) -> None:
    copy, draft = made
    with laptop(chromium, copy) as page:
        first, again = (tmp_path / name for name in ("first.lesson.zip", "again.lesson.zip"))
        hands.save_as_file(page, copy.address, draft, first)
        before = drafts(copy).open(draft)
        page.goto(f"{copy.address}/workshop")
        page.locator(f'form[action="/workshop/{draft}/remove"] button').click()
        hands.bring_file(page, copy.address, first)
        assert drafts(copy).open(draft).text == before.text
        hands.save_as_file(page, copy.address, draft, again)
    assert first.read_bytes() == again.read_bytes()


@pytest.mark.holds("workshop-made")
def test_learners_practise_it_and_it_counts(chromium: Browser, made: tuple[Copy, str]) -> None:
    copy, draft = made
    with laptop(chromium, copy) as page:
        page.goto(f"{copy.address}/workshop/{draft}/give")
        page.locator(f'form[action="/workshop/{draft}/give"] button').click()
        page.wait_for_load_state()
    lessons = create_app(copy.settings).extensions["shelf"].lessons
    lesson, learner, other = lessons[draft], copy.newcomer(), copy.newcomer()
    with tablet(chromium, copy) as shown:
        shown.begin(learner, draft)
        for stroke in way(lesson):
            shown.do(stroke)
        shown.must_be_finished(draft)
    with copy.records.session() as s:
        met = planning.history(s, lessons, learner.id)
        ready = [practice.prepare(s, lessons, load(), who.id, draft, wall_clock(), twist=0) for who in (learner, other)]
    walked = {skill for stroke in way(lesson) for skill in lesson.screens[stroke.screen].skills}
    assert {skill for one in met for skill in one.skills} == walked
    after, before = ({name: step["p"] for name, step in one.plan["steps"].items()} for one in ready)
    assert after.keys() == before.keys() and all(after[name] > before[name] for name in after), "the model thinks more"


@pytest.mark.holds("workshop-killed")
def test_a_laptop_or_a_browser_that_dies_keeps_all_but_the_sentence_being_typed(
    chromium: Browser, mortal: Copy
) -> None:
    with laptop(chromium, mortal) as page:
        draft = hands.begin(page, mortal.address)
        hands.write(page, page.locator("#f-say"), "这一句存好了。")
        page.locator("#f-say").press_sequentially("这一句还没写")
        mortal.kill()
        said = page.locator("#f-say").input_value()
        expect(page.locator("#saved")).to_contain_text("电脑没有回应")
        mortal.start()
        expect(page.locator("#saved")).to_contain_text(hands.SAVED)
    now = read_lesson(drafts(mortal).open(draft).text, mortal.shelf.catalogue, draft).lesson
    assert now is not None and now.screens["desk"].say.zh == said
    with laptop(chromium, mortal) as page:
        page.goto(f"{mortal.address}/workshop/{draft}")
        hands.write(page, page.locator("#f-say"), "这一句存好了。")
        page.locator("#f-say").press_sequentially("这一句还没写")
        mortal.kill()
    mortal.start()
    then = read_lesson(drafts(mortal).open(draft).text, mortal.shelf.catalogue, draft).lesson
    assert then is not None and then.screens["desk"].say.zh.startswith("这一句存好了。")
    with laptop(chromium, mortal) as page:
        page.goto(f"{mortal.address}/workshop/{draft}?part=hints")
        hands.write(page, page.locator("#f-hint-1"), "这条提示存好了。")
        page.locator("#f-hint-2").press_sequentially("没写完")
    with laptop(chromium, mortal) as page:
        page.goto(f"{mortal.address}/workshop/{draft}?part=hints")
        expect(page.locator("#f-hint-1")).to_have_value("这条提示存好了。")
    assert left_to_do(mortal, draft) == []


@pytest.mark.holds("workshop-killed")
def test_two_at_once_are_shown_both_sentences(chromium: Browser, mortal: Copy) -> None:
    with laptop(chromium, mortal) as one, laptop(chromium, mortal) as other:
        draft = hands.begin(one, mortal.address)
        other.goto(f"{mortal.address}/workshop/{draft}")
        hands.write(one, one.locator("#f-say"), "先写的一句。")
        other.locator("#f-say").fill("后写的一句。")
        clash = other.locator(".clash")
        expect(clash).to_contain_text("先写的一句。")
        expect(clash).to_contain_text("后写的一句。")
        clash.get_by_role("button", name="用我的").click()
        expect(other.locator("#f-say")).to_have_value("后写的一句。")
    assert "先写的一句" in str([edit.what for edit in drafts(mortal).history(draft)])
