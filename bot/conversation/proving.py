"""Shows the pages that excerpts stand on, as pictures that are drawn elsewhere."""

from __future__ import annotations

import asyncio

from bot.conversation.asker import Asker
from bot.conversation.composing.proofs import has_page, page_screen
from bot.conversation.engines import ServedIndex
from bot.conversation.ports import PagePictures
from bot.conversation.record import KeptAnswer
from bot.conversation.reply import Notice, Reply
from bot.conversation.wording import texts
from retrieval import NoPicture


class PageProofs:
    """Shows the page of an excerpt.

    Args:
        pictures: Draws the pages; None where none can be drawn.
        seconds: How long a person waits for a picture at most.
    """

    def __init__(self, pictures: PagePictures | None, seconds: float) -> None:
        self._pictures = pictures
        self._seconds = seconds
        self._waiting: set[str] = set()

    def are_offered_to(self, asker: Asker) -> bool:
        """Whether answers have buttons for them: no picture can be sent to a chat that is not known."""
        return self._pictures is not None and bool(asker.chat_id)

    async def show(self, asker: Asker, kept: KeptAnswer, served: ServedIndex, rank: int) -> Reply | Notice:
        """The page of an excerpt, to be sent below the answer, or a notice of the reason why not.

        Args:
            asker: Who wants it; one page at a time is drawn for each person.
            kept: The answer; its excerpts are those of `served`.
            served: The index that its documents are in.
            rank: Which excerpt, from 1.
        """
        excerpt = kept.excerpts[rank - 1] if 1 <= rank <= len(kept.excerpts) else None
        is_offered = excerpt is not None and has_page(excerpt) and self.are_offered_to(asker)
        if self._pictures is None or excerpt is None or not is_offered:
            return Notice(texts.ASK_AGAIN)
        if asker.asker_id in self._waiting:
            return Notice(texts.PROOF_COMING)
        self._waiting.add(asker.asker_id)
        try:
            drawing = self._pictures.draw(served.documents[excerpt.document_id], excerpt.start, excerpt.end)
            page = await asyncio.wait_for(asyncio.wrap_future(drawing), self._seconds)
        except TimeoutError:
            page = NoPicture.SLOW
        finally:
            self._waiting.discard(asker.asker_id)
        return (
            Notice(texts.NO_PROOF[page.value]) if isinstance(page, NoPicture) else page_screen(excerpt, page)
        )
