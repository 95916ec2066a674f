"""Handles text that is typed into the page: a question, or a command as on Telegram."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from bot.conversation import Asker, Conversation, Notice, Reply
from bot.conversation.wording.texts import SLOW_DOWN

Report = Callable[[Reply], Awaitable[None]]

# A command and what follows it: /ask متى اللقاء؟
_COMMAND = re.compile(r"/([a-z0-9_]{1,32})(?:\s+(.*))?", re.DOTALL | re.IGNORECASE)


async def handle(conversation: Conversation, asker: Asker, text: str, report: Report) -> Reply | Notice:
    """Have the conversation answer a question or a command.

    Args:
        conversation: Answers.
        asker: Who asks.
        text: A question or a command; an unknown command shows the help.
        report: Called with the progress of a long command.
    """
    match = _COMMAND.fullmatch(text.strip())
    if match is None:
        return await conversation.ask(asker, text.strip()) or Notice(SLOW_DOWN)
    name, rest = match[1].lower(), (match[2] or "").strip()
    if name == "ask":
        return await conversation.ask(asker, rest) or Notice(SLOW_DOWN)
    if name == "start":
        return await conversation.start(asker, rest)
    if name == "reindex":
        return await conversation.reindex(asker, report)
    if name == "rollback":
        return await conversation.roll_back(asker)
    screens = {
        "sources": conversation.sources,
        "privacy": conversation.privacy,
        "status": conversation.status,
    }
    return await screens.get(name, conversation.help)(asker)
