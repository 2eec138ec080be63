"""A page in Chromium that nothing may go wrong on: it keeps whatever the browser complains about; it judges no page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Error, Page, Request
from playwright.sync_api import Response as Answer

NOT_THE_NET = ("data", "blob", "about")


@dataclass
class Glass:
    """A page and everything that went wrong on it since it was opened."""

    page: Page
    home: str
    """The address of the copy; whatever comes from elsewhere is a stranger."""
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen from the first request on."""
        self.page.on("console", self._console)
        self.page.on("pageerror", self._broke)
        self.page.on("request", self._asked)
        self.page.on("response", self._answered)

    def must_be_clean(self, expected: Iterable[str] = ()) -> None:
        """Fail unless nothing went wrong but what holds one of the expected words."""
        words = tuple(expected)
        if unexpected := [wrong for wrong in self.wrong if not any(word in wrong for word in words)]:
            raise AssertionError("\n".join(unexpected))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.wrong.append(f"console {message.type}: {message.text}")

    def _broke(self, problem: Error) -> None:
        self.wrong.append(f"script: {problem}")

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in NOT_THE_NET and address.netloc != urlsplit(self.home).netloc:
            self.wrong.append(f"stranger: {request.url}")

    def _answered(self, answer: Answer) -> None:
        if answer.status >= 400:
            self.wrong.append(f"{answer.status}: {answer.request.method} {answer.url}")
