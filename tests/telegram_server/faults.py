"""Faults that a test asks the server for: an error, a hang, a dropped connection, a forged answer."""

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


class ConnectionDropped(Exception):  # noqa: N818 - it is an instruction, not an error of ours
    """The connection is to be dropped."""


class Faults:
    """The faults that are still to happen."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Add a fault that is to happen."""
        self._faults.append(fault)

    def clear(self) -> None:
        """Forget all faults."""
        self._faults.clear()

    async def strike(self, method: str) -> Any:
        """Let the first fault for a method happen.

        Returns:
            A forged result, or None where nothing stands in the way of the call.

        Raises:
            RejectionError: The fault is an error.
            ConnectionDropped: The fault is a dropped connection.
        """
        name = method.lower()
        for fault in self._faults:
            if fault.times > 0 and fault.method.lower() in {name, "*"}:
                fault.times -= 1
                await asyncio.sleep(fault.hang)
                if fault.drop:
                    raise ConnectionDropped
                if fault.result is None and not fault.proceed:
                    raise RejectionError(fault.code, fault.description, **fault.parameters)
                return fault.result
        return None
