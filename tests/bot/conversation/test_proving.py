"""The page of a quotation, as its button shows it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.conversation import Conversation, Limits, Notice, Picture, PictureType, Reply, SpanKind
from bot.conversation.wording import texts
from retrieval import Document, NoPicture, Page, PagePicture, PagePictures, Source, read_document
from tests.bot.conversation.fakes import (
    BREAD,
    IN_GROUP,
    NEWS,
    PERSON,
    FakeEngine,
    FakePictures,
    Harness,
    action,
    bare,
    converse,
    labels,
    pictures_is_a_port,
    shown,
)
from tests.bot.pictures import png
from tests.evaldata import ROOT

SEEDS = ROOT / "seeds"

LEAVEN = Document("leaven.PDF", "الخبز يحتاج إلى خميرة.", Source("كتاب الخميرة"), pages=(Page(3, 0),))
UNPAGED = replace(BREAD, document_id="bread.txt", pages=())


async def asked(harness: Harness, question: str = "طحين") -> Reply:
    reply = await harness.conversation.ask(PERSON, question)
    assert reply is not None
    return reply


def page(**changes: object) -> PagePicture:
    values: dict[str, object] = {
        "content": png(), "media_type": "image/png", "width": 3, "height": 2, "page": 2, "is_marked": True,
    }  # fmt: skip
    return PagePicture(**(values | changes))  # type: ignore[arg-type]


def outcome_of(pictures: FakePictures, limits: Limits | None = None) -> Reply | Notice:
    """What comes of the button under an answer with one quotation."""
    outcomes: list[Reply | Notice] = []

    async def scenario(harness: Harness) -> None:
        answer = await asked(harness)
        outcomes.append(await harness.conversation.press(PERSON, action(answer, "الصفحة")))

    converse(scenario, pictures=pictures, limits=limits)
    return outcomes[0]


def test_the_page_of_a_quotation_is_sent_below_the_answer_with_its_source() -> None:
    pictures = FakePictures()
    outcome = outcome_of(pictures)
    assert isinstance(outcome, Reply)
    assert outcome.is_beside
    assert (bare(outcome.text), outcome.buttons) == ("«دفتر الخباز»، ص 2", ())
    assert outcome.picture is not None
    assert (outcome.picture.content, outcome.picture.media_type) == (png(), PictureType.PNG)
    assert bare(outcome.picture.description) == (
        "صورة ص 2 من «دفتر الخباز»، والاقتباس معلم فيها: يحتاج الخبز إلى طحين وماء وملح."
    )
    assert pictures.drawn == [("bread.pdf", "يحتاج الخبز إلى طحين وماء وملح.")]


def test_a_page_without_marks_says_that_it_has_none() -> None:
    outcome = outcome_of(FakePictures(page(is_marked=False, media_type="image/jpeg")))
    assert isinstance(outcome, Reply)
    assert bare(outcome.text) == f"«دفتر الخباز»، ص 2\n{texts.PROOF_UNMARKED}"
    assert isinstance(outcome.picture, Picture)
    assert outcome.picture.media_type is PictureType.JPEG
    assert bare(outcome.picture.description) == "صورة ص 2 من «دفتر الخباز»"


def test_a_quotation_that_goes_on_on_the_next_page_says_so() -> None:
    outcome = outcome_of(FakePictures(page(goes_on=True)))
    assert isinstance(outcome, Reply)
    assert bare(outcome.text) == "«دفتر الخباز»، ص 2\nوتتمة الاقتباس في ص 3."


@pytest.mark.parametrize("why", NoPicture)
def test_where_there_is_no_picture_a_short_notice_gives_the_reason(why: NoPicture) -> None:
    notice = outcome_of(FakePictures(why))
    assert notice == Notice(texts.NO_PROOF[why.value])
    assert 0 < len(texts.NO_PROOF[why.value]) <= 200


def test_a_page_that_is_drawn_for_too_long_is_given_up_politely() -> None:
    pictures = FakePictures(is_slow=True)
    notice = outcome_of(pictures, Limits(answer_seconds=0.05))
    assert notice == Notice("طال رسم الصفحة أكثر مما ينبغي فأوقفته. حاول بعد قليل من فضلك.")
    assert [drawing.cancelled() for drawing in pictures.waiting] == [True]


def test_questions_are_answered_while_a_page_is_drawn_and_each_person_has_one_at_a_time() -> None:
    pictures = FakePictures(is_slow=True)

    async def scenario(harness: Harness) -> None:
        answer = await asked(harness)
        press = asyncio.create_task(harness.conversation.press(PERSON, action(answer, "الصفحة")))
        await asyncio.sleep(0)
        assert await asked(harness) != Reply(texts.TOOK_TOO_LONG)
        again = await harness.conversation.press(PERSON, action(answer, "الصفحة"))
        assert again == Notice(texts.PROOF_COMING)
        pictures.waiting[0].set_result(page())
        assert isinstance(await press, Reply)
        pictures.is_slow = False
        assert isinstance(await harness.conversation.press(PERSON, action(answer, "الصفحة")), Reply)

    converse(scenario, pictures=pictures)


def test_only_quotations_from_a_pdf_have_the_button_and_each_its_own() -> None:
    async def scenario(harness: Harness) -> None:
        answer = await asked(harness, "الخبز")
        assert labels(answer) == [
            ["السياق الأول", "السياق الثاني", "السياق الثالث"],
            ["صفحة الأول", "صفحة الثالث"],
            ["المزيد ◀", "👍", "👎"],
        ]
        third = await harness.conversation.press(PERSON, action(answer, "صفحة الثالث"))
        assert isinstance(third, Reply)
        assert bare(third.text) == "«كتاب الخميرة»، ص 3"

    whole = replace(BREAD, text="يحتاج الخبز إلى ماء.", pages=(Page(1, 0),))
    plain = replace(UNPAGED, text="الخبز طعام. وهذا الخبز خبز.")
    order = (whole, replace(plain, text="الخبز طعام."), LEAVEN, replace(NEWS, text="الخبز غال."))
    converse(scenario, engine=FakeEngine(order), pictures=FakePictures())


def test_without_pictures_there_is_no_button_and_an_old_one_asks_to_ask_again() -> None:
    async def scenario(harness: Harness) -> None:
        answer = await asked(harness)
        assert "الصفحة" not in [label for row in labels(answer) for label in row]
        assert await harness.conversation.press(PERSON, "1:proof:answer-0:1") == Notice(texts.ASK_AGAIN)

    converse(scenario)


def test_a_chat_that_pictures_cannot_be_sent_to_has_no_button() -> None:
    async def scenario(harness: Harness) -> None:
        answer = await harness.conversation.ask(IN_GROUP, "طحين")
        assert answer is not None
        assert "الصفحة" not in [label for row in labels(answer) for label in row]
        assert await harness.conversation.press(IN_GROUP, "1:proof:answer-0:1") == Notice(texts.ASK_AGAIN)

    converse(scenario, pictures=FakePictures())


def test_the_page_of_a_file_is_drawn_for_its_button() -> None:
    name = "library-membership.pdf"
    found = read_document(name, (SEEDS / name).read_bytes())
    assert isinstance(found, Document)
    pictures = PagePictures(SEEDS)

    async def scenario(harness: Harness) -> None:
        later = Conversation(
            engines=harness.engines, store=harness.store, reindexer=harness.reindexer, pictures=pictures
        )
        answer = await later.ask(PERSON, "الزائر العابر")
        assert answer is not None
        label = next(label for row in labels(answer) for label in row if label.startswith(("الصفحة", "صفحة")))
        outcome = await later.press(PERSON, action(answer, label))
        later.close()
        assert isinstance(outcome, Reply)
        assert outcome.picture is not None
        assert "معلم فيها" in outcome.picture.description
        assert outcome.picture.content.startswith(b"\x89PNG")

    try:
        converse(scenario, engine=FakeEngine((found,)))
    finally:
        pictures.close()


@pytest.mark.parametrize("forged", ["1:proof:unknown:1", "1:proof:answer-0", "1:proof:answer-0:2"])
def test_unknown_buttons_of_pages_ask_to_ask_again(forged: str) -> None:
    async def scenario(harness: Harness) -> None:
        await asked(harness)
        assert await harness.conversation.press(PERSON, forged) == Notice(texts.ASK_AGAIN)

    converse(scenario, pictures=FakePictures())


def test_the_button_works_from_the_context_and_after_a_restart() -> None:
    async def scenario(harness: Harness) -> None:
        answer = await asked(harness)
        context = await harness.conversation.press(PERSON, action(answer, "السياق"))
        assert isinstance(context, Reply)
        assert shown(context, SpanKind.BOLD) == ["يحتاج الخبز إلى طحين وماء وملح."]
        later = Conversation(
            engines=harness.engines, store=harness.store, reindexer=harness.reindexer, pictures=FakePictures()
        )
        outcome = await later.press(PERSON, action(context, "الصفحة"))
        later.close()
        assert isinstance(outcome, Reply)
        assert outcome.picture is not None

    converse(scenario, pictures=FakePictures())


def test_a_document_that_changed_since_is_not_shown() -> None:
    pictures = FakePictures()

    async def scenario(harness: Harness) -> None:
        answer = await asked(harness)
        harness.engines.swap(FakeEngine((replace(BREAD, text="نص آخر."),)))
        outcome = await harness.conversation.press(PERSON, action(answer, "الصفحة"))
        assert outcome == Notice(texts.ASK_AGAIN)

    converse(scenario, pictures=pictures)
    assert pictures.drawn == []


def test_pages_count_as_presses() -> None:
    async def scenario(harness: Harness) -> None:
        answer = await asked(harness)
        outcomes = [await harness.conversation.press(PERSON, action(answer, "الصفحة")) for _ in range(5)]
        assert [isinstance(outcome, Reply) for outcome in outcomes] == [True, True, True, False, False]
        assert outcomes[3:] == [Notice(texts.PRESSES_SLOW_DOWN), Notice("")]

    limits = Limits(questions=1, window=timedelta(minutes=1))
    converse(scenario, limits=limits, pictures=FakePictures())


def test_the_fake_is_a_port() -> None:
    assert pictures_is_a_port(FakePictures()) is not None
