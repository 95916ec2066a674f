"""Finds the question or the command to the bot in a message: pure functions.

In private every text is a question. In groups only `/ask` and replies to the bot are; people write
everything else to each other.
"""

from __future__ import annotations

import re

from telegram import Chat, Message

# A command at the beginning, with or without the name of a bot: `/ask@shahid_bot`.
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]{1,64}))?(?=\s|$)")


def is_from_person(message: Message) -> bool:
    """Whether a person wrote the message in this chat.

    Not from a person: messages of bots, results that were chosen in inline mode, and what a channel
    forwards by itself. An administrator who writes in the name of the group is a person.
    """
    if message.via_bot is not None or message.is_automatic_forward:
        return False
    if message.sender_chat is not None:
        return message.sender_chat.id == message.chat.id
    return message.from_user is not None and not message.from_user.is_bot


def written_by(message: Message) -> int:
    """Id of the author: a person, or the group in whose name an administrator writes."""
    if message.sender_chat is not None:
        return message.sender_chat.id
    return message.from_user.id if message.from_user is not None else message.chat.id


def command_of(message: Message, username: str) -> str | None:
    """The command to this bot in a message, in lower case.

    Args:
        message: Any message.
        username: The name of this bot, without the at sign.

    Returns:
        The name; an empty string where the command is to another bot; None where there is none.
    """
    match = _COMMAND.match(_words(message))
    if match is None:
        return None
    name, addressee = match.groups()
    if addressee is not None and addressee.lower() != username.lower():
        return ""
    return str(name).lower()


def command_argument(message: Message) -> str:
    """The text after the command, with its line breaks; empty where there is none."""
    words = _words(message)
    match = _COMMAND.match(words)
    return words[match.end() :].strip() if match else ""


def asked_by_command(message: Message) -> str:
    """The question of an `/ask`: the text after it, or the message that it replies to.

    Where the person quoted a part of that message, the part is the question.
    """
    argument = command_argument(message)
    if argument:
        return argument
    if message.quote is not None and message.quote.is_manual:
        return message.quote.text
    replied = message.reply_to_message
    return _words(replied) if replied is not None else ""


def asked_by_text(message: Message, bot_id: int, username: str) -> str | None:
    """The question of a message without a command, or None where it is not for the bot.

    The name of the bot at the beginning, with which people address it, is left out.
    """
    text = _words(message)
    if not text or not (message.chat.type == Chat.PRIVATE or _replies_to(message, bot_id)):
        return None
    first, _, rest = text.partition(" ")
    is_addressed = first.rstrip(",:،").lower() == f"@{username}".lower()
    return rest.strip() if is_addressed else text


def _replies_to(message: Message, bot_id: int) -> bool:
    replied = message.reply_to_message
    return replied is not None and replied.from_user is not None and replied.from_user.id == bot_id


def _words(message: Message) -> str:
    """The text of a message, or the caption of its picture."""
    return message.text or message.caption or ""
