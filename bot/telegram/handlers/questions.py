"""What in a message is a question to the bot, if anything: pure functions of the message.

In private every text is one. In groups only `/ask` and replies to the bot are: everything else
there is between people.
"""

from __future__ import annotations

import re

from telegram import Chat, Message

# A command at the beginning, with or without a bot's name behind it: `/ask@shahid_bot`.
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]{1,64}))?(?=\s|$)")


def is_from_person(message: Message) -> bool:
    """Whether a person wrote it, and wrote it here.

    Bots do not count, nor what was chosen from inline mode, nor what a channel passes on by itself.
    An administrator who hides behind the group's name does.
    """
    if message.via_bot is not None or message.is_automatic_forward:
        return False
    if message.sender_chat is not None:
        return message.sender_chat.id == message.chat.id
    return message.from_user is not None and not message.from_user.is_bot


def written_by(message: Message) -> int:
    """Id of who wrote it: a person, or the group that an administrator hides behind."""
    if message.sender_chat is not None:
        return message.sender_chat.id
    return message.from_user.id if message.from_user is not None else message.chat.id


def command_of(message: Message, username: str) -> str | None:
    """The command that a message gives this bot, in lower case.

    Args:
        message: Any message.
        username: This bot's, without the at sign.

    Returns:
        The name; an empty string where the command is another bot's; None where there is none.
    """
    match = _COMMAND.match(_words(message))
    if match is None:
        return None
    name, addressee = match.groups()
    if addressee is not None and addressee.lower() != username.lower():
        return ""
    return str(name).lower()


def command_argument(message: Message) -> str:
    """What stands behind the command, its line breaks kept; empty where nothing does."""
    words = _words(message)
    match = _COMMAND.match(words)
    return words[match.end() :].strip() if match else ""


def asked_by_command(message: Message) -> str:
    """The question of an `/ask`: what stands behind it, or the message that it replies to.

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

    The bot's own name at the beginning, which people write when they talk to it, is left out.
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
    """What is written in a message: its text, or what stands under its picture."""
    return message.text or message.caption or ""
