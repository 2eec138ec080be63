"""Hands that make a lesson in the workshop, through its pages alone: by mouse, and one screen by keyboard alone."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

TITLE = "交村里的水费"
SAVED = "存好了"


def begin(page: Page, address: str) -> str:
    """Begin a lesson on the workshop's first page; returns its id."""
    page.goto(f"{address}/workshop")
    page.get_by_label("叫什么名字？").fill(TITLE)
    page.get_by_label("过日子和请人帮").check()
    page.get_by_label("周大顺").first.check()
    page.get_by_role("button", name="动手做").click()
    page.wait_for_url("**/workshop/own-*")
    return page.url.rsplit("/", 1)[-1].partition("?")[0]


def write(page: Page, field: Locator, words: str) -> None:
    """Write in a field and wait until it has saved itself."""
    field.fill(words)
    form = page.locator("form.keeps").filter(has=field)
    expect(form.locator(".kept-mark")).to_be_visible()


def part(page: Page, name: str) -> None:
    """Go to a part of the screen that is on the bench."""
    page.locator("#tabs").get_by_role("link", name=name).click()
    expect(page.locator("#part")).to_have_text(name)


def screen(page: Page, words: str) -> None:
    """Go to the screen of these words."""
    page.locator(".stops a").filter(has_text=words).first.click()
    expect(page.locator(".stops [aria-current]")).to_contain_text(words)


def on_phone(page: Page, words: str) -> Locator:
    """A thing on the drawn phone."""
    return page.locator("#phone .sim button").filter(has_text=words).first


def beats(page: Page, slip: Locator, *said: str) -> None:
    """Write the three boxes of a slip."""
    for number, words in enumerate(said, 1):
        slip.locator(f"[name=beat{number}]").fill(words)
    expect(slip.locator(".kept-mark")).to_be_visible()
    expect(page.locator("#saved")).to_contain_text(SAVED)


def slip_of(page: Page, thing: str) -> Locator:
    """The slip that is foreseen at a thing."""
    return page.locator("details.slip").filter(has=page.locator("summary.act", has_text=thing)).first


def make_by_mouse(page: Page, address: str) -> str:
    """A lesson of five screens, a new slip that leads to a detour and another, and one twist; returns its id."""
    name = begin(page, address)
    expect(page.locator(".stops").first.locator("> li")).to_have_count(5)
    write(page, page.locator("#f-say"), "大顺要交水费。先找到写着“办事”的软件，点一下。")
    on_phone(page, "相机").click()  # the thing that is tapped opens beside
    write(page, page.get_by_label("写什么字").first, "拍照（练习）")
    expect(on_phone(page, "拍照（练习）")).to_be_visible()

    screen(page, "请核对")
    page.get_by_text("拿掉这一屏").click()
    page.get_by_role("button", name="拿掉", exact=True).click()
    expect(page.locator(".stops").first.locator("> li")).to_have_count(4)

    screen(page, "要办的事")
    page.get_by_role("button", name="添一屏").click()
    expect(page.locator(".stops").first.locator("> li")).to_have_count(5)
    write(page, page.locator("#f-say"), "这一页写着要交多少。看清了，点“交水费”。")
    part(page, "屏幕上")
    page.locator(".thing").first.locator("summary").click()
    write(page, page.locator("#thing-0-label"), "交多少")
    page.get_by_text("添一样东西").click()
    page.get_by_role("button", name="方块", exact=True).click()
    write(page, page.locator("#thing-4-label"), "交水费")
    page.get_by_text("添一样东西").click()
    page.get_by_role("button", name="方块", exact=True).click()
    write(page, page.locator("#thing-5-label"), "领优惠")

    part(page, "对的一步")
    page.get_by_role("link", name="点给它看").click()
    on_phone(page, "交水费").click()
    expect(page.locator(".act").first).to_contain_text("交水费")

    part(page, "走岔")
    foresee(page, "领优惠", "这是拉人去买东西的。", "不要紧，什么都没买。", "退出来，接着交水费。")
    slip = slip_of(page, "领优惠")
    slip.get_by_text("这处走岔，再细说").click()
    slip.get_by_label("走岔以后到哪里").select_option(label="旁边新的一屏")
    expect(page.locator("#f-say")).to_be_visible()  # the detour's own screen
    write(page, page.locator("#f-say"), "跳到卖东西的地方了。不用慌，关掉它就回去。")
    page.goto(f"{address}/workshop/{name}")
    screen(page, "交多少")
    part(page, "走岔")
    foresee(page, "下一步", "还没有点“交水费”。", "不要紧，没有往下走。", "找到“交水费”，点一下。")

    part(page, "提示")
    for number, words in enumerate(("看看哪一块写着水费？", "点“交水费”那一块。", "我圈出来了，点圈里就行。"), 1):
        write(page, page.locator(f"#f-hint-{number}"), words)
    twist_and_rest(page, name)
    return name


