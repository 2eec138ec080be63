"""Bandaojia, the web application: exports the factory and knows nothing else."""

from __future__ import annotations

from app.factory import create_app

__all__ = ["create_app"]
