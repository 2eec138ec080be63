"""The rooms of the web, one blueprint each; what they answer is decided elsewhere."""

from __future__ import annotations

from flask import Blueprint

from app.web import clips, health, learner, practising, preferences

BLUEPRINTS: tuple[Blueprint, ...] = (
    health.blueprint,
    preferences.blueprint,
    learner.blueprint,
    practising.blueprint,
    clips.blueprint,
)
