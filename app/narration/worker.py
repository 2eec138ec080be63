"""The process that makes clips in the background, one line after the other; knows no page and no learner."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from app.narration.making import Maker

_NICENESS = 15


def serve(maker: Maker, jobs: Iterable[str], answers: TextIO) -> None:
    """Answer each job, `{"chain": [voices], "text": words}`, with `made` or `missing`, until there are no more."""
    for line in jobs:
        job = json.loads(line)
        answers.write("made\n" if maker.make(job["chain"], job["text"]) else "missing\n")
        answers.flush()
    maker.close()


def main() -> None:
    """Work at the lowest priority, so that no tablet waits for a voice."""
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s")
    folder, engines, online = sys.argv[1:]
    serve(Maker(Path(folder), Path(engines), online=online == "1"), sys.stdin, sys.stdout)


if __name__ == "__main__":
    main()
