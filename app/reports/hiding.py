"""Decides what readers without the right to names may be shown: no group under ten, not by subtraction; pure."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Final, TypeVar

LEAST_NAMELESS: Final = 10
"""Groups of fewer people are not shown to readers without the right to names."""

Key = TypeVar("Key", bound=Hashable)
Person = TypeVar("Person", bound=Hashable)


def shown(groups: Mapping[Key, Sequence[int]], least: int = LEAST_NAMELESS) -> frozenset[Key]:
    """The groups of one breakdown that may be shown beside its whole.

    `groups` divides one whole: a group -> how many people it has of each sort (as many numbers for each). A group is
    shown when none of its numbers is below `least`. What is hidden could still be had as the whole less what is
    shown, so further groups are hidden, the smallest first, until of each sort nobody or at least `least` people are
    hidden (complementary suppression, after Willenborg & de Waal 2001, Elements of Statistical Disclosure Control, 6).
    """
    seen = {key for key, counts in groups.items() if min(counts) >= least}
    while seen and _tells(groups, seen, least):
        seen.discard(min(seen, key=lambda key: (sum(groups[key]), str(key))))
    return frozenset(seen)


def shown_overlapping(groups: Mapping[Key, Collection[Person]], least: int = LEAST_NAMELESS) -> frozenset[Key]:
    """The same where the groups divide what was done rather than people, so that somebody may be in several.

    `groups`: a group -> the people behind it. What is hidden together is behind nobody or at least `least` people.
    """
    seen = {key for key, people in groups.items() if len(people) >= least}
    while seen and 0 < len(set().union(*(people for key, people in groups.items() if key not in seen))) < least:
        seen.discard(min(seen, key=lambda key: (len(groups[key]), str(key))))
    return frozenset(seen)


def _tells(groups: Mapping[Key, Sequence[int]], seen: set[Key], least: int) -> bool:
    """Whether what is hidden together is of some sort too few people."""
    hidden = [counts for key, counts in groups.items() if key not in seen]
    return any(0 < sum(column) < least for column in zip(*hidden, strict=True))
