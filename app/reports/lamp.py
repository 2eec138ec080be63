"""What was found out about the learner model when it was last looked at and last retrained; it works nothing out.

Both take as long as there are people: `app/cli/learning.py` does them in a process of its own and keeps here what came.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from models.group import Group

DEMO: Final = "demo-model"
"""The folder in which the demo's people have a model of their own, so that nobody real is helped by it."""
VILLAGE, AGE, DIALECT = "village", "age", "dialect"
"""The kinds of groups that somebody is in by who they are; a village by its id."""
_LOOKED, _TRIED = "looked.json", "retrained.json"


@dataclass(frozen=True, slots=True)
class Looked:
    """How far one artefact was right about the people there were at a time."""

    at: datetime
    artefact: str
    learners: int
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """What retraining compared: each candidate's log loss on the same people held out, and which is served since."""

    at: datetime
    fitted: int
    held_out: int
    opportunities: int
    trials: tuple[tuple[str, float], ...]
    kept: str

    @property
    def changed(self) -> bool:
        """Whether another artefact is served since."""
        return self.kept != self.trials[0][0]


def folder_of(instance: Path, *, demo: bool) -> Path:
    """Where the model of real people, or of the demo's, is kept; made when it is missing."""
    folder = instance / DEMO if demo else instance
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def forget_demo(instance: Path) -> None:
    """Take away the model of the demo's people and what was found out about it."""
    shutil.rmtree(instance / DEMO, ignore_errors=True)


def keep_looked(folder: Path, looked: Looked) -> None:
    """Keep the latest look for the page."""
    _put(folder / _LOOKED, {**asdict(looked), "at": looked.at.isoformat()})


def keep_tried(folder: Path, tried: Tried) -> None:
    """Keep what the latest retraining compared, for the page."""
    _put(folder / _TRIED, {**asdict(tried), "at": tried.at.isoformat()})


def looked(folder: Path) -> Looked | None:
    """The latest look that was kept; None before the first."""
    told = _got(folder / _LOOKED)
    if told is None:
        return None
    groups = tuple(Group(**one) for one in told["groups"])
    return Looked(datetime.fromisoformat(told["at"]), told["artefact"], told["learners"], groups)


def tried(folder: Path) -> Tried | None:
    """What the latest retraining compared; None before the first."""
    told = _got(folder / _TRIED)
    if told is None:
        return None
    trials = tuple((str(name), float(loss)) for name, loss in told.pop("trials"))
    return Tried(at=datetime.fromisoformat(told.pop("at")), trials=trials, **told)


def _got(path: Path) -> dict[str, Any] | None:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return dict(told)


def _put(path: Path, told: Mapping[str, Any]) -> None:
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    fresh.replace(path)
