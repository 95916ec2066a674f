"""Faults that a test asks the server for: an error, a hang, a dropped connection, a forged answer.

A fault strikes calls of one method or of each, about one chat or about any, before the call takes
effect or after it, when only the response is lost.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from tests.telegram_server.rejection import RejectionError


@dataclass(slots=True)
class Fault:
    """What goes wrong, for which method, and how often."""

    method: str = "*"
    """Name of a method, or `*` for each."""
    times: int = 1
    code: int = 500
    description: str = "Internal Server Error"
    parameters: dict[str, Any] = field(default_factory=dict)
    hang: float = 0.0
    """Seconds before anything happens."""
    drop: bool = False
    """Whether the connection is dropped without an answer."""
    result: Any = None
    """An answer to give instead of an error."""
    proceed: bool = False
    """Whether the call is carried out after the hang."""
    chat_id: int | None = None
    """Strikes only calls about that chat, that person's buttons and inline queries; None strikes all."""
    is_late: bool = False
    """Whether the call takes effect first, so that only the response goes wrong."""
    body: str | None = None
    """What is sent instead of JSON, with the status `code`."""
    struck: int = 0
    """How often it has happened."""

    async def happen(self) -> Any:
        """Let it happen; returns a forged result, or None where the call is to be carried out.

        Raises:
            RejectionError: The fault is an error.
            ConnectionDropped: The fault is a dropped connection.
            BodyForged: The fault is a body of its own.
        """
        await asyncio.sleep(self.hang)
        if self.drop:
            raise ConnectionDropped
        if self.body is not None:
            raise BodyForged(self.code, self.body)
        if self.result is None and not self.proceed:
            raise RejectionError(self.code, self.description, **self.parameters)
        return self.result


class ConnectionDropped(Exception):  # noqa: N818 - it is an instruction, not an error of ours
    """The connection is to be dropped."""


class BodyForged(Exception):  # noqa: N818 - it is an instruction, not an error of ours
    """The response has a status and a body of its own."""

    def __init__(self, code: int, body: str) -> None:
        super().__init__(code)
        self.code = code
        self.body = body


class Faults:
    """The faults that are still to happen."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Add a fault that is to happen."""
        if fault.times > 0:
            self._faults.append(fault)

    def clear(self) -> None:
        """Forget all faults."""
        self._faults.clear()

    def take(self, method: str, chat_id: int | None = None) -> Fault | None:
        """The first fault that strikes a call, which counts as struck; None where nothing goes wrong.

        Args:
            method: Name of the method, in any case.
            chat_id: The chat that the call is about, where it is about one.
        """
        name = method.lower()
        for fault in self._faults:
            if fault.method.lower() in {name, "*"} and fault.chat_id in {None, chat_id}:
                fault.times -= 1
                fault.struck += 1
                if fault.times <= 0:
                    self._faults.remove(fault)
                return fault
        return None
