"""The learner model under the lamp: what it is, how far it was right, and retraining it; the work is done elsewhere."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, cast

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from app import charts, current
from app.config import ROOT, Settings
from app.dialects.registry import DIALECTS
from app.records import roster
from app.reports import lamp
from app.web import findings, tongue
from app.web.cards import lang_of
from app.web.staff import member_here
from models import keeping
from models.artefact import serving
from models.group import ALL, MONTH, SIZE, SUPPORT, Group

log = logging.getLogger(__name__)

blueprint = Blueprint("lamp", __name__)

_LOWEST: Final = getattr(subprocess, "IDLE_PRIORITY_CLASS", 0)


@dataclass(frozen=True, slots=True)
class Doing:
    """What is being done: the word, for the demo or not, and how many people are done of how many (0 before that)."""

    word: str
    demo: bool
    done: int = 0
    of: int = 0


class Bench:
    """Does one word of `flask model` at a time in a process of its own, and knows how far it is."""

    def __init__(self, settings: Settings, done: Callable[[Doing], object]) -> None:
        """`done` is called, in a thread of its own, after a word has been done well."""
        self._environment = {
            **os.environ,
            "PYTHONUTF8": "1",
            "FLASK_APP": "app",
            "INSTANCE": str(settings.instance),
            "DATABASE_URL": settings.database_url,
            "NARRATES": "0",
        }
        self._done = done
        self._turn = threading.Lock()
        self._doing: Doing | None = None
        self._thread: threading.Thread | None = None
        self.failed: Doing | None = None
        """What failed last, until another word is begun."""

    @property
    def doing(self) -> Doing | None:
        """What is being done now."""
        with self._turn:
            return self._doing

    def begin(self, word: str, *, demo: bool) -> bool:
        """Begin a word; False while another one is being done."""
        with self._turn:
            if self._doing is not None:
                return False
            self._doing, self.failed = Doing(word, demo), None
        self._thread = threading.Thread(target=self._run, args=(self._doing,), name="lamp", daemon=True)
        self._thread.start()
        return True

    def join(self) -> None:
        """Wait until what was begun is done."""
        if self._thread is not None:
            self._thread.join()

    def _run(self, doing: Doing) -> None:
        command = [sys.executable, "-m", "flask", "model", doing.word, "--steps", *(["--demo"] if doing.demo else [])]
        try:
            with subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                cwd=ROOT,
                env=self._environment,
                encoding="utf-8",
                creationflags=_LOWEST,
            ) as process:
                assert process.stdout is not None
                line = ""
                for line in process.stdout:
                    self._tell(doing, line)
            if process.returncode:
                raise OSError(f"exit {process.returncode}: {line.strip()}")
            self._done(doing)
        except OSError as problem:
            log.warning("flask model %s did not work: %s", doing.word, problem)
            self.failed = doing
        finally:
            with self._turn:
                self._doing = None

    def _tell(self, doing: Doing, line: str) -> None:
        told = line.split()
        if len(told) == 2 and all(one.isdecimal() for one in told):
            with self._turn:
                self._doing = Doing(doing.word, doing.demo, *map(int, told))


@blueprint.record_once
def keep_bench(state: BlueprintSetupState) -> None:
    """Give the application its bench; what it made is served at once."""
    settings, extensions = cast(Settings, state.app.extensions["settings"]), state.app.extensions

    def serve(doing: Doing) -> None:
        name = "artefact_demo" if doing.demo else "artefact"
        extensions[name] = serving(lamp.folder_of(settings.instance, demo=doing.demo))

    extensions["lamp"] = Bench(settings, serve)


@blueprint.get("/model")
def show() -> ResponseReturnValue:
    """What the model is, how far what it said came true, and what retraining compared."""
    demo, bench = member_here().demo, _bench()
    doing, failed = bench.doing, bench.failed
    folder = lamp.folder_of(current.settings().instance, demo=demo)
    looked, served = lamp.looked(folder), current.artefact(demo=demo)
    kinds = [(heading, _rows(looked.groups, kind)) for kind, heading in _kinds().items()] if looked else []
    return render_template(
        "staff/lamp.html",
        heading=_heading(looked),
        served=served,
        shipped="recalibrated" not in served.made and keeping.BEFORE not in served.made,
        may_undo=keeping.kept(folder, str(served.made.get(keeping.BEFORE, ""))) is not None,
        looked=looked,
        stale=looked is not None and looked.artefact != served.hash,
        kinds=[(heading, rows) for heading, rows in kinds if rows],
        tried=lamp.tried(folder),
        names=_candidates(),
        words_lang=lang_of,
        doing=doing if doing and doing.demo == demo else None,
        failed=failed is not None and failed.demo == demo,
    )


@blueprint.post("/model/<any(calibration,retrain):word>")
def begin(word: str) -> ResponseReturnValue:
    """Begin to look at the model, or to retrain it."""
    if not _bench().begin(word, demo=member_here().demo):
        flash(gettext("Something is being worked out already. Wait until it is done."))
    return redirect(url_for("lamp.show"), code=303)


@blueprint.post("/model/undo")
def undo() -> ResponseReturnValue:
    """Serve again the model before the present one."""
    demo = member_here().demo
    if _bench().doing is not None:
        abort(409)
    folder = lamp.folder_of(current.settings().instance, demo=demo)
    if keeping.undo(folder) is None:
        flash(gettext("There is no model before this one."))
    else:
        current_app.extensions["artefact_demo" if demo else "artefact"] = serving(folder)
        flash(gettext("The model before is in use again."))
    return redirect(url_for("lamp.show"), code=303)


def _bench() -> Bench:
    return cast(Bench, current_app.extensions["lamp"])


def _heading(looked: lamp.Looked | None) -> str:
    whole = next((one for one in looked.groups if one.kind == ALL), None) if looked else None
    if whole is None or whole.said is None or whole.seen is None:
        return str(gettext("The learner model: too little has been practised to say how right it is"))
    told = {"said": round(100 * whole.said), "seen": round(100 * whole.seen)}
    return str(gettext("The learner model expected %(said)s %% done alone, and %(seen)s %% were", **told))


def _rows(groups: tuple[Group, ...], kind: str) -> list[tuple[str, Group, Markup]]:
    """The groups of a kind, each by its name for people, with its picture; those too small to say have none."""
    name = _names(kind)
    return [(name(one.name), one, _picture(one)) for one in groups if one.kind == kind]


def _picture(one: Group) -> Markup:
    return Markup() if one.said is None or one.seen is None else Markup(charts.pair(one.said, one.seen))


def _names(kind: str) -> Callable[[str], str]:
    """What the groups of a kind are called on the page."""
    if kind == lamp.VILLAGE:
        with current.records().session() as s:
            sites = {str(site.id): tongue.person_name(site) for site in roster.sites(s)}
        return lambda name: sites.get(name, gettext("a village that is no longer here"))
    named: Mapping[str, Mapping[str, str]] = {
        SUPPORT: findings.help_levels() | {"unknown": gettext("not known")},
        SIZE: {"true": gettext("true size"), "big": gettext("enlarged")},
        lamp.AGE: {"0-59": gettext("under 60")},
        lamp.DIALECT: {one.id: one.name for one in DIALECTS.values()},
    }
    return lambda name: named.get(kind, {}).get(name, name)


def _candidates() -> dict[str, str]:
    """What retraining compares, in words."""
    return {
        "present": gettext("the present one"),
        "recalibrated": gettext("shifted to the people here"),
        "fitted anew": gettext("learned anew from the people here"),
    }


def _kinds() -> Mapping[str, str]:
    """Every kind of group that the page shows, and what its table is called."""
    return {
        MONTH: gettext("Month by month: does it drift?"),
        SUPPORT: gettext("By the help that was given"),
        SIZE: gettext("By the size of the phone"),
        lamp.AGE: gettext("By age"),
        lamp.DIALECT: gettext("By dialect"),
        lamp.VILLAGE: gettext("By village"),
    }
