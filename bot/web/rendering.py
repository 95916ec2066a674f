"""Renders a Reply or a Notice as JSON for the page; offsets stay code points."""

from __future__ import annotations

import base64
from typing import Any

from bot.conversation.actions import Verb, parse_action
from bot.conversation.reply import Button, Notice, Picture, Reply

Line = dict[str, Any]
"""One line of a response to the page: `{"reply": …}` or `{"notice": …}`."""

_VOTES = {Verb.GOOD, Verb.BAD}


def render(outcome: Reply | Notice) -> Line:
    """The line for a reply, which is shown as a message, or for a notice, which pops up."""
    if isinstance(outcome, Notice):
        return {"notice": outcome.text}
    return {
        "reply": {
            "text": outcome.text,
            "spans": [
                {"kind": span.kind.value, "start": span.start, "end": span.end, "url": span.url}
                for span in outcome.spans
            ],
            "buttons": [[_render_button(button) for button in row] for row in outcome.buttons],
            "picture": _render_picture(outcome.picture) if outcome.picture else None,
            "beside": outcome.is_beside,
        }
    }


def _render_picture(picture: Picture) -> dict[str, str]:
    content = base64.b64encode(picture.content).decode("ascii")
    return {"url": f"data:{picture.media_type};base64,{content}", "description": picture.description}


def _render_button(button: Button) -> dict[str, Any]:
    action = parse_action(button.action or "")
    return {
        "label": button.label,
        "action": button.action,
        "url": button.url,
        "asks": action is not None and action.verb is Verb.TRY,
        "votes": action is not None and action.verb in _VOTES,
    }
