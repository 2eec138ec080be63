"""A mistake an author can mend: where it stands, what it is, and the fix; knows no lesson."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One finding, printed as `file:line: what, and the fix`; `where` is the reader's key for its place."""

    file: str
    line: int
    what: str
    fix: str
    where: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}. {self.fix}"


class LessonMistakes(Exception):
    """A lesson that cannot be played, with every mistake found in it."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(sorted(set(mistakes)))
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))
