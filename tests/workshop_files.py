"""Files that the workshop never made, each with something that must not come in; who makes them knows the format."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from app.bench import Draft, first_lesson, packed, written

AT = datetime(2026, 12, 1, 9, tzinfo=UTC)
ID = "village-bus"
TEXT = written(first_lesson(ID, "坐村里的班车", "guizhi"))
ENGLISH = {f"{ID}.title": ("坐村里的班车", "Take the village bus")}
DRAFT = Draft(ID, TEXT, {"en": ENGLISH}, 1, AT, "周老师")
PO = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgctxt "{key}"
msgid "{zh}"
msgstr "{said}"
"""


def zipped(parts: Mapping[str, bytes | str], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", how) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def po(key: str = f"{ID}.title", zh: str = "坐村里的班车", said: str = "Take the bus") -> str:
    return PO.format(key=key, zh=zh, said=said)


def _many_words() -> str:
    return "".join(f'\nmsgctxt "{ID}.x{n}"\nmsgid "一"\nmsgstr "o"\n' for n in range(9000))


def _with(old: str, new: str) -> bytes:
    assert old in TEXT
    return TEXT.replace(old, new, 1).encode()


def _said(words: str) -> bytes:
    return _with("goal: 自己走到“办好了”。", f"goal: {words}")


def _link() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        entry = zipfile.ZipInfo("lesson.yaml")
        entry.create_system, entry.external_attr = 3, 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    return file.getvalue()


def _locked() -> bytes:
    content = bytearray(packed(DRAFT))
    content[6] |= 1
    listed = content.index(b"PK\x01\x02")
    content[listed + 8] |= 1
    return bytes(content)


def _in_each_other() -> bytes:
    """Two parts that lie at one place: a zip bomb of the kind that overlaps."""
    content = bytearray(packed(DRAFT))
    first = content.index(b"PK\x01\x02")
    second = content.index(b"PK\x01\x02", first + 4)
    content[second + 42 : second + 46] = struct.pack("<L", 0)
    return bytes(content)


def _many_parts() -> bytes:
    return zipped({"lesson.yaml": TEXT, **{f"x{n}": "" for n in range(5000)}})


def _twice() -> bytes:
    return zipped({"lesson.yaml": TEXT, "yesson.yaml": TEXT}).replace(b"yesson.yaml", b"lesson.yaml")


BILLION = "\n".join(
    ["lesson: village-bus", "a: &a [x, x, x, x, x, x, x, x, x]"]
    + [f"{b}: &{b} [{', '.join(f'*{a}' for _ in range(9))}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
)
HOSTILE: dict[str, Callable[[], bytes]] = {
    "a script in a label": lambda: _with("button next: 下一步", "button next: <script>alert(1)</script>"),
    "a picture in a label": lambda: _with("button next: 下一步", "button next: <img src=x onerror=alert(1)>"),
    "attributes of htmx": lambda: _with("button next: 下一步", "button next: '\" hx-get=\"/staff\" x=\"'"),
    "an entity": lambda: _with("button next: 下一步", "button next: '&lt;b&gt;'"),
    "an address that runs": lambda: _with("button next: 下一步", "link next: javascript:alert(1)"),
    "a template": lambda: _with("button next: 下一步", "button next: '{{ config }}'"),
    "code in a key": lambda: _with("  page:\n", "  '<b>':\n"),
    "code in an act": lambda: _with("tap later: 这样", "'tap \"onclick': 这样"),
    "a link that could be real": lambda: _said("打开 http://evil.com/x 看看。"),
    "a hidden sign": lambda: _said("好\u200b的。"),
    "writing turned round": lambda: _said("好\u202e的。"),
    "writing turned round, written out": lambda: _said('"好\\u202e的。"'),
    "a sign of nothing": lambda: _said("好\x00的。"),
    "a sign of nothing, written out": lambda: _said('"好\\0的。"'),
    "half a sign": lambda: _said('"\\ud800"'),
    "a line within": lambda: _said('"好\\n的。"'),
    "words without end": lambda: _said("好" * 3000),
    "ten to the ninth": BILLION.encode,
    "an anchor": lambda: _with("goal: ", "goal: &g "),
    "a cycle": lambda: TEXT.encode() + b"extra: &a [*a]\n",
    "an alias to nothing": lambda: TEXT.encode() + b"extra: *a\n",
    "a tag of Python": lambda: TEXT.encode() + b"extra: !!python/object/apply:os.system [id]\n",
    "a tag": lambda: _with("minutes: 5", "minutes: !!str 5"),
    "a tag of its own": lambda: _with("minutes: 5", "minutes: !x 5"),
    "a tag on a mapping": lambda: _with("task:\n", "task: !!map\n"),
    "a directive": lambda: b"%YAML 1.1\n---\n" + TEXT.encode(),
    "two lessons": lambda: TEXT.encode() + b"---\n" + TEXT.encode(),
    "a merged key": lambda: TEXT.encode() + b"<<: {a: b}\n",
    "a key twice": lambda: TEXT.encode() + b"title: x\n",
    "a screen twice": lambda: TEXT.encode() + b"\n  page:\n    say: x\n",
    "a key that is a list": lambda: TEXT.encode() + b"? [a, b]\n: c\n",
    "many brackets": lambda: b"lesson: village-bus\na: " + b"[" * 100_000,
    "many brackets, closed": lambda: b"lesson: village-bus\na: " + b"[" * 30_000 + b"]" * 30_000,
    "many dashes": lambda: b"lesson: village-bus\na:\n" + b"- " * 50_000,
    "many question marks": lambda: b"? " * 50_000,
    "many levels": lambda: "".join(f"{'  ' * n}a{n}:\n" for n in range(300)).encode(),
    "many small things": lambda: b"lesson: village-bus\na: [" + b"1," * 59_000 + b"1]",
    "an open quote": lambda: _with("goal: ", 'goal: "'),
    "fifty megabytes": lambda: b"x" * 50 * 1024 * 1024,
    "fifty megabytes of a lesson": lambda: TEXT.encode() + b"# x\n" * 13_000_000,
    "a long lesson": lambda: TEXT.encode() + b"# x\n" * 40_000,
    "no file": lambda: b"",
    "spaces": lambda: b"  \n \n",
    "no text": lambda: b"\xff\xfe\x00\x01" * 100,
    "a list": lambda: b"- a\n- b\n",
    "a word": lambda: b"hello",
    "another YAML": lambda: b"title: x\n",
    "no screens": lambda: f"lesson: {ID}\nformat: 2\n".encode(),
    "screens that are a list": lambda: f"lesson: {ID}\nscreens: [1, 2]\n".encode(),
    "screens that are numbers": lambda: f"lesson: {ID}\nscreens: {{a: 1}}\n".encode(),
    "lists for words": lambda: _with("minutes: 5", "minutes: 5\nfacts: [1]\ntwists: 7"),
    "a path for an id": lambda: _with(f"lesson: {ID}", "lesson: ../../../tmp/evil"),
    "a path of Windows": lambda: _with(f"lesson: {ID}", "lesson: 'C:\\Windows'"),
    "a device for an id": lambda: _with(f"lesson: {ID}", "lesson: con"),
    "a number for an id": lambda: _with(f"lesson: {ID}", "lesson: 7"),
    "a long id": lambda: _with(f"lesson: {ID}", f"lesson: {'a' * 60}"),
    "no id": lambda: _with(f"lesson: {ID}\n", ""),
    "a zip of nothing": lambda: zipped({}),
    "a zip without a lesson": lambda: zipped({"en.po": po()}),
    "a path in a zip": lambda: zipped({"../lesson.yaml": TEXT}),
    "a path beside": lambda: zipped({"lesson.yaml": TEXT, "../../evil.po": po()}),
    "a whole path": lambda: zipped({"/lesson.yaml": TEXT}),
    "a folder in a zip": lambda: zipped({"x/lesson.yaml": TEXT}),
    "more in a zip": lambda: zipped({"lesson.yaml": TEXT, "evil.py": "1"}),
    "a language that is none": lambda: zipped({"lesson.yaml": TEXT, "xx.po": po()}),
    "words for the source": lambda: zipped({"lesson.yaml": TEXT, "zh_Hans_CN.po": po()}),
    "a link in a zip": _link,
    "a locked zip": _locked,
    "parts in each other": _in_each_other,
    "a part twice": _twice,
    "five thousand parts": _many_parts,
    "a zip bomb": lambda: zipped({"lesson.yaml": TEXT + "# " + "x" * 400_000}),
    "a large zip bomb": lambda: zipped({"lesson.yaml": b"x" * 300 * 1024 * 1024}),
    "another packing": lambda: zipped({"lesson.yaml": TEXT}, zipfile.ZIP_LZMA),
    "a cut zip": lambda: packed(DRAFT)[:-40],
    "a spoiled zip": lambda: packed(DRAFT).replace("坐村里的班车".encode(), "坐村里的班马".encode()),
    "a zip in a zip": lambda: zipped({"lesson.yaml": packed(DRAFT)}),
    "huge words": lambda: zipped({"lesson.yaml": TEXT, "en.po": po(said="x" * 500_000)}, zipfile.ZIP_STORED),
    "many words": lambda: zipped({"lesson.yaml": TEXT, "en.po": _many_words()}, zipfile.ZIP_STORED),
    "code in words": lambda: zipped({"lesson.yaml": TEXT, "en.po": po(said="<b onclick=x>Bus</b>")}),
    "code in what was translated": lambda: zipped({"lesson.yaml": TEXT, "en.po": po(zh="<script>")}),
    "a link in words": lambda: zipped({"lesson.yaml": TEXT, "en.po": po(said="See http://evil.com")}),
    "a hidden sign in words": lambda: zipped({"lesson.yaml": TEXT, "en.po": po(said="Bus\u202e")}),
    "words of another lesson": lambda: zipped({"lesson.yaml": TEXT, "en.po": po(key="certify-pension.title")}),
    "words that all lessons share": lambda: zipped({"lesson.yaml": TEXT, "en.po": po(key="slips.hold-long")}),
    "words of the interface": lambda: zipped({"lesson.yaml": TEXT, "en.po": po(key="ui.x")}),
    "words in no text": lambda: zipped({"lesson.yaml": TEXT, "en.po": b"\xff\xfe"}),
}  # fmt: skip
"""What is wrong with a file -> the file."""
WHY = {
    "a script in a label": "code of a web page",
    "attributes of htmx": "code of a web page",
    "code in a key": "cannot be a key",
    "a link that could be real": "a link that could be real",
    "writing turned round, written out": "nobody can see",
    "a sign of nothing": "nobody can see",
    "ten to the ninth": "an anchor or an alias",
    "a cycle": "an anchor or an alias",
    "a tag of Python": "a tag",
    "a directive": "a directive",
    "two lessons": "more than one lesson",
    "a key twice": "laid out",
    "many brackets": "too deeply",
    "many levels": "too deeply",
    "many small things": "longer than a lesson",
    "fifty megabytes": "larger than a lesson",
    "lists for words": "Look at line",
    "a path for an id": "no id",
    "a device for an id": "no id",
    "a path in a zip": "no file that the workshop made",
    "a link in a zip": "no file that the workshop made",
    "five thousand parts": "no file that the workshop made",
    "a large zip bomb": "larger than a lesson",
    "a cut zip": "cut short",
    "huge words": "longer than a lesson",
    "code in words": "code of a web page",
    "words of another lesson": "something else",
}
"""What is wrong with a file -> what is said of it, in part, where that matters."""
