"""`python -m tests.telegram_server PORT [TOKEN]`: the server by itself, until it is interrupted."""

from __future__ import annotations

import asyncio
import sys

from tests.telegram_server.control import ControlledServer
from tests.telegram_server.state import TOKEN, ServerState


async def serve(port: int, token: str) -> None:
    """Listen until canceled."""
    server = ControlledServer(ServerState(token))
    await server.listen(port)
    sys.stdout.write(f"{server.url} {token}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else TOKEN))
