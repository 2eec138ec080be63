"""`make prove`: plays each line of docs/proof/lines.yaml that this commit has not proved, and keeps what came out."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parent.parent
PROOFS = ROOT / "docs" / "proof"
NOTHING_CHOSEN = 5
ALONE = frozenset({"fresh-clone", "power-cut", "disk-full", "clock", "chaos", "laptop-off"})
"""Lines whose tests are timed, or print figures over all they did: one test after another, nothing beside them."""
FIGURES = re.compile(r"(?:[a-z]+ \d+ ?){2,}")
"""A line of figures that a test prints: images 1200 lost 0."""


def commit() -> str:
    """The commit that is checked out, with a plus when files other than the proofs differ from it."""
    differs = git("status", "--porcelain", "--untracked-files=no", "--", ".", ":!docs/proof")
    return git("rev-parse", "HEAD") + ("+" if differs else "")


def git(*words: str) -> str:
    """What git answers."""
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout.strip()


def play(line: str) -> tuple[bool, str]:
    """Play the tests of a line; whether all passed, their figures, and pytest's closing line."""
    together = ["-s"] if line in ALONE else ["-n", "auto"]
    command = [sys.executable, "-m", "pytest", "-q", "--holds", line, "-p", "no:cacheprovider", *together]
    played = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    printed = played.stdout.strip().splitlines() or [played.stderr.strip()]
    closing = "; ".join([*filter(FIGURES.fullmatch, printed), printed[-1]])
    if played.returncode not in (0, NOTHING_CHOSEN):
        print(played.stdout[-4000:])
    return played.returncode == 0, "no test proves this" if played.returncode == NOTHING_CHOSEN else closing


def main(words: Sequence[str]) -> int:
    """Play the lines named, or all; those that this very commit has proved are passed over."""
    lines: dict[str, str] = YAML(typ="safe").load((PROOFS / "lines.yaml").read_text(encoding="utf-8"))
    if unknown := set(words) - set(lines):
        print(f"No such line: {', '.join(sorted(unknown))}. There are: {', '.join(lines)}")
        return 2
    here, unproved = commit(), 0
    chosen = [line for line in lines if not words or line in words]
    for number, line in enumerate(chosen, start=1):
        proof = PROOFS / f"{line}.txt"
        heading = f"[{number}/{len(chosen)}] {line}: "
        if proof.exists() and not here.endswith("+") and f"\ncommit {here}\nholds" in proof.read_text(encoding="utf-8"):
            print(f"{heading}already proved", flush=True)
            continue
        print(heading, end="", flush=True)
        holds, closing = play(line)
        verdict = "holds" if holds else "DOES NOT HOLD"
        unproved += not holds
        print(f"{verdict}: {closing}", flush=True)
        proof.write_text(f"{lines[line]}\n\ncommit {here}\n{verdict}: {closing}\n", encoding="utf-8")
    print(f"{len(chosen) - unproved} of {len(chosen)} lines hold at {here}")
    return 1 if unproved else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
