from __future__ import annotations

import asyncio
import json
import urllib.parse
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

import pytest
from telegram import InputFile
from telegram.error import NetworkError, TimedOut
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.telegram.connection import Connection, has_left

TOKEN = "7000000001:TOKEN"
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def data(**parameters: object) -> RequestData:
    return RequestData([RequestParameter.from_input(*item) for item in parameters.items()])


async def head_and_body(reader: asyncio.StreamReader) -> tuple[str, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    length = next(
        (line[15:] for line in head.splitlines() if line.lower().startswith("content-length:")), "0"
    )
    return head, await reader.readexactly(int(length))


def response(body: bytes, date: str = "") -> bytes:
    dated = f"Date: {date}\r\n" if date else ""
    return f"HTTP/1.1 200 OK\r\n{dated}Content-Length: {len(body)}\r\n\r\n".encode() + body


async def call(serve: Serve, *, request: RequestData | None = None, dates: list[str] | None = None) -> bytes:
    served = asyncio.Event()

    async def serve_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await serve(reader, writer)
        writer.close()
        served.set()

    server = await asyncio.start_server(serve_once, "127.0.0.1")
    port = server.sockets[0].getsockname()[1]
    try:
        return await call_at(f"http://127.0.0.1:{port}", request=request, dates=dates)
    finally:
        await served.wait()
        server.close()


async def call_at(root: str, *, request: RequestData | None, dates: list[str] | None) -> bytes:
    on_date = (dates if dates is not None else []).append
    made = Connection(root, size=2, connect_timeout=0.3, read_timeout=0.3, on_date=on_date)
    await made.initialize()
    try:
        code, payload = await made.do_request(f"{root}/bot{TOKEN}/getMe", "POST", request)
    finally:
        await made.shutdown()
    assert code == HTTPStatus.OK
    return payload


def test_parameters_go_as_a_form_and_the_date_of_the_response_is_noted() -> None:
    asked: list[tuple[str, bytes]] = []
    dates: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await head_and_body(reader))
        writer.write(response(b"{}", "Thu, 26 Nov 2026 07:00:00 GMT"))

    request = data(text="متى؟ 😀 & + =", chat_id=-7, disable=True, entities=[{"offset": 0}])
    assert asyncio.run(call(serve, request=request, dates=dates)) == b"{}"
    ((head, body),) = asked
    assert head.startswith(f"POST /bot{TOKEN}/getMe HTTP/1.1\r\n")
    assert dict(urllib.parse.parse_qsl(body.decode())) == {
        "text": "متى؟ 😀 & + =",
        "chat_id": "-7",
        "disable": "true",
        "entities": json.dumps([{"offset": 0}]),
    }
    assert dates == ["Thu, 26 Nov 2026 07:00:00 GMT"]


def test_files_go_in_parts() -> None:
    bodies: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head, body = await head_and_body(reader)
        if "chunked" in head.lower():
            body = await reader.readuntil(b"\r\n0\r\n\r\n")
        bodies.append(body)
        writer.write(response(b"{}"))

    picture = InputFile(b"\x89PNG", filename="picture.png")
    assert asyncio.run(call(serve, request=data(chat_id=7, photo=picture))) == b"{}"
    assert b'name="chat_id"' in bodies[0]
    assert b'filename="picture.png"' in bodies[0]
    assert b"\x89PNG" in bodies[0]


async def close_at_once(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    pass


async def cut_the_body(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await head_and_body(reader)
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{")


async def send_no_http(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await head_and_body(reader)
    writer.write(b"\x00\x01\r\n\r\n")


async def hang(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    await reader.read()


@contextmanager
def failure(kind: type[NetworkError]) -> Iterator[Any]:
    with pytest.raises(kind) as raised:
        yield raised
    assert TOKEN not in str(raised.value)


@pytest.mark.parametrize(
    ("serve", "kind"),
    [
        (close_at_once, NetworkError),
        (cut_the_body, NetworkError),
        (send_no_http, NetworkError),
        (hang, TimedOut),
    ],
)
def test_what_goes_wrong_on_the_way_may_have_been_carried_out(serve: Serve, kind: type[NetworkError]) -> None:
    with failure(kind) as raised:
        asyncio.run(call(serve))
    assert has_left(raised.value)


@pytest.mark.parametrize("root", ["http://127.0.0.1:1", "http://no-such-host.invalid"])
def test_a_call_without_a_connection_never_left(root: str) -> None:
    with failure(NetworkError) as raised:
        asyncio.run(call_at(root, request=None, dates=None))
    assert not has_left(raised.value)


def test_an_error_of_ours_never_left() -> None:
    assert not has_left(NetworkError("HTTP status 502"))


def test_the_proxy_of_the_environment_is_used_but_for_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head, _ = await head_and_body(reader)
        writer.write(response(head.partition("\r\n")[0].encode()))
        writer.close()

    async def scenario() -> tuple[bytes, bytes]:
        server = await asyncio.start_server(serve, "127.0.0.1")
        here = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        monkeypatch.setenv("http_proxy", f"http://{here}")
        monkeypatch.delenv("no_proxy", raising=False)
        by_proxy = await call_at("http://telegram.invalid", request=None, dates=None)
        direct = await call_at(f"http://{here}", request=None, dates=None)
        server.close()
        return by_proxy, direct

    by_proxy, direct = asyncio.run(scenario())
    assert by_proxy == f"POST http://telegram.invalid/bot{TOKEN}/getMe HTTP/1.1".encode()
    assert direct == f"POST /bot{TOKEN}/getMe HTTP/1.1".encode()
