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
    babel: str
    """The Babel locale that writes its dates and numbers."""
    catalogue: str
    """The folder under translations/ with its spoken words; empty when it says what the screen shows."""
    voices: tuple[str, ...]
    """Voices in the order of preference, by their ids."""
    falls_to: str = ""
    """The dialect in which a line is heard that this one lacks."""
    own_first: bool = False
    """Whether a voice that the tablet itself has for it goes before our clips; docs/measured.md says why."""


_ALL = (
    Dialect("cmn", "普通话", "zh-CN", "zh_Hans_CN", "zh_Hans_CN", "", ("gtts-cmn", "kokoro-cmn"), own_first=True),
    Dialect("en", "English", "en-US", "en", "en", "", ("gtts-en", "hibari-en")),
    Dialect("yue", "粤语", "zh-HK", "zh_Hans_CN", "yue", "yue", ("gtts-yue", "espeak-yue"), "cmn"),
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
