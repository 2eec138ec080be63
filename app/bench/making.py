"""New screens, slips, twists and whole first drafts in good form, as plain data; knows no file, page or language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.simulator import machine
from app.simulator.lesson import RESUME, Lesson, Play, Rule, Slip, stage
from app.simulator.machine import NEUTRAL, SLIP, Act

OTHERWISE = "这里点了没有动静。不要紧。看一看，再找一找。"


def screen(app: str, to: str, *, end: bool = False) -> dict[str, Any]:
    """A new screen of an app whose right move leads `to`, with two foreseen slips and three hints; `end`: the last."""
    if end:
        return {
            "in": "teacher",
            "end": True,
            "say": "走完了。这件事怎么办，您都走过一遍了。",
            "show": [{"cheer": "走完了"}, {"cards": "$remember"}],
        }
    if app == "phone":
        return _home(to)
    return {
        "in": app,
        "skills": ["menu-navigation"],
        "say": "看看这一页。看清了，再往下走。",
        "show": [
            {"title": "这一页叫什么"},
            {"text": "一行字"},
            {"button next": "下一步"},
            {"button later": "以后再说"},
        ],
        "right": {"tap next": to},
        "wrong": {
            "tap later": "这样就先不办了。不要紧，还在这里。点“下一步”。",
            "hold next": "hold-long",
        },
        "hints": ["看看下面有几个按钮。", "看清了，点“下一步”。", "我圈出来了，点圈里就行。"],
    }


def _home(to: str) -> dict[str, Any]:
    return {
        "in": "phone",
        "skills": ["tap-target", "official-source"],
        "say": "先找到写着“办事”的软件，轻轻点一下。",
        "show": [{"app camera": "相机"}, {"app office": "办事（练习）"}, {"app chat": "聊天（练习）"}],
        "right": {"tap office": to},
        "wrong": {
            "tap camera": "这是照相的。不要紧，没有打开。找写着“办事”的，点一下。",
            "tap chat": "这是聊天的。不要紧，没有打开。找写着“办事”的，点一下。",
            "hold office": "hold-long",
        },
        "hints": ["看小图标下面的字，哪个写着“办事”？", "写着“办事（练习）”的，点一下。", "我圈出来了，点圈里就行。"],
    }


def slip(say: str, *, again: bool = False, detour: str = "") -> str | dict[str, Any]:
    """What stands under `wrong` for an act: words alone, or a mapping where there is more to say."""
    if not again and not detour:
        return say
    return {"say": say} | ({"detour": detour} if detour else {}) | ({"again": True} if again else {})


def detour(app: str = "web") -> dict[str, Any]:
    """A new screen on which a consequence is played, with the way back to where it began."""
    return {
        "in": app,
        "skills": ["error-recovery"],
        "say": "这一页不是要办的事。不用慌，关掉它，就回去了。",
        "show": [
            {"title": "另外一页"},
            {"text": "看看别的"},
            {"button close": "关掉，回去接着办"},
            {"button stay": "接着看"},
        ],
        "right": {"tap close": RESUME},
        "wrong": {
            "tap stay": "接着看，事情就没办成。不要紧，什么都没有动。点“关掉，回去接着办”。",
            "hold close": "hold-long",
        },
        "hints": ["想一想，本来要办什么事？", "点“关掉，回去接着办”。", "我圈出来了，点圈里就行。"],
    }


def twist(name: str, before: str, *, surprise: str = "popup", level: int = 2, app: str = "system") -> dict[str, Any]:
    """A new twist: `slow` changes the screen `before`, any other surprise has a screen of its own in front of it."""
    head: dict[str, Any] = {"name": name, "level": level, "surprise": surprise}
    if surprise == "slow":
        return head | {"change": {before: {"say": "今天网慢，多等一会儿。它还在转圈，就是还在办。"}}}
    if surprise == "message":
        return head | {"before": before, "screen": _message(before)}
    if surprise == "call":
        return head | {"before": before, "screen": _call(before)}
    return head | {"before": before, "screen": _window(before, app)}


def _window(to: str, app: str) -> dict[str, Any]:
    return {
        "in": app,
        "skills": ["popup-dismiss"],
        "say": "跳出来一个窗，不用慌。不想看，就把它关掉。",
        "show": [
            {"popup ask": {"text": "想看看新的活动吗？", "buttons": [{"button join": "去看看"}, {"icon close": "×"}]}}
        ],
        "right": {"tap close": to},
        "wrong": {
            "tap join": "看不看，都随您。不要紧，没有点开。这回练关掉，点角上的小叉。",
            "tap back": "退回去，窗还在。不要紧。找角上的小叉，点一下就关了。",
        },
        "hints": ["它挡住了。看看窗的四个角。", "找角上的小叉，点一下。", "小叉圈出来了，点圈里。"],
    }


def _message(to: str) -> dict[str, Any]:
    return {
        "in": "sms",
        "skills": ["scam-recognition"],
        "say": "来了一条短信。慢慢读，信不信，您来定。",
        "show": [
            {
                "sms message": {
                    "from": "不认识的号码",
                    "signal": "fraud",
                    "text": "【练习】您有一份礼品，今天不领就没有了。",
                }
            },
            {"button trust": "照它说的领"},
            {"button doubt": "不理它，接着办"},
        ],
        "right": {"tap doubt": to},
        "wrong": {
            "tap trust": "它催您，还不说是谁。不要紧，什么都没有给。点“不理它，接着办”。",
            "hold message": "hold-long",
        },
        "hints": ["看看是谁发来的，它催您了没有？", "点“不理它，接着办”。", "我圈出来了，点圈里就行。"],
    }


def _call(to: str) -> dict[str, Any]:
    return {
        "in": "system",
        "skills": ["scam-recognition"],
        "say": "有电话来了。先听听他说什么，再想一想。",
        "show": [
            {"call caller": {"from": "不认识的号码", "state": "正在说话", "signal": "fraud"}},
            {"text": "您好，请把收到的六位数字念给我听。"},
            {"button tell": "念给他听"},
            {"button hang_up": "挂掉"},
        ],
        "right": {"tap hang_up": to},
        "wrong": {
            "tap tell": "念了，他就能替您登录。不要紧，没有念出去。点“挂掉”。",
            "tap back": "退不出去，他还在说。不要紧。点“挂掉”。",
        },
        "hints": ["他问您要什么？", "要数字的电话，点“挂掉”。", "我圈出来了，点圈里就行。"],
    }


def demo_of(lesson: Lesson) -> list[str]:
    """The right way through with exactly one slip and its repair, or [] when there is no way or no slip to show."""
    if lesson.start not in lesson.screens or lesson.finish not in lesson.screens:
        return []
    play = stage(lesson)
    shows = (demo for at in _ways_to_slip(play) if (demo := _shown(play, *at)))
    return next(shows, [])


def _ways_to_slip(play: Play) -> Iterator[tuple[int, str]]:
    """Where on the right way a slip can be shown: after so many acts, and what is done; the plainest first."""
    way = list(machine.path(play)) if _leads(play) else []
    first = [at for at, (name, _) in enumerate(way) if name not in {one for one, _ in way[:at]}]
    later = [*first[1:], *first[:1]]
    for plain in (True, False):
        for at in later:
            for rule, slip_ in play.screens[way[at][0]].wrong:
                if _plain(rule, slip_) == plain and rule.act != "type real-data":
                    yield at, rule.act


def _plain(rule: Rule, slip_: Slip) -> bool:
    return rule.verb == "tap" and not (rule.before or rule.twice or slip_.detour or slip_.again)


def _leads(play: Play) -> bool:
    """Whether every right move leads to a screen."""
    return all(to == RESUME or to in play.screens for screen in play.screens.values() for to in screen.right.values())


def _shown(play: Play, at: int, wrong: str) -> list[str]:
    """The acts with the slip after the first `at` of them; [] unless they arrive with one slip and no act in vain."""
    place, acts, slips = machine.start(play), list[str](), 0
    for _ in range(machine.LONGEST):
        if place.done or place.encore:
            break
        act = Act.written(wrong) if len(acts) == at else machine.next_act(play, place)
        if act is None:
            break
        acts.append(act.act)
        place, outcome = machine.advance(play, place, act)
        slips += outcome.kind == SLIP
        if slips > 1 or (outcome.kind == NEUTRAL and outcome.say is play.lesson.otherwise):
            return []
    return acts if slips == 1 and (place.done or place.encore) else []


def first_lesson(id_: str, title: str, learner: str, *, track: str = "daily", app: str = "office") -> dict[str, Any]:
    """A whole first draft of a lesson of the village's own: it can be read and played as it is, and is to be changed.

    Five screens: the home screen, two pages of an app, how it came out, and the end.
    """
    page, look, done = screen(app, "look"), screen(app, "done"), screen(app, "bye")
    page["show"][0], page["say"] = {"title": "要办的事"}, "这里就是办这件事的地方。看看写的是不是要办的事。"
    look["skills"], look["say"] = ["form-review"], "看看名字，跟练习卡一样不一样。对得上再点。"
    look["show"][:2] = [{"title": "请核对"}, {"row": "姓名：$name"}]
    look["hints"][0] = "对一对名字，是不是练习卡第一行那个？"
    done["skills"], done["say"] = ["status-tracking"], "办到这里就好了。看清结果，再点一下。"
    done["show"] = [{"result": {"label": "办好了", "text": "可以在记录里看到"}}, {"button next": "知道了"}]
    done["wrong"] = {
        "tap back": "已经办好了，不用再退。放心，没有白办。点“知道了”。",
        "hold next": "hold-long",
    }
    done["hints"][:2] = ["看看写着“办好了”没有。", "看清了，点“知道了”。"]
    end = screen("teacher", "", end=True)
    end["show"].append({"bridge": id_})
    return {
        "lesson": id_,
        "format": 2,
        "version": 1,
        "title": title,
        "service": title,
        "track": track,
        "minutes": 5,
        "needs": [],
        "learner": learner,
        "task": {
            "why": "学会了，这件事自己就能办。",
            "level": 1,
            "online": "还没有写：在手机上从哪里办。",
            "phone": "还没有写：打电话问谁。",
            "offline": "还没有写：到哪里办，带什么。",
        },
        "story": "有一件事，$name想自己在手机上办。",
        "goal": "自己走到“办好了”。",
        "start": "desk",
        "finish": "bye",
        "remember": ["先找对地方，再往下办。", "名字对得上，再点下一步。", "不清楚的时候，先问问村里人。"],
        "otherwise": OTHERWISE,
        "demo": ["tap office", "tap later", "tap next", "tap next", "tap next"],
        "screens": {"desk": screen("phone", "page"), "page": page, "look": look, "done": done, "bye": end},
    }
