"""Reading aloud: staff alone, a second account listens, learners hear it, and what is taken back is gone everywhere."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask

from app.records import readers
from app.records.readers import AGAIN, WAITING
from app.records.verifying import verify
from app.simulator.lesson import Text
from app.voices.lines import Reading
from app.web import voicewords
from app.web.tongue import DIALECTS
from tests.inspector import Inspector, Page
from tests.people import Village, enrolled
from tests.readers import encoded, hostile, line_of, voice
from tests.reading import NAME, agree, files, heard, judged, lines, readings, send, take

pytestmark = [pytest.mark.slow, pytest.mark.holds("recording")]


def test_who_may_not_enter(client: Inspector, where: Village) -> None:
    assert client.get("/voices").headers["Location"] == "/staff?next=%2Fvoices"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_stands_in_both_languages(application: Flask, staff: Callable[[str], Inspector], lang: str) -> None:
    volunteer, headers = staff("小刘"), {"Accept-Language": lang}
    assert "/voices" in [one.attributes.get("href") for one in volunteer.page("/staff", headers=headers).all("a")]
    assert volunteer.page("/voices", headers=headers).heading == {"zh": "乡音", "en": "Voices of people"}[lang]
    for dialect in DIALECTS:
        assert volunteer.page(f"/voices/{dialect}", headers=headers).heading
        reader = agree(volunteer, dialect)
        page = volunteer.page(f"/voices/{dialect}/read?reader={reader}", headers=headers)
        text = " ".join(one.text() for one in page.all("p"))
        assert lines(application, dialect)[0].text in text
        take(volunteer, reader, lines(application, dialect)[0], dialect)
        assert volunteer.page(f"/voices/{dialect}/check", headers=headers).heading
        assert volunteer.page(f"/voices/{dialect}", headers=headers).heading
    for dialect in DIALECTS:
        assert (
            lines(application, dialect)[0].text in staff("周老师").get(f"/voices/{dialect}/check", headers=headers).text
        )
    assert volunteer.get("/voices/cdo").status_code == 404


def test_nobody_reads_without_a_yes(application: Flask, staff: Callable[[str], Inspector]) -> None:
    volunteer = staff("小刘")
    for told in ({"name": NAME}, {"name": " ", "agreed": "yes"}, {"name": "长" * 81, "agreed": "yes"}):
        assert volunteer.send("/voices/yue/readers", **told).status_code == 422
    assert not readings(application).readers
    agreed = UUID(agree(volunteer))
    reader = readings(application).readers[agreed]
    assert (reader.name, reader.dialect, reader.wording) == (NAME, "yue", 1)
    assert send(volunteer, str(UUID(int=5)), lines(application)[0], encoded(voice(4.0))).status_code == 404
    assert send(volunteer, "nobody", lines(application)[0], encoded(voice(4.0))).status_code == 404
    assert not files(application)


def test_a_take_is_heard_once_another_account_has_listened(
    application: Flask, staff: Callable[[str], Inspector]
) -> None:
    volunteer, trainer = staff("小刘"), staff("周老师")
    line = lines(application)[0]
    own = tongue_of(application, line)
    reader = agree(volunteer)
    before = heard(application, line.mandarin, own)
    take(volunteer, reader, line)
    assert heard(application, line.mandarin, own) == before
    assert judged(volunteer, application) == 403
    sound = trainer.get(f"/voices/takes/{next(readings(application).stand(WAITING)).id}")
    assert (sound.status_code, sound.mimetype, sound.headers["Cache-Control"]) == (200, "audio/mpeg", "no-store")
    sound.close()
    assert volunteer.page("/voices/yue/check").heading == "没有要听的"
    assert trainer.page("/voices/yue/check").heading == "这句读得好吗？"
    assert judged(trainer, application) == 303
    assert heard(application, line.mandarin, own) == "human-yue"
    clip = application.test_client().get(f"/clips/{line.clip}")
    clip.close()
    assert clip.headers["Cache-Control"] == "no-store" and clip.headers["X-Recording"]
    assert trainer.page("/voices/yue").heading.startswith(f"{len(lines(application))} 句话，有 1 句")


def test_a_reader_goes_before_the_voice_of_a_tablet(
    application: Flask, staff: Callable[[str], Inspector], where: Village
) -> None:
    line = next(one for one in lines(application, "cmn") if one.key == "ui.Tap your own face")
    tablet = application.test_client()
    enrolled(application, tablet, where)

    def read_by_a_person() -> bool:
        said = [one for one in Page(tablet.get("/wall").text).elements if one.attributes.get("data-heard") == line.text]
        assert said
        return all("data-read" in one.attributes for one in said)

    assert not read_by_a_person()
    take(staff("小刘"), agree(staff("小刘"), "cmn"), line, "cmn")
    assert judged(staff("周老师"), application) == 303
    assert read_by_a_person()


def tongue_of(application: Flask, line: Reading) -> str:
    """The dialect's own words of a line, empty where it has none."""
    return "" if line.text == line.mandarin else line.text


