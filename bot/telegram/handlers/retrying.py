"""Finds the question that an apology answers, so that its button can ask it again.

The question is kept nowhere: Telegram sends it along with the press, since the apology replies to it.
So the button works after a restart as well, as long as the question was not deleted.
"""

from __future__ import annotations

from telegram import CallbackQuery, Message

from bot.telegram.handlers.messages import ASK
from bot.telegram.handlers.questions import command_argument, command_of, without_mentions


def question_of(message: Message, bot_id: int, username: str) -> str:
    """The question in a message that was for this bot; empty where it has none.

    Args:
        message: The message; Telegram leaves out what it replies to itself.
        bot_id: The id of this bot.
        username: The name of this bot, without the at sign.
    """
    command = command_of(message, username)
    if command is not None:
        return command_argument(message) if command == ASK else ""
    return without_mentions(message, bot_id, username)


def replied_to(query: CallbackQuery) -> Message | None:
    """The message to which the message of a button replies; None where it is not known (any more)."""
    message = query.message
    return message.reply_to_message if isinstance(message, Message) else None
