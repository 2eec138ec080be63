"""The rooms of the web, one blueprint each; what they answer is decided elsewhere."""

from __future__ import annotations

from flask import Blueprint

from app.web import (
    board,
    cards,
    clips,
    dialects,
    door,
    health,
    journeys,
    learner,
    lists,
    parcels,
    plan,
    pointing,
    practising,
    preferences,
    prints,
    reports,
    roster,
    sounds,
    staff,
    start,
    tablet,
    takehome,
    voices,
)

BLUEPRINTS: tuple[Blueprint, ...] = (
    health.blueprint,
    preferences.blueprint,
    learner.blueprint,
    journeys.blueprint,
    practising.blueprint,
    clips.blueprint,
    pointing.blueprint,
    tablet.blueprint,
    takehome.blueprint,
    door.blueprint,
    staff.blueprint,
    start.blueprint,
    board.blueprint,
    reports.blueprint,
    sounds.blueprint,
    plan.blueprint,
    cards.blueprint,
    dialects.blueprint,
    voices.blueprint,
    parcels.blueprint,
    roster.blueprint,
    lists.blueprint,
    prints.blueprint,
)
