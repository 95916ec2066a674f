"""The methods of the Bot API that have an effect here; of all others only the parameters are checked."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

from tests.telegram_server import updates
from tests.telegram_server.photos import checked_size
from tests.telegram_server.rejection import bad_request
from tests.telegram_server.state import BOT, ServerState, bot_user
from tests.telegram_server.td import quote_position, stored_text

Json = dict[str, Any]
Handler = Callable[[ServerState, Json], Awaitable[Any]]

CHAT_ACTIONS = {"typing", "upload_photo", "upload_document", "find_location", "choose_sticker"}
CAPTION_LIMIT = 1024
CALLBACK_DATA_LIMIT = 64
NOTICE_LIMIT = 200
RESULTS_LIMIT = 50
RESULT_ID_LIMIT = 64
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def _number(parameters: Json, name: str = "chat_id") -> int:
    try:
        return int(parameters.get(name, ""))
    except ValueError:
        raise bad_request("chat_id is empty" if name == "chat_id" else f"{name} is invalid") from None


def _keyboard(markup: Json | None) -> Json | None:
    if not markup or "inline_keyboard" not in markup:
        return None
    for button in (button for row in markup["inline_keyboard"] for button in row):
        if not set(button) - {"text", "style", "icon_custom_emoji_id"}:
            raise bad_request(
                "Can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
            )
        data = button.get("callback_data")
        if data is not None and not 1 <= len(data.encode()) <= CALLBACK_DATA_LIMIT:
            raise bad_request("BUTTON_DATA_INVALID")
    return markup


def _answered(state: ServerState, chat_id: int, reply: Json) -> Json:
    """The fields that a message has because it replies to another."""
    source = state.messages.get((chat_id, reply.get("message_id", 0)))
    if source is None:
        if not reply.get("allow_sending_without_reply"):
            raise bad_request("message to be replied not found")
        return {}
    fields: Json = {"reply_to_message": {k: v for k, v in source.items() if k != "reply_to_message"}}
    if reply.get("quote"):
        quote, _ = stored_text(reply["quote"], reply.get("quote_parse_mode"), reply.get("quote_entities"))
        position = quote_position(source.get("text", ""), quote)
        fields["quote"] = {"text": quote, "position": position, "is_manual": True}
    return fields


def _send(state: ServerState, parameters: Json, content: Json) -> Json:
    """Store a message of the bot with that content."""
    chat_id = state.writable(_number(parameters))
    message: Json = {"from": bot_user(), **content}
    if parameters.get("reply_parameters"):
        message.update(_answered(state, chat_id, parameters["reply_parameters"]))
    keyboard = _keyboard(parameters.get("reply_markup"))
    if keyboard:
        message["reply_markup"] = keyboard
    return state.store(chat_id, message)


def _edit(state: ServerState, parameters: Json, content: Json) -> Json | bool:
    """Replace content and keyboard of a message."""
    keyboard = _keyboard(parameters.get("reply_markup"))
    if parameters.get("inline_message_id"):
        return True
    message = state.messages.get((_number(parameters), _number(parameters, "message_id")))
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != BOT["id"]:
        raise bad_request("message can't be edited")
    kind = next(iter(content))
    if kind not in message:
        raise bad_request(f"There is no {kind} in the message to edit")
    if (content, keyboard) == ({name: message.get(name) for name in content}, message.get("reply_markup")):
        raise bad_request(NOT_MODIFIED)
    message.update(content, edit_date=int(state.now()))
    message.pop("reply_markup", None)
    if keyboard:
        message["reply_markup"] = keyboard
    return message


def _text(parameters: Json) -> Json:
    text, entities = stored_text(
        parameters.get("text", ""), parameters.get("parse_mode"), parameters.get("entities")
    )
    return {"text": text, "entities": entities}


def _caption(parameters: Json) -> Json:
    """The caption of a photo, which may be empty."""
    caption, entities = parameters.get("caption", ""), parameters.get("caption_entities")
    if not caption:
        return {"caption": "", "caption_entities": []}
    caption, entities = stored_text(
        caption,
        parameters.get("parse_mode"),
        entities,
        limit=CAPTION_LIMIT,
        too_long="Message caption is too long",
    )
    return {"caption": caption, "caption_entities": entities}


async def send_message(state: ServerState, parameters: Json) -> Json:
    """Store a text message of the bot."""
    return _send(state, parameters, _text(parameters))


async def send_photo(state: ServerState, parameters: Json) -> Json:
    """Store a photo of the bot, with its caption."""
    file_id = parameters["photo"]
    if file_id not in state.files:
        raise bad_request("wrong file identifier/HTTP URL specified")
    width, height = checked_size(state.files[file_id])
    photo = {"file_id": file_id, "file_unique_id": file_id, "width": width, "height": height}
    return _send(state, parameters, {"photo": [photo], **_caption(parameters)})


async def edit_message_text(state: ServerState, parameters: Json) -> Json | bool:
    """Replace the text of a message."""
    return _edit(state, parameters, _text(parameters))


async def edit_message_caption(state: ServerState, parameters: Json) -> Json | bool:
    """Replace the caption of a photo."""
    return _edit(state, parameters, _caption(parameters))


async def delete_message(state: ServerState, parameters: Json) -> bool:
    """Delete a message."""
    if state.messages.pop((_number(parameters), _number(parameters, "message_id")), None) is None:
        raise bad_request("message to delete not found")
    return True


async def send_chat_action(state: ServerState, parameters: Json) -> bool:
    """Show that the bot does something."""
    if parameters.get("action") not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    state.writable(_number(parameters))
    return True


async def answer_callback_query(state: ServerState, parameters: Json) -> bool:
    """Answer a pressed button, once."""
    query_id = parameters.get("callback_query_id", "")
    if state.presses.get(query_id) is not False:
        raise bad_request(TOO_OLD)
    if len(parameters.get("text", "")) > NOTICE_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    state.presses[query_id] = True
    return True


async def answer_inline_query(state: ServerState, parameters: Json) -> bool:
    """Answer an inline query, once."""
    if parameters.get("inline_query_id") not in state.inline_queries:
        raise bad_request(TOO_OLD)
    results = parameters.get("results") or []
    if len(results) > RESULTS_LIMIT:
        raise bad_request("Too many inline query results specified")
    ids = [str(result["id"]) for result in results]
    if not all(1 <= len(result_id.encode()) <= RESULT_ID_LIMIT for result_id in ids):
        raise bad_request("RESULT_ID_INVALID")
    if len(set(ids)) < len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    for result in results:
        _check_result(result)
    state.inline_queries.discard(parameters["inline_query_id"])
    return True


async def answer_guest_query(state: ServerState, parameters: Json) -> Json:
    """Answer a message of guest mode, once."""
    query_id = parameters.get("guest_query_id", "")
    if state.guest_queries.get(query_id, {}) is not None:
        raise bad_request(TOO_OLD)
    _check_result(parameters["result"])
    state.guest_queries[query_id] = parameters["result"]
    return {"inline_message_id": f"guest-{query_id}"}


def _check_result(result: Json) -> None:
    content = result.get("input_message_content")
    if result["type"] == "article" and not content:
        raise bad_request("Can't parse inline query result: Input message content is not specified")
    if content and "message_text" in content:
        stored_text(content["message_text"], content.get("parse_mode"), content.get("entities"))
    _keyboard(result.get("reply_markup"))


def _scope(parameters: Json) -> tuple[str, str]:
    scope = parameters.get("scope") or {"type": "default"}
    return json.dumps(scope, sort_keys=True), parameters.get("language_code") or ""


async def set_my_commands(state: ServerState, parameters: Json) -> bool:
    """Keep the menu of a scope and language."""
    if "chat_id" in (parameters.get("scope") or {}):
        state.writable(int(parameters["scope"]["chat_id"]))
    commands = parameters.get("commands") or []
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    state.commands[_scope(parameters)] = commands
    return True


async def get_my_commands(state: ServerState, parameters: Json) -> list[Json]:
    """The menu of a scope and language."""
    return state.commands.get(_scope(parameters), [])


async def get_me(_: ServerState, __: Json) -> Json:
    """Who the bot is."""
    return BOT


HANDLERS: dict[str, Handler] = {
    "sendmessage": send_message,
    "sendphoto": send_photo,
    "editmessagetext": edit_message_text,
    "editmessagecaption": edit_message_caption,
    "deletemessage": delete_message,
    "sendchataction": send_chat_action,
    "answercallbackquery": answer_callback_query,
    "answerinlinequery": answer_inline_query,
    "answerguestquery": answer_guest_query,
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "getme": get_me,
    "getupdates": updates.get_updates,
    "setwebhook": updates.set_webhook,
    "deletewebhook": updates.delete_webhook,
    "getwebhookinfo": updates.get_webhook_info,
}
