"""The ways of speaking that a learner can choose, one line each; knows their names and codes, no words and no sound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Dialect:
    """One way of speaking. Dialects are for the ear: the screen keeps the writing of its locale."""

    id: str
    """Our own id and its BCP-47 tag without script, as sound has none: cmn, en, yue, zh-x-wuhan."""
    name: str
    """Its name in its own writing."""
    speech: str
    """The BCP-47 tag by which tablets know a voice for it."""
    locale: str
    """The screen locale it is spoken over."""
    catalogue: str
    """The folder under translations/ with its spoken words; empty when it says what the screen shows."""
    voices: tuple[str, ...]
    """Voices in the order of preference, by their ids; none where only neighbours can record it."""
    falls_to: str = ""
    """The dialect in which a line is heard that this one lacks."""
    machine_only_for: frozenset[str] = frozenset()
    """The lessons, beside what all share, that its machine voices may speak; empty for every lesson."""

    own_first: bool = False
    """Whether a voice that the tablet itself has for it goes before our clips; docs/measured.md says why."""

    def may_make(self, key: str) -> bool:
        """Whether a machine voice may speak the line with this key, which begins with `ui`, a lesson, `slips` …"""
        first, *rest = key.split(".")
        named = {first, *rest[:1]} & self.machine_only_for
        return not self.machine_only_for or first in _SHARED or bool(named)


_EXAMPLES = frozenset({"certify-pension", "pay-resident-medical", "spot-scam-sms"})
"""The lessons that every dialect's words begin with, and the only ones that a machine's accent is made for."""
_SHARED = frozenset({"ui", "slips", "skills", "people"})
"""What the keys of lines begin with that every lesson shares."""


def _overlay(id: str, name: str, speech: str, folder: str, *voices: str, only: frozenset[str] = _EXAMPLES) -> Dialect:
    """A dialect over the simplified Chinese screen, whose missing lines are heard in Mandarin."""
    return Dialect(id, name, speech, "zh_Hans_CN", folder, voices, "cmn", only)


_ALL = (
    Dialect("cmn", "普通话", "zh-CN", "zh_Hans_CN", "", ("gtts-cmn", "kokoro-cmn"), own_first=True),
    Dialect("en", "English", "en-US", "en", "", ("gtts-en", "hibari-en")),
    _overlay("zh-x-wuhan", "武汉话", "zh-x-wuhan", "wuhan", "kokoro-wuhan"),
    _overlay("zh-x-sichuan", "四川话", "zh-x-sichuan", "sichuan", "kokoro-sichuan"),
    _overlay("yue", "粤语", "zh-HK", "yue", "gtts-yue", "espeak-yue", only=frozenset()),
    _overlay("nan", "闽南话", "nan", "nan"),
    _overlay("hak", "客家话", "hak", "hak"),
    _overlay("wuu", "上海话", "wuu", "wuu"),
)

DIALECTS: Mapping[str, Dialect] = MappingProxyType({dialect.id: dialect for dialect in _ALL})
"""Every dialect by its id."""

CHAINS: Mapping[str, tuple[str, ...]] = MappingProxyType({dialect.id: dialect.voices for dialect in _ALL})
"""For each dialect its voices in the order of preference."""


def of_locale(locale: str) -> Dialect:
    """The dialect that says what a screen locale shows; raises KeyError for a locale without one."""
    for dialect in _ALL:
        if dialect.locale == locale and not dialect.catalogue:
            return dialect
    raise KeyError(locale)


def over(locale: str) -> tuple[Dialect, ...]:
    """The dialects that can be chosen for a screen locale, its own first."""
    return tuple(dialect for dialect in _ALL if dialect.locale == locale)
