"""HTTP to the Bot API by aiohttp, in the place of the client that python-telegram-bot brings.

httpx, its client, takes twice the processor time for a call, and calls are most of what the event loop
does for a question (`benchmarks/serving.py`). Whatever goes wrong is an error of python-telegram-bot, and
its cause tells whether the call can have reached the server (`has_left`).
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from functools import cache
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import aiohttp
import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

_FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}
_NEVER_LEFT: Final = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
"""Errors before a connection is there."""


class Connection(BaseRequest):
    """Makes calls over kept connections.

    Args:
        base_url: Root of the Bot API server; no proxy of the environment is used for this machine.
        size: Connections at a time.
        connect_timeout: Seconds for a connection, and for a free one before that.
        read_timeout: Seconds without a byte from the server.
        on_date: Gets the `Date` header of each response; empty where it has none.
    """

    def __init__(
        self,
        base_url: str,
        *,
        size: int,
        connect_timeout: float,
        read_timeout: float,
        on_date: Callable[[str], None],
    ) -> None:
        self._is_local = urlsplit(base_url).hostname in {"127.0.0.1", "localhost", "::1"}
        self._size = size
        self._connect_timeout = connect_timeout
        self._read_timeout = read_timeout
        self._on_date = on_date
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds without a byte from the server."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Begin; connections are made when they are used."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._size, ssl=_tls_context()),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                trust_env=not self._is_local,
            )

    async def shutdown(self) -> None:
        """Close all connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(  # noqa: PLR0917 - the signature of BaseRequest
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - a response that is late includes it
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one call; see `telegram.request.BaseRequest.do_request`.

        Raises:
            TimedOut: There was no connection, or no response, in time.
            NetworkError: There was no connection, or it was cut, or no HTTP came over it.
        """
        if self._session is None:
            raise RuntimeError("initialize the connection first")
        connecting = _seconds(connect_timeout, self._connect_timeout)
        timeout = aiohttp.ClientTimeout(
            total=None,
            connect=connecting + _seconds(pool_timeout, self._connect_timeout),
            sock_connect=connecting,
            sock_read=_seconds(read_timeout, self._read_timeout),
        )
        try:
            async with self._session.request(
                method, url, timeout=timeout, allow_redirects=False, **_body(request_data)
            ) as response:
                payload = await response.read()
        except TimeoutError as error:
            raise TimedOut(f"Timed out: {type(error).__name__}") from error
        except (aiohttp.ClientError, OSError) as error:
            # Its text may have the URL, which has the token.
            raise NetworkError(f"aiohttp.{type(error).__name__}") from error
        self._on_date(response.headers.get("Date", ""))
        return response.status, payload


def has_left(error: NetworkError) -> bool:
    """Whether a call that failed with an error can have reached the server, so that it may be carried out."""
    cause = error.__cause__
    return isinstance(cause, aiohttp.ClientError | OSError) and not isinstance(cause, _NEVER_LEFT)


def _seconds(given: Any, default: float) -> float:
    return default if given is BaseRequest.DEFAULT_NONE else given


def _body(data: RequestData | None) -> dict[str, Any]:
    """The parameters of a call as a form, with files in parts."""
    if data is None or not data.parameters:
        return {}
    if not data.contains_files:
        return {"data": urlencode(data.json_parameters).encode(), "headers": _FORM}
    form = aiohttp.FormData(data.json_parameters)
    for name, (filename, content, kind) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return {"data": form}


@cache
def _tls_context() -> ssl.SSLContext:
    """The trusted certificate authorities, loaded once because that takes 65 ms."""
    return httpx.create_ssl_context()
