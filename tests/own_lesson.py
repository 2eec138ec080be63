"""A lesson that a village made itself, with its English, and how a test lays it, or an edition, before learners."""

from __future__ import annotations

import re
from pathlib import Path

from app.config import ROOT

OWN = "village-bus"
"""The id of the lesson."""
TEXT = """\
# 村里自己做的课：看村口班车几点开
lesson: village-bus
format: 2
version: 1
title: 看村口班车几点开
service: 村口班车的时刻
checked:
track: daily
minutes: 5
needs: [tap-and-swipe]
task: {why: 出门前看一眼，少等一趟车。, level: 1, online: 村里的班车表, phone: 村委会, offline: 村口站牌}
learner: guizhi
story: 王桂芝要去镇上，想知道班车几点开。
goal: 看到下一趟车的时间。
start: home
finish: done
remember:
- 出门前先看时间。
otherwise: 这里点了没有动静。不着急。再看一看，找一找。
demo:
- tap ad
- tap bus
- tap town

screens:
  home:
    in: phone
    skills: [tap-target]
    say: 桌面上有写着“班车”的图。点它一下。
    show:
    - app bus: 班车（练习）
    - app ad: 好礼
    right: {tap bus: list}
    wrong:
      tap ad: 这是广告。不要紧，没有打开。找写着“班车”的图。
      hold bus: hold-long
    hints:
    - 找写着“班车”的图。
    - 点写着“班车”的图。
    - 我圈出来了，点圈里就行。
  list:
    in: office
    skills: [menu-navigation, scroll]
    say: 这里有两条线。您去镇上，点“到镇上”。
    show:
    - title: 班车
    - item county: 到县城
    - item town: 到镇上
    right: {tap town: done}
    wrong:
      tap county: 这是去县城的。不要紧，还没有走。点“到镇上”那一条。
      tap back: back-out
    hints:
    - 看第二条。
    - 点“到镇上”。
    - 我圈出来了，点圈里就行。
  done:
    in: teacher
    end: true
    say: 下一趟车看到了。走完了。
    show:
    - cheer: 走完了
    - cards: $remember
    - bridge: village-bus
"""
ENGLISH = {
    "village-bus.title": ("看村口班车几点开", "See when the village bus leaves"),
    "village-bus.story": (
        "王桂芝要去镇上，想知道班车几点开。",
        "Wang Guizhi goes to town and wants to know when the bus leaves.",
    ),
    "village-bus.home.say": ("桌面上有写着“班车”的图。点它一下。", "There is a picture that says Bus. Tap it."),
    "tasks.village-bus.why": ("出门前看一眼，少等一趟车。", "Look before you go, and wait for one bus less."),
}
"""Key -> the Chinese, and its English; the rest is shown in Chinese."""


def lesson_file(lesson: str) -> str:
    """A shipped lesson as it stands."""
    return (ROOT / "lessons" / lesson / "lesson.yaml").read_text(encoding="utf-8")


def edition(lesson: str, before: str, after: str) -> str:
    """A shipped lesson with some words of it changed."""
    text = lesson_file(lesson)
    assert before in text
    return text.replace(before, after)


def laid(folder: Path, id_: str, text: str, words: dict[str, tuple[str, str]] | None = None) -> Path:
    """A lesson as it lies before learners, in a folder of the workshop's; its file."""
    place = folder / id_
    place.mkdir(parents=True, exist_ok=True)
    (place / "lesson.yaml").write_text(text, encoding="utf-8")
    if words:
        (place / "en.po").write_text(po(words), encoding="utf-8")
    return place / "lesson.yaml"


def po(words: dict[str, tuple[str, str]]) -> str:
    """A `.po` file of these words."""
    return "\n".join(f'msgctxt "{key}"\nmsgid "{zh}"\nmsgstr "{said}"\n' for key, (zh, said) in words.items())


def renamed(text: str, id_: str) -> str:
    """The village's lesson under another id."""
    return re.sub(OWN, id_, text)
