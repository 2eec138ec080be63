"""The settings: what the environment says, and the secret that outlives a restart."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.config import Settings


def test_the_environment_decides(tmp_path: Path) -> None:
    said = {"INSTANCE": str(tmp_path / "there"), "HOST": "0.0.0.0", "PORT": "8123", "ONLINE": "1"}
    settings = Settings.from_environment(said)
    assert (settings.host, settings.port, settings.online) == ("0.0.0.0", 8123, True)
    assert settings.instance == (tmp_path / "there").resolve()
    assert settings.database_url.startswith("sqlite:///")
    assert settings.database_url.endswith("there/bandaojia.sqlite3")


def test_without_words_it_serves_this_machine_alone_and_stays_offline(tmp_path: Path) -> None:
    settings = Settings.from_environment({"INSTANCE": str(tmp_path), "ONLINE": "0"})
    assert (settings.host, settings.port, settings.online) == ("127.0.0.1", 5000, False)


def test_another_database_can_be_named(tmp_path: Path) -> None:
    settings = Settings.from_environment({"INSTANCE": str(tmp_path), "DATABASE_URL": "postgresql://db/bandaojia"})
    assert settings.database_url == "postgresql://db/bandaojia"


@pytest.mark.parametrize("port", ["eighty", "0", "65536", "-1", "5000 "])
def test_a_port_that_is_none_is_said_at_once(tmp_path: Path, port: str) -> None:
    with pytest.raises(ValueError, match="PORT"):
        Settings.from_environment({"INSTANCE": str(tmp_path), "PORT": port})


def test_the_secret_outlives_a_restart_and_differs_between_copies(tmp_path: Path) -> None:
    first = Settings.at(tmp_path / "a").secret
    assert Settings.at(tmp_path / "a").secret == first
    assert Settings.at(tmp_path / "b").secret != first
    assert len(first) == 64
    assert first not in repr(Settings.at(tmp_path / "a"))


def test_a_secret_cut_short_by_a_power_cut_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("", encoding="ascii")
    assert len(Settings.at(tmp_path).secret) == 64
