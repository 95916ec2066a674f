"""Notifies systemd that the bot answers, is alive, and stops: datagrams to the socket that it names.

The protocol is that of sd_notify(3). Outside systemd (no NOTIFY_SOCKET) nothing is sent.
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Mapping

_LOGGER = logging.getLogger(__name__)

_TIMEOUT = 0.5
"""Seconds that a datagram may take; the event loop waits for it."""


class Notifier:
    """Sends notifications; never raises.

    Args:
        address: Path of a datagram socket, or the name of an abstract one after an at sign; None sends
            nothing.
        watchdog_seconds: How often systemd wants a sign of life, at least; None where it wants none.
    """

    def __init__(self, address: str | None = None, *, watchdog_seconds: float | None = None) -> None:
        self._address = address
        self.watchdog_seconds = watchdog_seconds
        self._has_failed = False

    @classmethod
    def of_environment(cls, environment: Mapping[str, str] | None = None) -> Notifier:
        """The notifier that systemd asks for by NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID."""
        environment = os.environ if environment is None else environment
        return cls(environment.get("NOTIFY_SOCKET") or None, watchdog_seconds=_watchdog_of(environment))

    def ready(self, status: str) -> None:
        """The bot answers; `status` is shown by `systemctl status`."""
        self._send(f"READY=1\nSTATUS={status}")

    def alive(self) -> None:
        """A sign of life, for WatchdogSec."""
        self._send("WATCHDOG=1")

    def stopping(self) -> None:
        """The bot begins to stop."""
        self._send("STOPPING=1\nSTATUS=stopping")

    def _send(self, message: str) -> None:
        if self._address is None:
            return
        name = "\0" + self._address[1:] if self._address.startswith("@") else self._address
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
                sender.settimeout(_TIMEOUT)
                sender.connect(name)
                sender.sendall(message.encode())
        except OSError as error:
            if not self._has_failed:
                _LOGGER.warning("systemd cannot be notified: %s", error.strerror or type(error).__name__)
            self._has_failed = True
        else:
            self._has_failed = False


def _watchdog_of(environment: Mapping[str, str]) -> float | None:
    """Seconds of the watchdog, where it is meant for this process."""
    microseconds, process = environment.get("WATCHDOG_USEC", ""), environment.get("WATCHDOG_PID", "")
    if not microseconds.isdecimal() or int(microseconds) == 0 or process not in {"", str(os.getpid())}:
        return None
    return int(microseconds) / 1e6
