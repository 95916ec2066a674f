"""Checks the parameters of calls by aiogram's models of every Bot API method.

An unknown method, parameter or nested field is refused, and so is a value of the wrong type.
"""

from __future__ import annotations

import inspect
import json
import typing
from collections.abc import Iterable, Iterator
from typing import Any

from aiogram import methods
from pydantic import BaseModel, ValidationError

from tests.telegram_server.rejection import RejectionError

Json = dict[str, Any]
Method = type[methods.TelegramMethod[Any]]


def _all_methods() -> dict[str, Method]:
    named = (getattr(methods, name) for name in methods.__all__)
    return {
        model.__api_method__.lower(): model
        for model in named
        if inspect.isclass(model)
        and issubclass(model, methods.TelegramMethod)
        and model is not methods.TelegramMethod
    }


METHODS: dict[str, Method] = _all_methods()
"""Every method of the Bot API by its name in lower case."""


def returns_bool(method: str) -> bool:
    """Whether a method answers with nothing but True."""
    return METHODS[method.lower()].__returning__ is bool


def checked_parameters(method: str, parameters: dict[str, str], files: Iterable[str] = ()) -> Json:
    """The parameters of a call, taken out of their JSON.

    Args:
        method: Name of the method, in any case.
        parameters: As they came: text, or JSON where the Bot API has something else.
        files: Names of the parts that are files.

    Raises:
        RejectionError: The Bot API has no such method, parameter, field or type.
    """
    model = METHODS.get(method.lower())
    if model is None:
        raise RejectionError(404, "Not Found")
    values: Json = {}
    for name, written in parameters.items():
        field = model.model_fields.get(name)
        if field is None:
            raise RejectionError(400, f"SCHEMA: {method} has no parameter {name!r}")
        values[name] = _value(written, field.annotation)
    values.update({name: f"attach://{name}" for name in files if name in model.model_fields})
    try:
        call = model.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        raise RejectionError(400, f"SCHEMA: {method}: {first['loc']} {first['msg']}") from None
    unknown = next(_unknown_fields(call), None)
    if unknown is not None:
        raise RejectionError(400, f"SCHEMA: {method}: unknown field {unknown}")
    return values


def _value(written: str, annotation: Any) -> Any:
    if _is_text(annotation):
        return written
    try:
        value = json.loads(written)
    except ValueError:
        return written
    # A username that is all digits, such as a chat's.
    takes_text_only = "str" in str(annotation) and "int" not in str(annotation)
    return str(value) if isinstance(value, int) and takes_text_only else value


def _is_text(annotation: Any) -> bool:
    parts = typing.get_args(annotation)
    plain = (str, type(None))
    return annotation is str or (
        bool(parts) and all(part in plain or getattr(part, "__name__", "") == "Default" for part in parts)
    )


def _unknown_fields(value: object, path: str = "") -> Iterator[str]:
    if isinstance(value, BaseModel):
        yield from (f"{path}.{name}" for name in value.model_extra or {})
        for name in value.model_fields_set:
            yield from _unknown_fields(getattr(value, name, None), f"{path}.{name}")
    elif isinstance(value, list | tuple):
        for place, item in enumerate(value):
            yield from _unknown_fields(item, f"{path}[{place}]")
