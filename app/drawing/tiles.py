"""Guesses the icon and the colour of a tile, an app or a list row from its name; knows no lesson."""

# ruff: noqa: E501 (shapes and tables read better unbroken)
from __future__ import annotations

import re

HUES = ("blue", "amber", "green", "rose", "violet", "teal")

# The pieces of a widget's name, most telling first, and what they look like.
LOOKS: dict[str, tuple[str, str]] = {
    "camera": ("camera", "slate"), "social": ("shield", "blue"), "medical": ("med", "green"), "chat": ("chat", "green"),
    "sms": ("sms", "teal"), "phone": ("call", "green"), "call": ("call", "green"), "settings": ("gear", "slate"),
    "store": ("store", "blue"), "train": ("train", "rose"), "hospital": ("hospital", "rose"), "guard": ("badge", "blue"),
    "police": ("badge", "blue"), "office": ("home", "amber"), "photos": ("photo", "violet"), "album": ("photo", "violet"),
    "music": ("music", "rose"), "weather": ("cloud", "blue"), "calendar": ("cal", "rose"), "clock": ("clock", "slate"),
    "web": ("globe", "blue"), "card": ("card", "blue"), "query": ("money", "amber"), "pension": ("money", "amber"),
    "pay": ("bill", "green"), "fee": ("bill", "green"), "bill": ("bill", "green"), "certify": ("verify", "blue"),
    "face": ("verify", "blue"), "family": ("family", "green"), "child": ("family", "green"), "code": ("qr", "slate"),
    "scan": ("scan", "blue"), "reimburse": ("wallet", "amber"), "wallet": ("wallet", "amber"), "money": ("money", "amber"),
    "remote": ("map", "rose"), "place": ("map", "rose"), "map": ("map", "rose"), "worker": ("work", "slate"),
    "work": ("work", "slate"), "resident": ("people", "green"), "people": ("people", "green"), "record": ("list", "blue"),
    "records": ("list", "blue"), "again": ("loop", "amber"), "more": ("grid", "slate"), "all": ("grid", "slate"),
    "message": ("chat", "teal"), "notice": ("bell", "amber"), "book": ("cal", "rose"), "apply": ("pen", "violet"),
    "form": ("doc", "violet"), "gift": ("gift", "rose"), "parcel": ("box", "amber"), "help": ("help", "teal"),
    "privacy": ("lock", "slate"), "password": ("key", "slate"), "download": ("download", "blue"), "wifi": ("wifi", "blue"),
    "sound": ("hear", "teal"), "display": ("sun", "amber"), "text": ("word", "violet"), "data": ("swap", "green"),
    "power": ("bolt", "amber"), "water": ("water", "blue"), "gas": ("flame", "rose"),
    "self": ("me", "blue"), "other": ("people", "green"), "life": ("heart", "rose"), "school": ("doc", "violet"),
    "mic": ("mic", "slate"), "screen": ("eye", "slate"), "video": ("camera", "slate"), "battery": ("power", "green"), "virus": ("warn", "amber"), "update": ("download", "blue"),
    "tax": ("bill", "amber"), "car": ("box", "slate"), "house": ("home", "amber"), "login": ("key", "slate"),
}  # fmt: skip


def look(name: str, otherwise: str = "doc") -> tuple[str, str]:
    """The icon and hue for a widget's name; an unknown name gets `otherwise` in a hue of its own that never changes."""
    for piece in re.findall(r"[a-z]+", name.lower()):
        if piece in LOOKS:
            return LOOKS[piece]
    return otherwise, HUES[sum(map(ord, name)) % len(HUES)]
