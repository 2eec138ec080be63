"""Checks statements by the rules of xAPI 1.0.3, written from the specification and not from what writes them.

Source: https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md; its sections' numbers stand beside the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
DURATION = re.compile(r"P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?|P\d+W")
IFI = ("mbox", "mbox_sha1sum", "openid", "account")
ALLOWED = {
    "statement": {"id", "actor", "verb", "object", "result", "context", "timestamp", "stored", "authority", "version",
                  "attachments"},
    "agent": {"objectType", "name", *IFI},
    "verb": {"id", "display"},
    "activity": {"objectType", "id", "definition"},
    "definition": {"name", "description", "type", "moreInfo", "extensions", "interactionType",
                   "correctResponsesPattern", "choices", "scale", "source", "target", "steps"},
    "result": {"score", "success", "completion", "response", "duration", "extensions"},
    "context": {"registration", "instructor", "team", "contextActivities", "revision", "platform", "language",
                "statement", "extensions"},
}  # fmt: skip


def faults(statement: Any) -> Iterator[str]:
    """Everything in a statement that the specification does not allow."""
    yield from _of("statement", statement)
    yield from _nothing_empty(statement)
    if not {"actor", "verb", "object"} <= statement.keys():  # 2.4
        yield "no actor, verb or object"
        return
    if "id" in statement and not UUID.fullmatch(statement["id"]):  # 2.4.1
        yield "an id that is no UUID"
    yield from _agent(statement["actor"])
    yield from _verb(statement["verb"])
    yield from _activity(statement["object"])
    yield from _result(statement.get("result", {}))
    yield from _context(statement.get("context", {}))
    if "timestamp" in statement and not _moment(statement["timestamp"]):  # 2.4.7, 4.5
        yield "a timestamp that is none"


def _of(kind: str, told: Any) -> Iterator[str]:
    if not isinstance(told, dict):
        yield f"a {kind} that is no object"
    elif more := told.keys() - ALLOWED[kind]:  # 2.2: no other properties
        yield f"a {kind} with {sorted(more)}"


def _nothing_empty(told: Any) -> Iterator[str]:
    """2.2: no property is null, but in extensions; here none is an empty object or word either."""
    if isinstance(told, dict):
        for key, value in told.items():
            if value is None or value in ({}, [], ""):
                yield f"nothing as {key}"
            if key != "extensions":
                yield from _nothing_empty(value)
    elif isinstance(told, list):
        for value in told:
            yield from _nothing_empty(value)


def _agent(told: Any) -> Iterator[str]:
    yield from _of("agent", told)
    if told.get("objectType", "Agent") != "Agent" or sum(name in told for name in IFI) != 1:  # 2.4.2.1, 2.4.2.3
        yield "not exactly one way to know an agent"
    account = told.get("account", {})
    if account.keys() != {"homePage", "name"} or not _iri(account["homePage"]):  # 2.4.2.4
        yield "an account without a home or a name"


def _verb(told: Any) -> Iterator[str]:
    yield from _of("verb", told)
    if not _iri(told.get("id")):  # 2.4.3
        yield "a verb that is no IRI"
    yield from _language_map(told.get("display", {"en": "x"}))


def _activity(told: Any) -> Iterator[str]:
    yield from _of("activity", told)
    if told.get("objectType", "Activity") != "Activity" or not _iri(told.get("id")):  # 2.4.4.1
        yield "an activity that is no IRI"
    definition = told.get("definition", {})
    yield from _of("definition", definition)
    if "type" in definition and not _iri(definition["type"]):
        yield "a type that is no IRI"
    if definition.get("type", "").endswith("cmi.interaction") != ("interactionType" in definition):
        yield "an interaction without its type"
    yield from _language_map(definition.get("name", {"en": "x"}))


def _result(told: Any) -> Iterator[str]:
    yield from _of("result", told)
    if any(type(told[name]) is not bool for name in ("success", "completion") if name in told):  # 2.4.5
        yield "a result that is no boolean"
    if "duration" in told and not DURATION.fullmatch(told["duration"]):  # 4.6
        yield "a duration that is none"


def _context(told: Any) -> Iterator[str]:
    yield from _of("context", told)
    if "registration" in told and not UUID.fullmatch(told["registration"]):  # 2.4.6
        yield "a registration that is no UUID"
    for key, activities in told.get("contextActivities", {}).items():  # 2.4.6.2
        if key not in ("parent", "grouping", "category", "other") or not isinstance(activities, list):
            yield "activities of no kind"
        for activity in activities:
            yield from _activity(activity)
    if not all(map(_iri, told.get("extensions", {}))):  # 4.1
        yield "an extension that is no IRI"


def _language_map(told: Any) -> Iterator[str]:
    """4.2: RFC 5646 tags to words."""
    if not all(LANGUAGE.fullmatch(tag) and isinstance(words, str) for tag, words in told.items()):
        yield "a language map that is none"


def _iri(told: Any) -> bool:
    return (
        isinstance(told, str) and bool(urlsplit(told).scheme and urlsplit(told).netloc) and not re.search(r"\s", told)
    )


def _moment(told: str) -> bool:
    """4.5: ISO 8601 as in RFC 3339, with its zone."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", told) or told.endswith("-00:00"):
        return False
    return datetime.fromisoformat(told).tzinfo is not None
