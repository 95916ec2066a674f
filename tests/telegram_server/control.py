"""The server driven from outside: `/sim/*` on the same port does what people and faults do.

`/sim/message|callback|inline|raw|fault|block|reset` take JSON; `/sim/calls` and `/sim/state` tell
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
        wish = json.loads(self.request.body or b"{}")
        self.finish(json.dumps(await self._act(act, wish)))

    def get(self, what: str) -> None:
        """Tell the calls that were made, or the state."""
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

    async def _act(self, act: str, wish: Json) -> Json:
        person = Person(self._state, wish.get("user_id", 42))
        chat_id = wish.get("chat_id")
        if act == "message" and wish.get("edit"):
            await person.edit(wish["edit"], wish["text"], chat_id=chat_id)
        elif act == "message":
            return {
                "message_id": await person.write(wish["text"], chat_id=chat_id, reply_to=wish.get("reply_to"))
            }
        elif act == "callback":
            return {"id": await person.press(wish["message_id"], wish["data"], chat_id=chat_id)}
        elif act == "inline":
            return {"id": await person.type_inline(wish["query"], wish.get("offset", ""))}
        elif act == "raw":
            return {"update_id": await self._state.push(wish["kind"], wish["payload"])}
        elif act == "fault":
            self._state.faults.add(Fault(**wish))
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
