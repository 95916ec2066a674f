from __future__ import annotations

import asyncio
import json
import socket
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

import httpx
import pytest

from bot.store import Store
from bot.telegram.application import ALLOWED_UPDATES
from bot.telegram.receiving.watchdog import ExitCode
from bot.telegram.receiving.webhook import BODY_LIMIT, SECRET_HEADER, WebhookServer
from bot.telegram.running import Webhook, run_webhook
from tests.bot.telegram.bots import OPTIONS, SECRET, build, new_webhook, webhook_bot
from tests.telegram_server.faults import Fault
from tests.telegram_server.people import Person
from tests.telegram_server.server import TelegramServer

QUESTION = "متى اجتماع جنيف؟"
ANSWER = f"جواب\n😀 {QUESTION}"
JSON = {"Content-Type": "application/json"}


async def first_line(port: int, head: str) -> str:
    """The first line of the answer to a request of which only the head is sent."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(head.encode())
    line = await reader.readline()
    writer.close()
    await writer.wait_closed()
    return line.decode().strip()


def test_questions_that_are_posted_are_answered() -> None:
    async def scenario() -> None:
        async with webhook_bot() as (bot, webhook):
            await bot.person.write(QUESTION)
            assert await bot.texts() == [ANSWER]
            call = (await bot.server.called("setWebhook"))[0]
            assert call.parameters["secret_token"] == SECRET
            assert call.parameters["allowed_updates"] == list(ALLOWED_UPDATES)
            assert bot.server.state.webhook["url"] == webhook.url
            assert bot.server.refused() == []
        assert await bot.ended is ExitCode.STOPPED
        assert bot.server.state.webhook["url"] == webhook.url

    asyncio.run(scenario())


def test_posts_without_the_secret_or_out_of_shape_are_refused() -> None:
    async def scenario() -> None:
        async with webhook_bot() as (bot, webhook), httpx.AsyncClient() as client:
            signed = {**JSON, SECRET_HEADER: SECRET}
            update = json.dumps({"update_id": 1}).encode()
            forged = [
                await client.post(webhook.url, content=update, headers=JSON),
                await client.post(webhook.url, content=update, headers={**JSON, SECRET_HEADER: "wrong"}),
                await client.post(webhook.url, content=b"{", headers=signed),
                await client.post(webhook.url, content=b"[]", headers=signed),
                await client.post(webhook.url, content=b"{}", headers=signed),
                await client.post(webhook.url, content=b'{"update_id": "1"}', headers=signed),
                await client.post(webhook.url, content=b"[" * 100_000, headers=signed),
                await client.post(f"{webhook.url}/more", content=update, headers=signed),
                await client.get(webhook.url, headers=signed),
            ]
            assert [answer.status_code for answer in forged] == [403, 403, 400, 400, 400, 400, 400, 404, 405]
            assert forged[0].text == HTTPStatus.FORBIDDEN.phrase
            head = f"POST /hook/1 HTTP/1.1\r\nContent-Length: {BODY_LIMIT + 1}\r\n\r\n"
            assert await first_line(webhook.port, head) == "HTTP/1.1 400 Bad Request"
            taken = await client.post(webhook.url, content=update, headers=signed)
            assert taken.status_code == HTTPStatus.OK
            assert bot.conversation.askers == []

    asyncio.run(scenario())


@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "multipart/form-data"]
)
def test_a_post_without_the_secret_is_refused_before_its_body_is_looked_at(kind: str) -> None:
    async def scenario() -> None:
        async with webhook_bot() as (_, webhook), httpx.AsyncClient() as client:
            parts = b"--x\r\nContent-Disposition: broken\r\n\r\n" * 500
            paths = ["/hook/1", "/hook/1/more", "/"]
            urls = [webhook.url.replace("/hook/1", path) for path in paths]
            posts = [await client.post(url, content=parts, headers={"Content-Type": kind}) for url in urls]
            assert [(post.status_code, post.text) for post in posts] == [
                (HTTPStatus.FORBIDDEN, HTTPStatus.FORBIDDEN.phrase),
                *[(HTTPStatus.NOT_FOUND, HTTPStatus.NOT_FOUND.phrase)] * 2,
            ]
            head = "POST /hook/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n"
            assert await first_line(webhook.port, head) == "HTTP/1.1 403 Forbidden"

    asyncio.run(scenario())


def test_an_update_that_cannot_be_parsed_is_taken_and_passed_over() -> None:
    async def scenario() -> None:
        async with webhook_bot() as (bot, _):
            await bot.server.state.push("message", {"message_id": 1, "chat": {"type": 5}, "date": "x"})
            await bot.person.write(QUESTION)
            assert await bot.texts() == [ANSWER]
            assert bot.server.state.pending == []

    asyncio.run(scenario())


def test_a_webhook_needs_a_secret() -> None:
    async def scenario() -> None:
        async with TelegramServer() as server:
            with pytest.raises(ValueError, match="needs a secret"):
                WebhookServer(build(server), secret="", path="/")

    asyncio.run(scenario())


def test_an_address_that_is_taken_ends_the_bot() -> None:
    async def scenario() -> None:
        async with TelegramServer() as server:
            with socket.socket() as taken:
                taken.bind(("127.0.0.1", 0))
                taken.listen()
                port = taken.getsockname()[1]
                webhook = Webhook(f"http://127.0.0.1:{port}", SECRET, port=port)
                assert await run_webhook(build(server), webhook, OPTIONS) is ExitCode.CANNOT_LISTEN

    asyncio.run(scenario())


def test_a_webhook_that_telegram_refuses_ends_the_bot() -> None:
    async def scenario() -> None:
        async with TelegramServer() as server:
            webhook = replace(new_webhook(), url="ftp://example.com/")
            assert await run_webhook(build(server), webhook, OPTIONS) is ExitCode.WEBHOOK_REFUSED

    asyncio.run(scenario())


def test_setting_the_webhook_is_tried_again() -> None:
    async def scenario() -> None:
        async with TelegramServer() as server:
            server.state.faults.add(Fault("setWebhook", 2, 502, "Bad Gateway"))
            ready = asyncio.Event()
            running = asyncio.create_task(
                run_webhook(build(server), new_webhook(), replace(OPTIONS, on_ready=ready.set))
            )
            await asyncio.wait_for(ready.wait(), 5)
            assert len(await server.called("setWebhook", 3)) == 3
            running.cancel()
            with pytest.raises(asyncio.CancelledError):
                await running

    asyncio.run(scenario())


def test_an_update_that_is_posted_to_two_workers_of_one_database_is_answered_once(tmp_path: Path) -> None:
    async def scenario() -> None:
        url = f"sqlite:///{tmp_path / 'shahid.db'}"
        async with TelegramServer() as server, httpx.AsyncClient() as client:
            stores = [await Store.open(url), await Store.open(url)]
            webhooks = [new_webhook(), new_webhook()]
            ready = [asyncio.Event(), asyncio.Event()]
            workers = [
                asyncio.create_task(
                    run_webhook(build(server, store=store), webhook, replace(OPTIONS, on_ready=event.set))
                )
                for store, webhook, event in zip(stores, webhooks, ready, strict=True)
            ]
            await asyncio.wait_for(asyncio.gather(*(event.wait() for event in ready)), 10)
            server.state.webhook = {}
            person, signed = Person(server.state), {SECRET_HEADER: SECRET}
            for number in range(10):
                await person.write(f"سؤال {number}")
            for update in server.state.pending:
                posts = [client.post(each.url, json=update, headers=signed) for each in webhooks]
                assert [answer.status_code for answer in await asyncio.gather(*posts)] == [200, 200]
            await server.called("sendMessage", 10)
            await asyncio.sleep(0.5)
            assert len(await server.called("sendMessage")) == 10
            for worker in workers:
                worker.cancel()
            await asyncio.wait(workers)
            for store in stores:
                await store.close()

    asyncio.run(scenario())
