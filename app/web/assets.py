"""Gives each of our own files an address that changes when the file does; it knows nothing about what is in them."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask


def fingerprint(app: Flask) -> None:
    """Make url_for('static', filename=…) carry ?v=<fingerprint>, so that a browser may keep the file for ever."""

    @app.url_defaults
    def add_fingerprint(endpoint: str, values: dict[str, Any]) -> None:
        path = Path(app.static_folder or "", values.get("filename", "")) if endpoint == "static" else None
        if path is not None and path.is_file():
            state = path.stat()
            values["v"] = _digest(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=4096)
def _digest(path: Path, _changed: int, _size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
