"""The settings, read from the environment and `.env`; imported by the composition root alone.

Every field is a variable with the prefix `SHAHID_`. A wrong value is reported in one line that names
the variable, and so is an unknown name, because a misspelled setting must not be ignored.
"""

from __future__ import annotations

import difflib
import json
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "SHAHID_"
ENV_FILE = Path(".env")

OPTIONAL = ("bot_token", "webhook_secret", "webhook_url", "database_url", "synonyms_file", "monitoring_port")
"""Settings that are unset where the value is empty, as `.env.example` has them."""

# A bot token is the bot's id, a colon and 35 or more characters (core.telegram.org/bots/api).
_TOKEN = re.compile(r"\d+:[\w-]{35,}")
# What Telegram allows for a webhook's secret (core.telegram.org/bots/api#setwebhook).
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


class SettingsError(Exception):
    """A setting is wrong; the message is one line for each, naming its variable."""


class Settings(BaseSettings):
    """All settings with their defaults; `.env.example` explains each."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=ENV_FILE, env_file_encoding="utf-8", extra="ignore"
    )

    bot_token: SecretStr | None = None
    bot_api_url: str = "https://api.telegram.org"
    mode: Literal["polling", "webhook"] = "polling"
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    webhook_listen: str = "127.0.0.1"
    webhook_port: int = Field(default=8443, ge=1, le=65535)
    moderators: Annotated[frozenset[int], NoDecode] = frozenset()
    corpus_dir: Path = Path("seeds")
    data_dir: Path = Path("data")
    database_url: str | None = None
    index_backend: Literal["auto", "rank-bm25"] = "auto"
    synonyms_file: Path | None = None
    semantic: Literal["off", "on"] = "off"
    page_port: int = Field(default=8080, ge=0, le=65535)
    questions_per_minute: int = Field(default=10, ge=1, le=1000)
    answer_timeout: float = Field(default=10.0, gt=0, le=120)
    reindex_timeout: float = Field(default=1800.0, gt=0)
    max_question_age: float = Field(default=900.0, gt=0)
    concurrent_updates: int = Field(default=32, ge=1, le=256)
    retention_days: int = Field(default=30, ge=1, le=3650)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"
    monitoring_port: int | None = Field(default=9464, ge=0, le=65535)

    @field_validator(*OPTIONAL, mode="before")
    @classmethod
    def _empty_is_absent(cls, value: object) -> object:
        return (value.strip() or None) if isinstance(value, str) else value

    @field_validator("bot_token")
    @classmethod
    def _token_has_its_form(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("is not a bot token; @BotFather gives one, such as 123456789:AA…")
        return value

    @field_validator("bot_api_url")
    @classmethod
    def _api_is_http(cls, value: str) -> str:
        if not re.match(r"https?://[^/]+", value):
            raise ValueError("must begin with https:// (or http:// for a server of your own)")
        return value.rstrip("/")

    @field_validator("moderators", mode="before")
    @classmethod
    def _ids_in_two_forms(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        if value.strip().startswith("["):
            try:
                return json.loads(value)
            except ValueError:
                raise ValueError("must be numbers such as 42,43 or [42, 43]") from None
        parts = [part for part in re.split(r"[,،;\s]+", value) if part]
        if not all(part.isdecimal() for part in parts):
            raise ValueError("must be numbers such as 42,43 or [42, 43]")
        return [int(part) for part in parts]

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> Settings:
        if self.mode == "webhook":
            if not (self.webhook_url or "").startswith(("https://", "http://127.0.0.1")):
                raise ValueError(f"{PREFIX}WEBHOOK_URL must be the public https:// address in webhook mode")
            secret = self.webhook_secret.get_secret_value() if self.webhook_secret else ""
            if not _SECRET.fullmatch(secret):
                raise ValueError(f"{PREFIX}WEBHOOK_SECRET must be 1 to 256 of A-Z a-z 0-9 _ - for a webhook")
        return self

    @property
    def database(self) -> str:
        """The URL of the database: SQLite in `data_dir` unless one is set."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir / 'shahid.db'}"


def load_settings(**overrides: object) -> Settings:
    """Read the settings.

    Args:
        overrides: Values from the command line, by field name; None overrides nothing.

    Raises:
        SettingsError: A value is wrong or a name is unknown.
    """
    given = {name: value for name, value in overrides.items() if value is not None}
    problems = _unknown_names()
    try:
        settings = Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        problems += [_line(entry["loc"], entry["msg"]) for entry in error.errors()]
    except (OSError, UnicodeDecodeError) as error:
        problems.append(f"{ENV_FILE}: cannot be read as UTF-8 text ({error})")
    if problems:
        raise SettingsError("\n".join(problems))
    return settings


def _line(location: tuple[int | str, ...], message: str) -> str:
    message = message.removeprefix("Value error, ")
    return f"{PREFIX}{str(location[0]).upper()}: {message}" if location else message


def _unknown_names() -> list[str]:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    unknown = sorted({name for name in _names_given() if name.upper().startswith(PREFIX)} - known)
    return [f"{name}: there is no such setting{_did_you_mean(name, known)}" for name in unknown]


def _names_given() -> Iterable[str]:
    yield from os.environ
    try:
        yield from dotenv_values(ENV_FILE) if ENV_FILE.is_file() else ()
    except (OSError, UnicodeDecodeError):
        return  # load_settings reads the same file and reports it


def _did_you_mean(name: str, known: set[str]) -> str:
    fields = sorted(field.removeprefix(PREFIX) for field in known)
    near = difflib.get_close_matches(name.upper().removeprefix(PREFIX), fields, n=1)
    return f"; did you mean {PREFIX}{near[0]}?" if near else "; .env.example lists them all"
