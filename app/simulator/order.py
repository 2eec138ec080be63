"""An order that nobody can see through and that is the same on every machine; it knows nothing of what it orders."""

from __future__ import annotations

import hashlib


def spread(*words: str) -> int:
    """A number for some words, of 64 bits: nothing about the words can be told from it, and it never changes."""
    return int.from_bytes(hashlib.sha256("\n".join(words).encode()).digest()[:8])