def test_what_nobody_wrote_in_the_dialect_is_read_from_the_mandarin_and_heard_in_it(
    application: Flask, staff: Callable[[str], Inspector]
) -> None:
    volunteer = staff("小刘")
    line = next(one for one in lines(application) if one.text == one.mandarin)
    take(volunteer, agree(volunteer), line)
    assert heard(application, line.text) != "human-yue"
    judged(staff("周老师"), application)
    assert heard(application, line.text) == "human-yue"
    assert heard(application, line.text, voice="") != "human-yue"


def test_a_changed_sentence_lets_its_recording_rest_and_the_next_voice_speak(
    application: Flask, staff: Callable[[str], Inspector]
) -> None:
    volunteer, shelf = staff("小刘"), application.extensions["shelf"]
    line = next(one for one in lines(application, "cmn") if one.key.startswith("skills."))
    take(volunteer, agree(volunteer, "cmn"), line, "cmn")
    judged(staff("周老师"), application)
    assert heard(application, line.text, voice="") == "human-cmn"
    name = line.key.removeprefix("skills.")
    changed = Text(line.key, f"{line.text}慢慢来。")
    skills = {**shelf.catalogue.skills, name: changed}
    application.extensions["shelf"] = replace(shelf, catalogue=replace(shelf.catalogue, skills=skills))
    del application.extensions["lines to read"]
    assert heard(application, changed.zh, voice="") != "human-cmn"
    part = next(part for part in stand(application, volunteer).values() if part[2])
    assert part[2] == 1
    reader = next(iter(readings(application).readers))
    page = volunteer.get(f"/voices/cmn/read?reader={reader}&part=rest")
    assert changed.zh in page.text and "以前录的是" in page.text


def stand(application: Flask, client: Inspector) -> dict[str, list[int]]:
    """The counts of each part, as the page tells them."""
    rows = client.page("/voices/cmn").all("tr")[1:]
    told = {row.text(): next(one.text() for one in row.walk() if one.tag == "td") for row in rows}
    return {name: [int(count) for count in counts.split(" · ")] for name, counts in told.items()}


def test_once_more_says_why_and_keeps_no_sound(application: Flask, staff: Callable[[str], Inspector]) -> None:
    volunteer, trainer = staff("小刘"), staff("周老师")
    line, reader = lines(application)[0], agree(volunteer)
    for reason in AGAIN:
        take(volunteer, reader, line)
        assert judged(trainer, application, reason) == 303
        assert not files(application)
        with application.test_request_context():
            words = voicewords.reasons()[reason]
        assert f"请再读一遍：{words}" in volunteer.get(f"/voices/yue/read?reader={reader}").text
    take(volunteer, reader, line)
    assert judged(trainer, application, "because") == 303
    assert len(list(readings(application).stand(WAITING))) == 1
    first = next(readings(application).stand(WAITING))
    take(volunteer, reader, line)
    assert len(files(application)) == 2 and not application.extensions["recordings"].path(first.id)


def test_the_lines_come_in_their_order_and_one_can_be_left_out(
    application: Flask, staff: Callable[[str], Inspector]
) -> None:
    volunteer = staff("小刘")
    reader, every = agree(volunteer), lines(application)
    base = f"/voices/yue/read?reader={reader}"
    first, second = every[0], every[1]
    assert first.text in volunteer.get(base).text
    assert second.text in volunteer.get(f"{base}&after={first.clip}").text
    answer = send(volunteer, reader, first, encoded(line_of("yue", first.text)))
    assert second.text in volunteer.get(answer.headers["Location"]).text
    slips = sum(one.part == "slips" for one in every)
    last = every[slips - 1]
    assert every[slips].part == "interface" and every[slips].text in volunteer.get(f"{base}&after={last.clip}").text
    frame = [one for one in every if one.part == "interface"]
    there = volunteer.get(f"{base}&lesson=call-12345&after={frame[-1].clip}").text
    assert next(one for one in every if one.part == "call-12345").text in there
    only = next(one for one in every if one.part == "call-12345")
    assert only.text in volunteer.get(f"{base}&part=call-12345").text


def test_every_hostile_upload_is_refused_kindly_with_nothing_stored(
    application: Flask, staff: Callable[[str], Inspector]
) -> None:
    volunteer = staff("小刘")
    reader, line = agree(volunteer), next(one for one in lines(application) if len(one.text) in range(8, 14))
    before = sorted(Path(application.extensions["settings"].instance).rglob("*"))
    count = 0
    for what, name, content in hostile():
        answer = send(volunteer, reader, line, content, name=name)
        assert answer.status_code in (303, 413, 422), what
        if answer.status_code == 422:
            [why] = [one.text() for one in Page(answer.text).all("p") if one.attributes.get("id") == "why"]
            assert len(why) > 10, what
        told = send(volunteer, reader, line, content, name=name, headers={"Accept": "application/json"})
        assert told.status_code in (413, 422) and told.get_json()["kept"] is False and told.get_json()["why"], what
        count += 1
    assert count >= 50
    assert not list(readings(application).takes)
    assert not files(application)
    assert sorted(Path(application.extensions["settings"].instance).rglob("*")) == before
    huge = b"\0" * (5 * 1024 * 1024)
    assert send(volunteer, reader, line, huge, headers={"Accept": "application/json"}).status_code == 413
    assert volunteer.post("/voices/yue/takes", data={"reader": reader, "line": line.clip}).status_code == 400


