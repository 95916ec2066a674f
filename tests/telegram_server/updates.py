"""How updates reach the bot: by getUpdates, or posted to its webhook."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPError

from tests.telegram_server.rejection import RejectionError, bad_request
from tests.telegram_server.state import ServerState

Json = dict[str, Any]

LONGEST_POLL = 50
REDELIVERY_PAUSE = 0.1
"""Seconds before an update is posted again; the real server waits longer."""


async def get_updates(state: ServerState, parameters: Json) -> list[Json]:
    """Answer a long poll; a second one ends the first with a conflict."""
    if state.webhook.get("url"):
        raise RejectionError(
            409,
            "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete "
            "the webhook first",
        )
    _end_poll(
        state,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )
    if "allowed_updates" in parameters:
        state.allowed = set(parameters["allowed_updates"]) or None
        await state.notify()
    offset = int(parameters.get("offset", 0))
    if offset > 0:
        state.pending = [update for update in state.pending if update["update_id"] >= offset]
    poll = state.poll = asyncio.get_running_loop().create_future()
    seconds = min(int(parameters.get("timeout", 0)), LONGEST_POLL)
    waiting = asyncio.ensure_future(_until_pending(state))
    await asyncio.wait({waiting, poll}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    await asyncio.wait({waiting})
    if poll.done():
        poll.result()
    poll.cancel()
    return state.pending[: int(parameters.get("limit", 100))]


async def _until_pending(state: ServerState) -> None:
    async with state.changed:
        await state.changed.wait_for(lambda: state.pending)


def _end_poll(state: ServerState, description: str) -> None:
    if state.poll is not None and not state.poll.done():
        state.poll.set_exception(RejectionError(409, description))


async def set_webhook(state: ServerState, parameters: Json) -> bool:
    """Post updates from now on, or stop posting where the URL is empty."""
    secret, url = parameters.get("secret_token", ""), parameters.get("url", "")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise bad_request("secret token contains unallowed characters")
    if url and not url.startswith(("https://", "http://127.0.0.1:")):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    state.webhook = {"url": url, "secret_token": secret} if url else {}
    if "allowed_updates" in parameters:
        state.allowed = set(parameters["allowed_updates"]) or None
    if parameters.get("drop_pending_updates"):
        state.pending.clear()
    _end_poll(state, "Conflict: terminated by setWebhook request")
    return True


async def delete_webhook(state: ServerState, parameters: Json) -> bool:
    """Stop posting updates."""
    state.webhook = {}
    if parameters.get("drop_pending_updates"):
        state.pending.clear()
    return True


async def get_webhook_info(state: ServerState, _: Json) -> Json:
    """Where updates are posted to, and what went wrong last."""
    errors = {name: value for name, value in state.webhook.items() if name.startswith("last_error")}
    return {
        "url": state.webhook.get("url", ""),
        "has_custom_certificate": False,
        "pending_update_count": len(state.pending),
        **errors,
    }


async def post_updates(state: ServerState) -> None:
    """Post updates to the webhook, in order, each until it is taken; runs until it is canceled."""
    client = AsyncHTTPClient(force_instance=True)
    try:
        while True:
            async with state.changed:
                await state.changed.wait_for(lambda: state.pending and state.webhook.get("url"))
            if not await _post(client, state, state.pending[0]):
                await asyncio.sleep(REDELIVERY_PAUSE)
    finally:
        client.close()


async def _post(client: AsyncHTTPClient, state: ServerState, update: Json) -> bool:
    headers = {"Content-Type": "application/json"}
    if state.webhook.get("secret_token"):
        headers["X-Telegram-Bot-Api-Secret-Token"] = state.webhook["secret_token"]
    try:
        await client.fetch(state.webhook["url"], method="POST", headers=headers, body=json.dumps(update))
    except (HTTPError, OSError) as error:
        state.webhook["last_error_message"] = f"Wrong response from the webhook: {error}"
        state.webhook["last_error_date"] = int(state.now())
        return False
    if state.pending and state.pending[0] is update:
        state.pending.pop(0)
    return True
