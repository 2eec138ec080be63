"""A browser at which somebody makes a lesson in the workshop, by plain forms; it looks at no page."""

from __future__ import annotations

import json
from typing import Any

from werkzeug.test import TestResponse

from app.bench import Draft, Drafts, document
from tests.inspector import Inspector

TITLE = "交村里的水费"


class Maker:
    """A browser at which somebody makes a lesson."""

    def __init__(self, browser: Inspector, drafts: Drafts) -> None:
        self.browser, self.drafts = browser, drafts

    def begin(self, title: str = TITLE) -> str:
        """Begin a lesson of the village's own; returns its id."""
        answer = self.browser.send("/workshop", title=title, track="daily", learner="guizhi")
        assert answer.status_code == 303, answer.status
        return str(answer.headers["Location"]).rsplit("/", 1)[-1]

    def edition(self, lesson: str) -> str:
        """Open a lesson that came with the project."""
        assert self.browser.send("/workshop/open", lesson=lesson, **{"as": "edition"}).status_code == 303
        return lesson

    def change(self, draft: str, does: str, at: list[Any] | None = None, was: Any = None, **form: str) -> TestResponse:
        """Send one form of the bench, as a page without scripts does."""
        told = {"do": does, "at": json.dumps(at or []), "was": json.dumps(was), **form}
        return self.browser.send(f"/workshop/{draft}/change", **told)

    def draft(self, draft: str) -> Draft:
        """The draft as it stands."""
        return self.drafts.open(draft)

    def document(self, draft: str) -> dict[str, Any]:
        """The draft as plain data."""
        return document(self.draft(draft).text)
