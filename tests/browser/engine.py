"""Where this machine's Chromium is, and how it is started so that it asks nobody for anything."""

from __future__ import annotations

import os
import shutil

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
    "--font-render-hinting=none",
    "--hide-scrollbars",
    "--mute-audio",
)


def executable() -> str:
    """The machine's own Chromium, CHROMIUM where that is set; leaves the test out where there is none."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("no Chromium here, so nothing is tested in a browser: apt-get install chromium fonts-noto-cjk")
    return str(path)
