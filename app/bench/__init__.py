"""The workshop: a village makes and changes its own lessons, as files beside the shipped ones.

Use cases over the simulator and the dialects; they take a folder and the time, and know no page and no language.
"""

from __future__ import annotations

from app.bench.change import Change, Unfit
from app.bench.drafts import Applied, Clash, Draft, Drafts, Edit, Head, NoDraft
from app.bench.findings import Finding, findings
from app.bench.inspecting import Refused
from app.bench.locking import Busy
from app.bench.making import demo_of, detour, first_lesson, screen, slip, twist
from app.bench.palette import PALETTE, Kind, widget
from app.bench.passing import ENDING, MOST_FILE, Parcel, packed, unpacked
from app.bench.sayings import LOCALES, Words
from app.bench.yamldoc import changed, document, stands, written

__all__ = [
    "ENDING",
    "LOCALES",
    "MOST_FILE",
    "PALETTE",
    "Applied",
    "Busy",
    "Change",
    "Clash",
    "Draft",
    "Drafts",
    "Edit",
    "Finding",
    "Head",
    "Kind",
    "NoDraft",
    "Parcel",
    "Refused",
    "Unfit",
    "Words",
    "changed",
    "demo_of",
    "detour",
    "document",
    "findings",
    "first_lesson",
    "packed",
    "screen",
    "slip",
    "stands",
    "twist",
    "unpacked",
    "widget",
    "written",
]
