"""A newcomer at a fresh laptop starts a class: how many taps it takes, and that nothing but names is typed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from app.web.room import addresses
from tests.browser.serving import Copy

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.holds("newcomer")]

MOST = 12
"""Taps from the front page of a fresh laptop to somebody's first screen at a tablet."""


class Counted:
    """What a newcomer does, counted."""

    def __init__(self) -> None:
        self.taps = 0
        self.typed: list[str] = []

    def tap(self, what: Locator) -> None:
        self.taps += 1
        what.click()

    def type(self, where: Locator, name: str) -> None:
        self.typed.append(name)
        where.fill(name)


@pytest.fixture
def fresh(tmp_path: Path, empty_database: Path) -> Iterator[Copy]:
    """A copy that nobody has used yet."""
    serving = Copy.over(tmp_path / "fresh", empty_database)
    serving.start()
    yield serving
    serving.close()


def opened(browser: Browser, size: tuple[int, int]) -> Page:
    page = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="zh-CN").new_page()
    page.set_default_timeout(10_000)
    return page


@pytest.mark.skipif(not addresses(), reason="this machine is in no network")
def test_a_newcomer_starts_a_class_in_few_taps_and_types_only_names(chromium: Browser, fresh: Copy) -> None:
    did = Counted()
    laptop = opened(chromium, (1280, 800))
    laptop.goto(fresh.address)
    did.tap(laptop.get_by_role("link", name="开自己的班"))
    for label, name in (("您的名字", "小林"), ("村，或者什么地方", "柳湾村"), ("班的名字", "柳湾一班")):
        did.type(laptop.get_by_label(label), name)
    did.tap(laptop.get_by_role("button", name="开班"))
    did.tap(laptop.get_by_role("button", name="让平板进来"))
    address = laptop.locator("code.address").inner_text()
    digits = laptop.locator("b.digits").inner_text()
    assert address.split(":")[0] not in ("127.0.0.1", "localhost") and len(digits) == 4

    tablet = opened(chromium, (800, 1280))
    square = scanned(laptop)
    assert square.startswith(f"http://{address}/join/")
    tablet.goto(square)
    did.tap(tablet.locator("[data-act='tap join']"))
    did.tap(tablet.locator("[data-act='tap newcomer']"))
    did.type(tablet.locator("input[name=name]"), "李阿婆")
    did.tap(tablet.locator(".pickface").first)
    tablet.wait_for_url("**/home")
    did.tap(tablet.locator("[data-primary]").first)
    expect(tablet.locator("#stage")).to_be_visible()
    print(f"{did.taps} taps, typed {did.typed}")
    assert did.taps <= MOST
    assert did.typed == ["小林", "柳湾村", "柳湾一班", "李阿婆"]
    did.tap(laptop.get_by_role("link", name="开始上课"))
    expect(laptop.get_by_text("李阿婆").first).to_be_visible()
    for page in (laptop, tablet):
        page.context.close()


def scanned(laptop: Page) -> str:
    """Where the square on a page leads, read from the glass as a tablet's camera would."""
    drawn = Image.open(io.BytesIO(laptop.locator("svg.qr").screenshot()))
    (found,) = zxingcpp.read_barcodes(drawn)
    return str(found.text)
