"""The rooms of the web, one blueprint each; what they answer is decided elsewhere."""

from __future__ import annotations

from flask import Blueprint

from app.web import (
    board,
    cards,
    clips,
    door,
    health,
    journeys,
    learner,
    practising,
    preferences,
    prints,
    reports,
    staff,
    tablet,
    takehome,
)

BLUEPRINTS: tuple[Blueprint, ...] = (
    health.blueprint,
    preferences.blueprint,
    learner.blueprint,
    journeys.blueprint,
    practising.blueprint,
    clips.blueprint,
    tablet.blueprint,
    takehome.blueprint,
    door.blueprint,
    staff.blueprint,
    board.blueprint,
    reports.blueprint,
    cards.blueprint,
    prints.blueprint,
)
