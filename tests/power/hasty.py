"""Serves the copy of the environment, but answers before the disk has it: what the power-cut test must notice.

No setting of the product does this; only this file does.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import event

from app.__main__ import serve
from app.config import Settings
from app.factory import create_app


def main() -> None:
    """Serve with synchronous=NORMAL until interrupted."""
    settings = Settings.from_environment()
    app = create_app(settings)

    @event.listens_for(app.extensions["records"].writer, "connect")
    def hurry(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA synchronous=NORMAL")

    serve(app, settings)


if __name__ == "__main__":
    main()
