"""Settings: every field has its line in the example, and a wrong value is one line that names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import PREFIX, Settings, SettingsError, load_settings
from tests.evaldata import ROOT

TOKEN = "7000000001:TEST-token_of_the_tests_000000000000"


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def problems(monkeypatch: pytest.MonkeyPatch, **variables: str) -> list[str]:
    for name, value in variables.items():
        monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    return str(caught.value).splitlines()


def test_without_any_variable_the_defaults_hold() -> None:
    settings = load_settings()
    assert settings.bot_token is None
    assert settings.mode == "polling"
    assert settings.corpus_dir == Path("seeds")
    assert settings.database == "sqlite+aiosqlite:///data/shahid.db"


def test_the_example_names_every_field_once_with_a_comment_above_and_its_default() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    named = [line.split("=", 1)[0] for line in lines if line.startswith(PREFIX)]
    assert named == [PREFIX + name.upper() for name in Settings.model_fields]
    for place, line in enumerate(lines):
        if line.startswith(PREFIX) and not line.startswith(f"{PREFIX}WEBHOOK_PORT"):
            assert lines[place - 1].startswith("# "), line


def test_the_example_as_it_is_gives_the_defaults(tmp_path: Path) -> None:
    defaults = load_settings()
    (tmp_path / ".env").write_bytes((ROOT / ".env.example").read_bytes())
    assert load_settings() == defaults


@pytest.mark.parametrize("written", ["42,43", "[42, 43]", "42 43", "42، 43", " 43,42 "])
def test_moderators_may_be_written_in_several_ways(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv(PREFIX + "MODERATORS", written)
    assert load_settings().moderators == frozenset({42, 43})


@pytest.mark.parametrize("written", ["@suad", "[42,", "42;x", '["a"]'])
def test_a_moderator_that_is_no_number_is_reported(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    (line,) = problems(monkeypatch, MODERATORS=written)
    assert line.startswith("SHAHID_MODERATORS: ")


def test_a_wrong_token_is_reported_without_being_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    (line,) = problems(monkeypatch, BOT_TOKEN="not-a-token")
    assert line == "SHAHID_BOT_TOKEN: is not a bot token; @BotFather gives one, such as 123456789:AA…"


def test_the_token_is_a_secret_also_when_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PREFIX + "BOT_TOKEN", f" {TOKEN} ")
    settings = load_settings()
    assert settings.bot_token is not None
    assert settings.bot_token.get_secret_value() == TOKEN
    assert TOKEN not in repr(settings)


def test_several_wrong_values_are_reported_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = problems(monkeypatch, MODE="pigeon", PAGE_PORT="70000", BOT_API_URL="ftp://x")
    assert sorted(line.split(":", 1)[0] for line in lines) == [
        "SHAHID_BOT_API_URL",
        "SHAHID_MODE",
        "SHAHID_PAGE_PORT",
    ]


def test_an_unknown_name_is_reported_with_the_nearest_known(monkeypatch: pytest.MonkeyPatch) -> None:
    (line,) = problems(monkeypatch, MODERATOR="42")
    assert line == "SHAHID_MODERATOR: there is no such setting; did you mean SHAHID_MODERATORS?"


def test_an_unknown_name_in_the_file_is_reported_too(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SHAHID_WXYZ=1\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"SHAHID_WXYZ: there is no such setting; \.env\.example lists"):
        load_settings()


def test_a_file_that_is_no_text_is_reported(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"SHAHID_MODE=\xff\xfe")
    with pytest.raises(SettingsError, match=r"\.env: cannot be read as UTF-8 text"):
        load_settings()


def test_webhook_mode_needs_an_address_and_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    (line,) = problems(monkeypatch, MODE="webhook")
    assert line == "SHAHID_WEBHOOK_URL must be the public https:// address in webhook mode"
    (line,) = problems(monkeypatch, MODE="webhook", WEBHOOK_URL="https://shahid.example/hook")
    assert line == "SHAHID_WEBHOOK_SECRET must be 1 to 256 of A-Z a-z 0-9 _ - for a webhook"
    monkeypatch.setenv(PREFIX + "WEBHOOK_SECRET", "s3cr3t_A-")
    assert load_settings().mode == "webhook"


def test_an_empty_monitoring_port_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().monitoring_port == 9464
    monkeypatch.setenv(PREFIX + "MONITORING_PORT", " ")
    assert load_settings().monitoring_port is None


def test_values_of_the_command_line_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PREFIX + "PAGE_PORT", "9000")
    assert load_settings(page_port=9001, corpus_dir=None).page_port == 9001


def test_a_database_of_ones_own_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PREFIX + "DATABASE_URL", "postgresql+asyncpg://u:p@127.0.0.1/shahid")
    assert load_settings().database == "postgresql+asyncpg://u:p@127.0.0.1/shahid"


@pytest.mark.parametrize(
    ("name", "allowed", "refused"),
    [
        ("WEBHOOK_PORT", ("1", "65535"), ("0", "65536")),
        ("PAGE_PORT", ("0", "65535"), ("-1", "65536")),
        ("MONITORING_PORT", ("0", "65535"), ("-1", "65536")),
        ("QUESTIONS_PER_MINUTE", ("1", "1000"), ("0", "1001")),
        ("ANSWER_TIMEOUT", ("0.5", "120"), ("0", "120.5")),
        ("REINDEX_TIMEOUT", ("0.5", "86400"), ("0", "-1")),
        ("MAX_QUESTION_AGE", ("0.5", "86400"), ("0", "-1")),
        ("CONCURRENT_UPDATES", ("1", "256"), ("0", "257")),
        ("RETENTION_DAYS", ("1", "3650"), ("0", "3651")),
    ],
)
def test_a_number_is_taken_within_its_range_and_refused_beyond_it(
    monkeypatch: pytest.MonkeyPatch, name: str, allowed: tuple[str, ...], refused: tuple[str, ...]
) -> None:
    for value in allowed:
        monkeypatch.setenv(PREFIX + name, value)
        assert getattr(load_settings(), name.lower()) == float(value)
    for value in refused:
        (line,) = problems(monkeypatch, **{name: value})
        assert line.startswith(f"{PREFIX}{name}: ")
