"""Keeps every artefact that a site has served, so that a new one can be undone and an old choice be worked out anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from models.artefact import RETRAINED, SWITCH, Artefact, ArtefactMistake, load, serving

KEPT = "artefacts"
"""The folder beside the served artefact in which each lies under its hash."""
BEFORE = "before"
"""Where an artefact's provenance says which one it took the place of."""


def keep(folder: Path, artefact: Artefact) -> None:
    """Put an artefact by under its hash; the one that is kept already stays as it is."""
    path = _path(folder, artefact.hash)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        artefact.save(path)


def kept(folder: Path, hash_: str) -> Artefact | None:
    """The artefact of that hash, the shipped one included; None when it was never kept here."""
    if hash_ == (shipped := load()).hash:
        return shipped
    try:
        found = load(_path(folder, hash_))
    except (OSError, ArtefactMistake):
        return None
    return found if found.hash == hash_ else None


def serve(folder: Path, artefact: Artefact) -> Artefact:
    """Serve this artefact from the next start on; the present one is kept, and named as the one before."""
    present = serving(folder)
    keep(folder, present)
    made = {**artefact.made, BEFORE: present.hash}
    artefact = replace(artefact, made=made)
    keep(folder, artefact)
    artefact.save(folder / RETRAINED)
    return artefact


def undo(folder: Path) -> Artefact | None:
    """Serve again the artefact before the present one; None when there was none, and then nothing changes."""
    before = kept(folder, str(serving(folder).made.get(BEFORE, "")))
    if before is None:
        return None
    if before.hash == load().hash:
        (folder / RETRAINED).unlink()
    else:
        before.save(folder / RETRAINED)
    return before


def switch(folder: Path, *, off: bool) -> None:
    """Switch the model off or on from the next start on."""
    if off:
        (folder / SWITCH).touch()
    else:
        (folder / SWITCH).unlink(missing_ok=True)


def _path(folder: Path, hash_: str) -> Path:
    return folder / KEPT / f"{hash_[:16]}.json"
