"""Drives the server from outside: requests to `/sim/*` on the same port act as people and faults.

`/sim/message|callback|inline|raw|fault|block|reset` take JSON; `/sim/calls` and `/sim/state` show
what happened. For tests in another process, and for trying the bot by hand with
`python -m tests.telegram_server PORT`.
"""

from __future__ import annotations

import json
from typing import Any

import tornado.web

from tests.telegram_server.faults import Fault
from tests.telegram_server.people import Person
from tests.telegram_server.server import TelegramServer
from tests.telegram_server.state import Json, ServerState


class Control(tornado.web.RequestHandler):
    """`/sim/<act>`."""

    def initialize(self, state: ServerState) -> None:
        """Take the state; tornado calls this for each request."""
        self._state = state

    async def post(self, act: str) -> None:
        """Do what a person does, or what goes wrong."""
        body = json.loads(self.request.body or b"{}")
        self.finish(json.dumps(await self._act(act, body)))

    def get(self, what: str) -> None:
        """Show the calls that were made, or the state."""
        if what == "calls":
            method = self.get_argument("method", "").lower()
            calls = [
                {
                    "method": call.method,
                    "params": call.parameters,
                    "status": call.status,
                    "response": call.answer,
                }
                for call in self._state.calls
                if method in {"", call.method.lower()}
            ]
            self.finish(json.dumps({"calls": calls}))
        else:
            self.finish(
                json.dumps(
                    {
                        "pending": len(self._state.pending),
                        "webhook": self._state.webhook,
                        "allowed": sorted(self._state.allowed or []),
                        "commands": [[*scope, menu] for scope, menu in self._state.commands.items()],
                    }
                )
            )

    async def _act(self, act: str, body: Json) -> Json:
        person = Person(self._state, body.get("user_id", 42))
        chat_id = body.get("chat_id")
        if act == "message" and body.get("edit"):
            await person.edit(body["edit"], body["text"], chat_id=chat_id)
        elif act == "message":
            return {
                "message_id": await person.write(body["text"], chat_id=chat_id, reply_to=body.get("reply_to"))
            }
        elif act == "callback":
            return {"id": await person.press(body["message_id"], body["data"], chat_id=chat_id)}
        elif act == "inline":
            return {"id": await person.type_inline(body["query"], body.get("offset", ""))}
        elif act == "raw":
            return {"update_id": await self._state.push(body["kind"], body["payload"])}
        elif act == "fault":
            self._state.faults.add(Fault(**body))
        elif act == "block":
            await person.block()
        elif act == "reset":
            self._state.reset()
        else:
            raise tornado.web.HTTPError(404)
        return {}


class ControlledServer(TelegramServer):
    """A Bot API server that can be driven over HTTP as well."""

    def more_routes(self) -> list[Any]:
        """`/sim/*`."""
        return [(r"/sim/(\w+)", Control, {"state": self.state})]
