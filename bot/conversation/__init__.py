"""The conversation: questions and pressed buttons in, replies out."""

from bot.conversation.allowances import Limits
from bot.conversation.asker import Asker
from bot.conversation.conversation import Conversation
from bot.conversation.engines import EngineHolder
from bot.conversation.ports import (
    AnswerStore,
    Reindexer,
    ReindexOutcome,
    ReindexProgress,
    ReindexStage,
    ReindexStatus,
    StoreTrouble,
    Vote,
    Votes,
)
from bot.conversation.reply import (
    Button,
    InlinePage,
    InlineResult,
    Notice,
    Picture,
    PictureType,
    Reply,
    ReplySpan,
    SpanKind,
)

__all__ = [
    "AnswerStore",
    "Asker",
    "Button",
    "Conversation",
    "EngineHolder",
    "InlinePage",
    "InlineResult",
    "Limits",
    "Notice",
    "Picture",
    "PictureType",
    "ReindexOutcome",
    "ReindexProgress",
    "ReindexStage",
    "ReindexStatus",
    "Reindexer",
    "Reply",
    "ReplySpan",
    "SpanKind",
    "StoreTrouble",
    "Vote",
    "Votes",
]
