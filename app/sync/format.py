"""The file of a class that writer and reader share: its parts, its sums and its limits; it opens none.

A zip of `manifest.json` and three parts of one JSON object a line: who and where (`places`), who was erased
(`forgotten`), what happened in the order it did (`log`). A line is written one way only: keys sorted, no spaces, UTF-8.
"""

from __future__ import annotations

import json
from typing import Any, Final

FORMAT: Final = 1
PRODUCT: Final = "bandaojia-class"
MANIFEST: Final = "manifest.json"
PLACES: Final = "places.jsonl"
FORGOTTEN: Final = "forgotten.jsonl"
LOG: Final = "log.jsonl"
PARTS: Final = (PLACES, FORGOTTEN, LOG)

MOST_BYTES: Final = 512 * 1024 * 1024
"""The largest file that is read: a million acts are some 150 MB."""
MOST_UNPACKED: Final = 4 * 1024 * 1024 * 1024
MOST_MANIFEST: Final = 1024 * 1024
MOST_LINE: Final = 2 * 1024 * 1024
"""A lesson's text is the longest line."""
MOST_ROWS: Final = 3_000_000
MOST_PLACES: Final = 20_000
MOST_RATIO: Final = 400
"""What is packed tighter was not written by us: a log shrinks to a tenth."""
DATE: Final = (1980, 1, 1, 0, 0, 0)
"""The date of every part, so that the same class gives the same file."""


def line(told: Any) -> bytes:
    """The one way in which a line is written, its end with it; raises ValueError for what JSON has no sign for."""
    text = json.dumps(told, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8") + b"\n"
