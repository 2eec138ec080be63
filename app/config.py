"""The settings of one running copy, read once and handed down; it opens no database and serves nothing."""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VERSION: str = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

LANGUAGES: Mapping[str, str] = {"zh_Hans_CN": "zh-Hans-CN", "en": "en"}
"""Screen locale, as the catalogues name it -> the value of the page's lang attribute; the first is the default."""

_YES = {"1", "true", "yes", "on"}


@dataclass(frozen=True)
class Needing:
    """When the board calls a volunteer; why each is so stands in docs/decisions/0021. Times are seconds."""

    frozen: float = 90.0
    """Without an act on a step that was met before: half as long again as the tablet waits before it offers help."""
    frozen_first: float = 120.0
    """The same on a step met for the first time, where reading is the task: twice what the tablet waits."""
    heard: float = 60.0
    """Nobody counts as frozen so soon after a sentence was said again for them: they are listening."""
    frozen_listening: float = 300.0
    """Without an act for so long somebody is frozen, however often they listen."""
    returns: int = 3
    """So often back at a place already seen, with nothing new done right in between, is going in circles."""
    repeats: int = 4
    """So is the same fruitless act so often again, or returns and such acts together."""
    slips: int = 2
    """The same slip so often with nothing new done right in between."""
    slips_ever: int = 3
    """The same slip so often in one play, whatever came in between; or slips of any kind on one step."""
    silent: float = 30.0
    """A tablet tells every ten seconds that it is here; after three times nothing, what was heard last is not now."""

    @classmethod
    def told(cls, words: str) -> Needing:
        """The thresholds, some told otherwise as in `frozen=60 slips=3`; raises ValueError for what is none."""
        pairs = [pair.partition("=") for pair in words.split()]
        kinds = {name: type(getattr(cls(), name)) for name in (one.name for one in fields(cls))}
        if unknown := [name for name, _, _ in pairs if name not in kinds]:
            raise ValueError(f"NEEDING knows no {unknown[0]!r}: it knows {', '.join(kinds)}")
        return cls(**{name: kinds[name](value) for name, _, value in pairs})


@dataclass(frozen=True)
class Settings:
    """Everything that differs between two copies of the product."""

    instance: Path
    """The only folder that is written to: database, secret, clips, retrained artefact."""
    database_url: str
    host: str = "127.0.0.1"
    port: int = 5000
    online: bool = False
    """True lets the narration ask a voice on the internet; nothing else ever leaves the machine."""
    narrates: bool = True
    """True works in the background: lessons are drawn, missing clips made. False does each when a page asks, or not."""
    secret: str = field(default="", repr=False)
    """Signs the cookies."""
    lessons: Path = ROOT / "lessons"
    translations: Path = ROOT / "translations"
    static: Path = ROOT / "static"
    needing: Needing = Needing()

    @property
    def clips(self) -> Path:
        """Where the clips that this copy made are kept."""
        return self.instance / "clips"

    @property
    def bundled_clips(self) -> Path:
        """Where the clips that come with the project are."""
        return self.static / "clips"

    @property
    def recordings(self) -> Path:
        """Where the recordings of readers are kept."""
        return self.instance / "recordings"

    @property
    def photos(self) -> Path:
        """Where the photos of people are kept."""
        return self.instance / "photos"

    @property
    def own_words(self) -> Path:
        """Where the words are kept that people said about what is not clear to them."""
        return self.instance / "own-words"

    @property
    def workshop(self) -> Path:
        """Where lessons are made: drafts, and those of them that learners get."""
        return self.instance / "workshop"

    @property
    def own_lessons(self) -> Path:
        """Where the lessons and editions of this copy are that learners get."""
        return self.workshop / "lessons"

    @property
    def lesson_versions(self) -> Path:
        """Where every copy of a lesson is kept that was ever given to learners here."""
        return self.workshop / "versions"

    @property
    def engines(self) -> Path:
        """Where a better voice for an offline engine may be put by hand."""
        return self.instance / "voices"

    @classmethod
    def at(
        cls,
        instance: Path,
        *,
        database_url: str = "",
        host: str = "127.0.0.1",
        port: int = 5000,
        online: bool = False,
        narrates: bool = True,
        needing: Needing = Needing(),
    ) -> Settings:
        """Settings of the copy that lives in an instance folder, which is made, with its secret, when it is missing."""
        instance.mkdir(parents=True, exist_ok=True)
        return cls(
            instance=instance,
            database_url=database_url or f"sqlite:///{(instance / 'bandaojia.sqlite3').as_posix()}",
            host=host,
            port=port,
            online=online,
            narrates=narrates,
            needing=needing,
            secret=_secret(instance / "secret"),
        )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Settings from INSTANCE, DATABASE_URL, HOST, PORT, ONLINE, NARRATES, NEEDING.

        Raises ValueError when PORT is none, or NEEDING tells what is no threshold.
        """
        port = environment.get("PORT", "") or "5000"
        if not port.isdecimal() or not 0 < int(port) < 65536:
            raise ValueError(f"PORT must be a number from 1 to 65535, not {port!r}")
        return cls.at(
            Path(environment.get("INSTANCE", "") or ROOT / "instance").resolve(),
            database_url=environment.get("DATABASE_URL", ""),
            host=environment.get("HOST", "") or "127.0.0.1",
            port=int(port),
            online=environment.get("ONLINE", "").lower() in _YES,
            narrates=(environment.get("NARRATES", "") or "1").lower() in _YES,
            needing=Needing.told(environment.get("NEEDING", "")),
        )


def _secret(path: Path) -> str:
    """The secret kept in a file that only its owner may read, made when it is missing or was cut short."""
    if path.exists() and (kept := path.read_text(encoding="ascii").strip()):
        return kept
    fresh = path.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(secret := secrets.token_hex(32))
        file.flush()
        os.fsync(file.fileno())  # Before it takes its name: a secret lost in a power cut signs everybody out.
    fresh.replace(path)
    return secret