def foresee(page: Page, thing: str, *said: str) -> None:
    """Foresee a slip by tapping it on the phone, and say three beats."""
    page.get_by_role("link", name="添一处走岔").click()
    on_phone(page, thing).click()
    slip = slip_of(page, thing)
    if slip.get_attribute("open") is None:
        slip.locator("summary").first.click()
    beats(page, slip, *said)


def twist_and_rest(page: Page, name: str) -> None:
    """A twist, the demonstration, and what is around the screens."""
    page.get_by_role("link", name="花样", exact=True).click()
    page.locator("#nb-name").fill("跳出一个窗")
    page.locator("#nb-before").select_option(index=2)
    page.get_by_role("button", name="做这个花样").first.click()
    page.wait_for_url("**screen=twist1**")
    page.get_by_role("link", name="示范", exact=True).click()
    page.get_by_role("button", name="照对的走法重做").click()
    expect(page.locator(".acts-list .slip")).to_have_count(1)
    page.get_by_role("link", name="这一课的大概", exact=True).click()
    write(page, page.get_by_label("故事：谁要办什么事"), "水费单来了，大顺想自己在手机上交。")
    write(page, page.get_by_label("末了办成什么"), "自己走到“办好了”。")
    for door, words in (
        ("why", "学会了，不用跑到村里交。"),
        ("online", "用供水公司的软件。"),
        ("phone", "打供水公司单子上的电话。"),
        ("offline", "带水费单，到村服务站。"),
    ):
        write(page, page.locator(f"#t-{door}"), words)


def focus(page: Page, *selectors: str) -> None:
    """Press Tab until what has the focus fits one of these."""
    wanted = ", ".join(selectors)
    for _ in range(200):
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", wanted):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {wanted}")


def press(page: Page, *selectors: str) -> None:
    """Reach something with Tab, and press Enter on it, which leads to another page."""
    focus(page, *selectors)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def typed(page: Page, words: str) -> None:
    """Write over what stands in the field that has the focus."""
    page.keyboard.press("Control+A")
    page.keyboard.type(words)


def screen_by_keyboard(page: Page) -> None:
    """The second screen of a new lesson: its sentence, its right move and a slip, without a mouse."""
    press(page, '.stops a[href*="screen=page"]')
    expect(page.locator(".stops [aria-current]")).to_contain_text("要办的事")
    focus(page, "#f-say")
    typed(page, "按键盘写的一句话。")
    expect(page.locator("#s-f-say-k .kept-mark")).to_be_visible()
    press(page, '#tabs a[href*="part=right"]')
    press(page, '.panel a[href*="mode=right"]')
    expect(page.locator(".point-at")).to_be_visible()
    press(page, '#phone [data-act="tap later"]')
    expect(page.locator(".act").first).to_contain_text("以后再说")
    press(page, '#tabs a[href*="part=slips"]')
    press(page, '.panel a[href*="mode=slip"]')
    press(page, '#phone [data-act="tap next"]')
    expect(page.locator("[name=beat1]:focus")).to_have_count(1)
    for words in ("怎么了", "不要紧", "下一步点这里"):
        typed(page, words)
        page.keyboard.press("Tab")
    expect(page.locator("details.slip[open] .kept-mark")).to_be_visible()


def save_as_file(page: Page, address: str, draft: str, path: Path) -> None:
    """Save a lesson as one file."""
    page.goto(f"{address}/workshop/{draft}")
    with page.expect_download() as coming:
        page.get_by_role("link", name="存成文件").click()
    coming.value.save_as(path)


def bring_file(page: Page, address: str, path: Path) -> None:
    """Bring a lesson's file in, look at what is in it, and take it as a draft."""
    page.goto(f"{address}/workshop/bring")
    page.locator("input[type=file]").set_input_files(path)
    page.locator("form:has(input[type=file]) button").click()
    page.wait_for_load_state()
    page.locator("main form button.primary").first.click()
    page.wait_for_load_state()
