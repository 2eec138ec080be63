"""Everything that can be laid on a screen, and how a new one of each is; knows no page and no lesson."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Kind:
    """A thing of the palette: its kind, what it is called (an English msgid), and its group."""

    kind: str
    name: str
    group: str
    """One of "words", "tap", "ask", "messages", "phone", "end"."""


def _(msgid: str) -> str:
    """Mark a sentence for the catalogues; a page looks it up."""
    return msgid


PALETTE: Final = (
    Kind("title", _("A heading"), "words"),
    Kind("text", _("A line to read"), "words"),
    Kind("row", _("A fact: name and value"), "words"),
    Kind("result", _("How it came out"), "words"),
    Kind("toast", _("A short notice"), "words"),
    Kind("picture", _("A picture"), "words"),
    Kind("address", _("The line above a web page"), "words"),
    Kind("button", _("A button"), "tap"),
    Kind("app", _("A program on the home screen"), "tap"),
    Kind("tile", _("A square to tap"), "tap"),
    Kind("item", _("A line of a list"), "tap"),
    Kind("choice", _("One of several answers"), "tap"),
    Kind("link", _("A link"), "tap"),
    Kind("icon", _("The small cross"), "tap"),
    Kind("banner", _("A strip with an advertisement"), "tap"),
    Kind("tick", _("A small box to tick"), "ask"),
    Kind("field", _("A box to write in"), "ask"),
    Kind("pin", _("A number pad"), "ask"),
    Kind("pick", _("A list to choose from"), "ask"),
    Kind("slider", _("A slider"), "ask"),
    Kind("wheel", _("A wheel to turn"), "ask"),
    Kind("write", _("A pad to write on by hand"), "ask"),
    Kind("popup", _("A window over the page"), "messages"),
    Kind("sms", _("A text message"), "messages"),
    Kind("call", _("A call"), "messages"),
    Kind("spots", _("A message to point at"), "messages"),
    Kind("face", _("The face check"), "phone"),
    Kind("camera", _("What the camera sees"), "phone"),
    Kind("keys", _("The keys at the side"), "phone"),
    Kind("spinner", _("The phone is busy"), "phone"),
    Kind("cheer", _("A word at the end"), "end"),
    Kind("cards", _("What to remember"), "end"),
    Kind("bridge", _("The front-door card"), "end"),
)
"""In groups, in the order in which they are offered."""

_NAMED: Final[Mapping[str, str]] = {
    "button": "ok", "app": "program", "tile": "tile", "item": "item", "choice": "choice", "link": "link",
    "icon": "close", "banner": "ad", "tick": "agree", "field": "field", "pin": "password", "pick": "pick",
    "slider": "slider", "wheel": "wheel", "write": "ink", "popup": "ask", "sms": "message", "call": "caller",
    "spots": "marks", "face": "ring", "camera": "paper",
}  # fmt: skip
"""What a new one is called, if an act may name it."""

_LATER: Final = "这里和练习卡上不一样。不要紧，还能改。看看练习卡，再来一次。"
_UNTURNED: Final = "还没有到要的那一个。不要紧，还能调。一下一下地调。"
_OPTIONS: Final = ("第一个", "第二个", "第三个")


def widget(kind: str, taken: Collection[str] = (), words: str = "") -> dict[str, Any]:
    """A new widget, as an entry of `show`: `{"button ok": "知道了"}`; its name is none of `taken`.

    Raises KeyError for a kind that is not in the palette.
    """
    fresh = _copied(_FRESH[kind])
    if words and isinstance(fresh, dict):
        fresh["text" if kind in ("popup", "sms", "write") else "label"] = words
    elif words:
        fresh = words
    used = {*taken}
    if isinstance(fresh, dict) and "buttons" in fresh:
        fresh["buttons"] = [
            {_called(*written.split(" ", 1), used=used): said for written, said in one.items()}
            for one in fresh["buttons"]
        ]
    return {_called(kind, _NAMED.get(kind, ""), used=used): fresh}


def _called(kind: str, name: str = "", *, used: set[str]) -> str:
    if not name:
        return kind
    free = next(one for one in (name, *(f"{name}{n}" for n in range(2, 1000))) if one not in used)
    used.add(free)
    return f"{kind} {free}"


def _copied(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copied(one) for key, one in value.items()}
    return [_copied(one) for one in value] if isinstance(value, list | tuple) else value


_FRESH: Final[Mapping[str, Any]] = {
    "title": "这一页叫什么",
    "text": "一行字",
    "row": "姓名：$name",
    "result": {"label": "办好了", "text": "可以在记录里看到"},
    "toast": "已保存",
    "picture": {"label": "一张图", "scene": "code"},
    "address": "banshi.example",
    "button": "知道了",
    "app": "软件（练习）",
    "tile": "要办的事",
    "item": {"label": "一条", "sub": "说明"},
    "choice": "这一个",
    "link": "看说明",
    "icon": "×",
    "banner": {"label": "广告", "ad": True},
    "tick": {"label": "我看过说明了", "must": True, "nudge": "这里还没有勾上。不要紧，还能勾。看一看，点一下小方框。"},
    "field": {"label": "姓名", "answer": "$name", "nudge": _LATER},
    "pin": {"label": "请按六位密码", "answer": "$pin", "nudge": "wrong-digit"},
    "pick": {"label": "请选一个", "options": _OPTIONS, "answer": _OPTIONS[0], "nudge": _LATER},
    "slider": {"label": "调到合适", "options": _OPTIONS, "at": _OPTIONS[0], "answer": _OPTIONS[1], "nudge": _UNTURNED},
    "wheel": {"label": "转到要的", "options": _OPTIONS, "at": _OPTIONS[0], "answer": _OPTIONS[1], "nudge": _UNTURNED},
    "write": {
        "label": "在这里写字",
        "text": "大",
        "parts": (
            {"part": "大", "clue": True, "say": "对，就是这个字。"},
            {"part": "太", "clue": False, "say": "这个字多了一点。不要紧，还能选。看一看，选“大”。"},
        ),
        "nudge": "写的和要的不一样。不要紧，还能再写。看一看，再写一次。",
        "also": "big",
    },
    "popup": {"text": "想看看新的活动吗？", "buttons": ({"button join": "去看看"}, {"icon close": "×"})},
    "sms": {"from": "村委会", "signal": "genuine", "text": "【练习】明天上午九点，村里办事点有人帮忙办事。"},
    "call": {"from": "不认识的号码", "state": "正在响", "signal": "fraud"},
    "spots": {
        "need": 1,
        "parts": (
            {"part": "【练习】您的账户有问题", "clue": True, "say": "对，先吓您一跳。"},
            {"part": "请看清楚", "clue": False, "say": "这几个字看不出真假。不要紧。再找别处。"},
        ),
    },
    "face": {"scene": "near", "asks": "blink"},
    "camera": {"label": "把证件放进框里", "scene": "card-clear"},
    "keys": {
        "label": "手机边上",
        "buttons": ({"button louder": "大声"}, {"button softer": "小声"}, {"button power": "开关"}),
    },
    "spinner": "请稍等",
    "cheer": "走完了",
    "cards": "$remember",
    "bridge": "",
}  # fmt: skip
"""A new one of each kind, as it stands in a lesson."""