def traces(application: Flask, *wanted: bytes) -> list[str]:
    """Every file of the copy in which one of these bytes stands, or whose name they are."""
    application.extensions["records"].reader.dispose()
    here = [path for path in Path(application.extensions["settings"].instance).rglob("*") if path.is_file()]
    return [path.name for path in here for one in wanted if one in path.read_bytes() or one in path.name.encode()]


def test_taken_back_nothing_remains_not_even_in_the_databases_log(
    application: Flask, staff: Callable[[str], Inspector], where: Village
) -> None:
    volunteer, trainer = staff("小刘"), staff("周老师")
    reader, other = agree(volunteer, name="独一无二"), agree(volunteer, name="留下的人")
    mine, waiting, theirs = lines(application)[:3]
    for line, by in ((mine, reader), (theirs, other)):
        take(volunteer, by, line)
        judged(trainer, application)
    take(volunteer, reader, waiting)
    sounds = [path.read_bytes() for path in files(application) if path.suffix == ".mp3" and path.name != theirs.clip]
    ids = [str(one.id) for one in readings(application).takes.values() if str(one.reader) == reader]
    wanted = [*sounds, *(one.encode() for one in (mine.clip, waiting.clip, "独一无二", *ids))]
    assert len(sounds) == 2 and traces(application, *wanted)
    assert volunteer.send(f"/voices/readers/{reader}/withdraw").status_code == 303
    assert not traces(application, *wanted)
    assert {path.name for path in files(application)} == {theirs.clip, theirs.clip.replace("mp3", "json")}
    assert heard(application, mine.mandarin, tongue_of(application, mine)) != "human-yue"
    assert heard(application, theirs.mandarin, tongue_of(application, theirs)) == "human-yue"
    now = readings(application)
    assert list(now.readers) == [UUID(other)] and now.withdrawn == {UUID(reader)}
    with application.extensions["records"].session() as s:
        assert verify(s) == []
    tablet = application.test_client()
    enrolled(application, tablet, where)
    assert list(tablet.get("/tablet").get_json()["recordings"]) == [theirs.clip]
    assert application.test_client().get(f"/clips/{mine.clip}").status_code == 204
    assert volunteer.send(f"/voices/readers/{reader}/withdraw").status_code == 404


def test_one_who_is_replaced_takes_only_their_own_voice_back(
    application: Flask, staff: Callable[[str], Inspector]
) -> None:
    volunteer, trainer, line = staff("小刘"), staff("周老师"), lines(application)[0]
    people = [agree(volunteer, name=name) for name in ("甲", "乙")]
    for reader in people:
        take(volunteer, reader, line)
        judged(trainer, application)
    volunteer.send(f"/voices/readers/{people[0]}/withdraw")
    assert len(files(application)) == 2
    take(volunteer, people[1], line)
    volunteer.send(f"/voices/readers/{people[1]}/withdraw")
    assert not files(application)


def test_what_a_learner_takes_home_holds_no_readers_voice(
    application: Flask, staff: Callable[[str], Inspector], where: Village
) -> None:
    volunteer = staff("小刘")
    line = next(one for one in lines(application, "cmn") if one.part == "call-12345")
    take(volunteer, agree(volunteer, "cmn"), line, "cmn")
    judged(staff("周老师"), application)
    sound = application.extensions["library"].path(line.clip)
    assert sound is not None
    page = staff("小刘").get(f"/staff/person/{where.learner_id}/home/call-12345").text
    assert line.clip in page
    start = io.BytesIO(sound.read_bytes()).read(300)
    assert base64.b64encode(start).decode()[:380] not in page


def test_the_demos_people_hear_and_touch_only_the_demos_readers(
    application: Flask, staff: Callable[[str], Inspector]
) -> None:
    volunteer, invented = staff("小刘"), staff("演示老师")
    real, made_up = agree(volunteer), agree(invented, name="编的人")
    take(volunteer, real, lines(application)[0])
    take(invented, made_up, lines(application)[1])
    assert NAME not in invented.get("/voices/yue").text
    assert judged(invented, application) == 404
    assert invented.send(f"/voices/readers/{real}/withdraw").status_code == 404
    with application.extensions["records"].session() as s:
        assert len(readers.readings(s).takes) == 2
    application.extensions["drawings"] = {}
    assert staff("周老师").send("/staff/remove-demo").status_code == 303
    assert [one.name for one in readings(application).readers.values()] == [NAME]
    assert len(files(application)) == 2
