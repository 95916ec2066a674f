"""Finds the question or the command to the bot in a message: pure functions.

In private every text is a question. In groups only `/ask`, replies to the bot and messages that mention
it are; people write everything else to each other. In guest mode the bot gets what mentions it alone.
"""

from __future__ import annotations

import re

from telegram import Chat, Message, MessageEntity

# A command at the beginning, with or without the name of a bot: `/ask@shahid_bot`.
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]{1,64}))?(?=\s|$)")

_PUNCTUATION = ",:،؛"
"""What people write behind a name with which they address somebody."""


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
    return command_argument(message) or _asked_in_reply(message)


def asked_by_text(message: Message, bot_id: int, username: str) -> str | None:
    """The question of a message without a command, or None where it is not for the bot.

    Mentions of the bot are left out, with which people address it. Where nothing else is in the
    message, the question is that of the message that it replies to.
    """
    if not _words(message):
        return None
    text = without_mentions(message, bot_id, username)
    is_mentioned = text != _words(message)
    if not (message.chat.type == Chat.PRIVATE or is_mentioned or _replies_to(message, bot_id)):
        return None
    return text or _asked_in_reply(message, bot_id)


def asked_as_guest(message: Message, bot_id: int, username: str) -> str | None:
    """The question of a message in guest mode; empty where it has none, None where it is for another bot."""
    command = command_of(message, username)
    if command is not None:
        return asked_by_command(message) if command else None
    return without_mentions(message, bot_id, username) or _asked_in_reply(message, bot_id)


def without_mentions(message: Message, bot_id: int, username: str) -> str:
    """The text of a message without what mentions this bot, be it by name or by a link to it."""
    units = _words(message).encode("utf-16-le")  # offsets of entities count UTF-16 units
    kept, end = b"", 0
    for entity in sorted(message.entities or message.caption_entities, key=lambda entity: entity.offset):
        start, stop = 2 * entity.offset, 2 * (entity.offset + entity.length)
        if start >= end and _is_mention(
            entity, units[start:stop].decode("utf-16-le", "replace"), bot_id, username
        ):
            kept, end = kept + units[end:start], stop
    text = (kept + units[end:]).decode("utf-16-le", "replace")
    first, _, rest = text.partition(" ")
    if first.rstrip(_PUNCTUATION).lower() == f"@{username}".lower():  # a text that came without entities
        text, end = rest, len(units)
    return text.strip().lstrip(_PUNCTUATION).strip() if end else text


def _replies_to(message: Message, bot_id: int) -> bool:
    replied = message.reply_to_message
    return replied is not None and replied.from_user is not None and replied.from_user.id == bot_id


def _is_mention(entity: MessageEntity, text: str, bot_id: int, username: str) -> bool:
    if entity.type == MessageEntity.TEXT_MENTION:
        return entity.user is not None and entity.user.id == bot_id
    return entity.type == MessageEntity.MENTION and text.lower() == f"@{username}".lower()


def _asked_in_reply(message: Message, bot_id: int | None = None) -> str:
    """What the message that this one replies to asks; nothing where that is by the bot named here."""
    replied = message.reply_to_message
    if replied is None or (bot_id is not None and _replies_to(message, bot_id)):
        return ""
    if message.quote is not None and message.quote.is_manual:
        return message.quote.text
    return _words(replied)


def _words(message: Message) -> str:
    """The text of a message, or the caption of its picture."""
    return message.text or message.caption or ""
