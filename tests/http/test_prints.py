"""What is printed: cards, handouts, sheets to take home and attendance; whose it is, what it says, and how large."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from uuid import UUID

import pytest
from flask import Flask

from app.config import ROOT
from app.practice import calendars
from app.records import Records, attendance, cards, journal, roster
from tests.inspector import Inspector, Page
from tests.people import NOW, Village, acts, play, staffed, village

pytestmark = pytest.mark.slow

PASSWORD = "wan-shan-0000"
ENGLISH = {"Accept-Language": "en"}
LESSON = "certify-pension"
SHEET = (ROOT / "static" / "css" / "print.css").read_text(encoding="utf-8")


@pytest.fixture
def where(application: Flask, client: Inspector) -> Village:
    """A class that meets on Thursdays; its learner slipped at the password and did the rest. 小刘 is signed in."""
    application.extensions["clock"] = lambda: NOW
    with records_of(application).writing() as s:
        made = staffed(s, PASSWORD)
        opened = play(s, made, lesson=LESSON)
        acts(s, opened, ["desk social correct", "login next slip", "login next correct", "face next correct end"])
        calendars.keep(s, made.classroom_id, [3], NOW)
    assert client.send("/staff", name="小刘", password=PASSWORD).status_code == 303
    return made


def records_of(application: Flask) -> Records:
    found: Records = application.extensions["records"]
    return found


def add(application: Flask, where: Village, name: str, face: str) -> UUID:
    with records_of(application).writing() as s:
        room = roster.classroom(s, where.classroom_id)
        assert room is not None
        return roster.add_learner(s, classroom=room, name=name, name_latin="Zhao", face=face, now=NOW).id


def check(application: Flask, lesson: str) -> None:
    door = application.extensions["shelf"].catalogue.bridges[lesson]
    with records_of(application).writing() as s:
        trainer = roster.staff_named(s, "周老师")
        assert trainer is not None
        cards.check(s, trainer, door, how="telephone", differs="", now=NOW)


def sheets(page: Page) -> list[str]:
    return [one.text() for one in page.all("section") if "sheet" in one.attributes.get("class", "").split()]


def ways(where: Village) -> tuple[str, ...]:
    of_class = f"/staff/class/{where.classroom_id}"
    return (
        "/staff/print",
        "/staff/print/practice-cards",
        f"/staff/print/lesson/{LESSON}",
        f"{of_class}/print/cards",
        f"{of_class}/print/take-home",
        f"/staff/person/{where.learner_id}/print/take-home",
        f"{of_class}/print/attendance",
        f"{of_class}/attendance",
    )


@pytest.mark.parametrize("headers", [ENGLISH, {}], ids=["en", "zh"])
def test_each_can_be_read_in_both_languages(client: Inspector, where: Village, headers: dict[str, str]) -> None:
    for address in ways(where):
        assert client.page(address, headers=headers).heading


def test_every_page_is_reached_from_a_class_or_a_person(client: Inspector, where: Village) -> None:
    links = {
        link.attributes.get("href", "")
        for address in (f"/staff/class/{where.classroom_id}", f"/staff/person/{where.learner_id}", "/staff/print")
        for link in client.page(address).all("a")
    }
    assert set(ways(where)) <= links


def test_the_class_of_somebody_else_is_not_printed(application: Flask, client: Inspector, where: Village) -> None:
    with records_of(application).writing() as s:
        other = village(s, name="江城")
    for address in ways(other)[3:]:
        assert client.get(address).status_code == 404
    assert client.send(ways(other)[-1], day="2026-09-03").status_code == 404


def test_a_card_holds_face_and_name_and_nothing_secret(application: Flask, client: Inspector, where: Village) -> None:
    for number in range(8):
        add(application, where, f"新来的{number}", f"f{number + 10}")
    page = client.page(f"/staff/class/{where.classroom_id}/print/cards")
    told = sheets(page)
    assert [len(re.findall("楚河村一班", words)) for words in told] == [8, 1], "eight on a page"
    assert not re.search(r"\d{4}|[0-9a-f]{8}-", " ".join(told))


def test_the_practice_cards_are_those_of_the_invented_people(client: Inspector, where: Village) -> None:
    page = client.page("/staff/print/practice-cards", headers=ENGLISH)
    told = " ".join(sheets(page))
    assert told.count("Only to practise with") == len(page.all("dl")) >= 4
    numbers = re.findall(r"(?<!\d)\d{18}(?!\d)", told)
    assert len(numbers) == len(set(numbers)) == len(page.all("dl"))
    assert all(number.startswith("99") for number in numbers)


def test_a_handout_tells_steps_a_scam_and_where_to_ask(application: Flask, client: Inspector, where: Village) -> None:
    address = f"/staff/print/lesson/{LESSON}"
    (told,) = sheets(client.page(address, headers=ENGLISH))
    assert "Nobody has checked this card here yet. Ask 12345 or the village station" in told
    assert "A scammer would say" in told and "$" not in told
    check(application, LESSON)
    (told,) = sheets(client.page(address, headers=ENGLISH))
    assert "Nobody has checked" not in told
    assert "12333" in told and "after that ask 12345 or the village station" in told


def test_a_step_is_drawn_as_in_practice_and_nothing_in_it_answers(client: Inspector, where: Village) -> None:
    page = client.page(f"/staff/print/lesson/{LESSON}")
    shots = [one for one in page.all("div") if one.attributes.get("class") == "shot"]
    assert len(shots) == len(page.all("ol")[0].children) == 5
    for shot in shots:
        assert shot.attributes["aria-hidden"] == "true"
        inside = list(shot.walk())
        classes = [name for one in inside for name in one.attributes.get("class", "").split()]
        assert "here" in classes and classes.count("hand") <= 1 and "sim" in classes
        assert not {one.tag for one in inside} & {"button", "input", "a", "form", "label", "summary", "details", "h2"}
        names = {name for one in inside for name in one.attributes}
        assert not {name for name in names if name in ("id", "name", "role", "tabindex") or name.startswith("data-")}
        assert shot.text().split()[1] == "练习"
    ringed = [one.text() for one in shots[1].walk() if "here" in one.attributes.get("class", "").split()]
    assert ringed == ["待遇资格认证"]


def test_english_beside_a_checked_card_keeps_three_steps(application: Flask, client: Inspector, where: Village) -> None:
    address = f"/staff/print/lesson/{LESSON}"

    def count(headers: dict[str, str]) -> int:
        page = client.page(address, headers=headers)
        return sum(one.attributes.get("class") == "shot" for one in page.all("div"))

    assert (count({}), count(ENGLISH)) == (5, 5)
    check(application, LESSON)
    assert (count({}), count(ENGLISH)) == (5, 3)


def test_a_handout_is_made_in_half_a_second(application: Flask, client: Inspector, where: Village) -> None:
    client.get(f"/staff/print/lesson/{LESSON}")
    begun = time.perf_counter()
    client.get("/staff/print/lesson/bigger-text")
    assert time.perf_counter() - begun < 0.5


@pytest.mark.parametrize("lesson", ["nothing", "../x"])
def test_what_is_no_lesson_is_not_there(client: Inspector, where: Village, lesson: str) -> None:
    assert client.get(f"/staff/print/lesson/{lesson}").status_code == 404


def test_everyone_takes_home_their_own_hard_steps_and_the_day_of_the_class(
    application: Flask, client: Inspector, where: Village
) -> None:
    add(application, where, "赵玉兰", "f12")
    told = sheets(client.page(f"/staff/class/{where.classroom_id}/print/take-home", headers=ENGLISH))
    hers, new = sorted(told, key=lambda words: "王桂芳" not in words)
    assert "王桂芳, look at these once more" in hers and "When you have done" in hers
    assert "you are just beginning" in new and "In class" in new and "When you have done" not in new
    assert "come to 楚河村 and ask for 小刘" in hers and "come to 楚河村 and ask for 小刘" in new
    days = re.findall(r"(\w{3}), (\w{3} \d+)", hers + new)
    assert len(days) == 6 and {name for name, _ in days} == {"Thu"}
    assert not re.search(r"score|best|worst|rank|%", hers + new, re.IGNORECASE)
    (alone,) = sheets(client.page(f"/staff/person/{where.learner_id}/print/take-home", headers=ENGLISH))
    assert alone == hers


def test_the_list_has_a_box_for_each_person_and_day_of_the_class(client: Inspector, where: Village) -> None:
    address = f"/staff/class/{where.classroom_id}/print/attendance"
    page = client.page(f"{address}?month=2026-09-15", headers=ENGLISH)
    assert [th.text() for th in page.all("th")] == ["Person", "3T", "10T", "17T", "24T", "王桂芳"]
    assert len(page.all("td")) == 4
    assert "September 2026" in sheets(page)[0]


def test_a_class_without_days_gets_empty_columns(application: Flask, client: Inspector, where: Village) -> None:
    with records_of(application).writing() as s:
        calendars.keep(s, where.classroom_id, [], NOW)
    page = client.page(f"/staff/class/{where.classroom_id}/print/attendance")
    assert len(page.all("td")) == 8


def test_attendance_is_typed_back_corrected_and_counted(application: Flask, client: Inspector, where: Village) -> None:
    new = add(application, where, "赵玉兰", "f12")
    address = f"/staff/class/{where.classroom_id}/attendance"

    def send(day: str, *present: UUID) -> int:
        sent = {"day": day, "present": [str(one) for one in present]}
        return client.send(address, **sent).status_code

    assert send("2026-09-03", where.learner_id) == 303
    assert send("2026-09-10", where.learner_id, new) == 303
    assert ticks(client.page(f"{address}?day=2026-09-03")) == {str(where.learner_id): True, str(new): False}
    assert send("2026-09-03", new) == 303
    assert ticks(client.page(f"{address}?day=2026-09-03")) == {str(where.learner_id): False, str(new): True}
    page = client.page(f"/staff/class/{where.classroom_id}", headers=ENGLISH)
    (told,) = [one.text() for one in page.all("section") if one.attributes.get("aria-labelledby") == "paper"]
    assert "Thu, Sep 10: 2 of 2" in told and "Thu, Sep 3: 1 of 2" in told
    assert "From 2 days that were ticked: about 2 came each time." in told
    with records_of(application).session() as s:
        facts = journal.facts(s, attendance.ATTENDANCE)
        liu = roster.staff_named(s, "小刘")
        assert liu is not None
        assert len(facts) == 6 and {fact.body["by"] for fact in facts} == {str(liu.id)}


def ticks(page: Page) -> dict[str, bool]:
    boxes = [box for box in page.all("input") if box.attributes.get("name") == "present"]
    return {box.attributes["value"]: "checked" in box.attributes for box in boxes}


@pytest.mark.parametrize(
    "sent",
    [{"day": "yesterday"}, {"day": ""}, {"day": "2026-09-03", "present": "x"},
     {"day": "2026-09-03", "present": str(UUID(int=5))}],
)  # fmt: skip
def test_what_is_no_day_or_nobody_of_the_class_is_refused(
    client: Inspector, where: Village, sent: Mapping[str, str]
) -> None:
    address = f"/staff/class/{where.classroom_id}/attendance"
    assert client.send(address, **sent).status_code == 400


def test_print_is_large_black_and_a_page_each() -> None:
    sizes = re.findall(r"([^{}]+)\{[^{}]*font-size:\s*([\d.]+)(\w+)", SHEET)
    assert sizes and {unit for _, _, unit in sizes} == {"pt"}
    for rule, size, _ in sizes:
        assert float(size) >= (16 if re.search(r"\.(big|handout|home|steps-do|scam|door)\b", rule) else 12), rule
    assert "size: A4 portrait" in SHEET and "page-break-after: always" in SHEET
    colours = set(re.findall(r"#[0-9a-fA-F]{3,6}\b", SHEET))
    assert colours <= {"#000", "#fff", "#999"}, "nothing is told by a colour"
