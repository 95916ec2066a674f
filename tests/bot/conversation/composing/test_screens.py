from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation import (
    EngineHolder,
    Reply,
    SpanKind,
    Votes,
)
from bot.conversation.composing import screens
from bot.conversation.composing.examples import Example
from bot.conversation.composing.layout import utf16_length
from bot.conversation.engines import ServedIndex
from bot.conversation.wording import texts
from retrieval import Document, NearestTitle, NoAnswer, NoAnswerReason, SkippedFile, Source, reason
from tests.bot.conversation.fakes import (
    BREAD,
    DOCUMENTS,
    IN_GROUP,
    MODERATOR,
    NOW,
    PERSON,
    FakeEngine,
    action,
    bare,
    labels,
    shown,
)

EXAMPLES = (Example("0a", "متى لقاء جنيف؟"),)


def served_index(*documents: Document, skipped: tuple[SkippedFile, ...] = ()) -> ServedIndex:
    return EngineHolder(FakeEngine(documents or DOCUMENTS, skipped=skipped)).served


def test_the_welcome_offers_questions_that_can_be_asked_at_once() -> None:
    reply = screens.welcome(PERSON, EXAMPLES, passage_gone=False)
    assert reply.text == f"{texts.WELCOME_TITLE}\n{texts.WELCOME}\n\n{texts.WELCOME_EXAMPLES}"
    assert labels(reply) == [["متى لقاء جنيف؟"], ["كل الوثائق"]]
    assert action(reply, "متى لقاء جنيف؟") == "1:try:0a"


def test_the_welcome_without_examples_just_invites_to_ask() -> None:
    reply = screens.welcome(PERSON, (), passage_gone=False)
    assert reply.text == f"{texts.WELCOME_TITLE}\n{texts.WELCOME}\n\n{texts.WELCOME_PLAIN}"


def test_the_welcome_has_an_english_line_for_people_of_other_languages() -> None:
    reply = screens.welcome(replace(PERSON, language="en-GB"), (), passage_gone=False)
    assert bare(shown(reply, SpanKind.ITALIC)[0]) == texts.WELCOME_ENGLISH


def test_a_link_to_a_passage_that_is_gone_is_explained_before_the_welcome() -> None:
    reply = screens.welcome(PERSON, (), passage_gone=True)
    assert reply.text.startswith(f"{texts.PASSAGE_GONE}\n\n{texts.WELCOME_TITLE}")


def test_help_in_private_lists_what_everybody_may_do() -> None:
    reply = screens.help_screen(PERSON)
    assert bare(reply.text).splitlines()[-3:] == [
        "وثائقي ومصادرها: /sources",
        "ما أحفظه وما لا أحفظه: /privacy",
        "هذه المساعدة: /help",
    ]


def test_help_in_a_group_explains_how_to_ask_there() -> None:
    assert texts.HELP_GROUP.format(ask="/ask") in bare(screens.help_screen(IN_GROUP).text)


def test_help_lists_the_commands_of_moderators_for_moderators() -> None:
    assert bare(screens.help_screen(MODERATOR).text).splitlines()[-3:] == [
        "حال الفهرس: /status",
        "إعادة الفهرسة: /reindex",
        "العودة إلى الفهرس السابق: /rollback",
    ]


@pytest.mark.parametrize("reason", [NoAnswerReason.GREETING, NoAnswerReason.NO_WORDS])
def test_a_greeting_and_wordless_text_get_a_kind_hint_with_an_example(reason: NoAnswerReason) -> None:
    reply = screens.no_answer(NoAnswer("سلام", reason), served_index(), EXAMPLES)
    hint = {NoAnswerReason.GREETING: texts.GREETING, NoAnswerReason.NO_WORDS: texts.NO_WORDS}[reason]
    assert (reply.text, labels(reply)) == (f"{hint}\n\nمثلا:", [["متى لقاء جنيف؟"]])


def test_a_kind_hint_without_examples_is_its_words_alone() -> None:
    assert screens.no_answer(NoAnswer("", NoAnswerReason.NO_WORDS), served_index(), ()) == Reply(
        texts.NO_WORDS
    )


def test_no_answer_offers_the_nearest_titles_as_buttons_that_open_them() -> None:
    near = (NearestTitle("bread.pdf", "دفتر الخباز"), NearestTitle("gone.txt", "ذهب"))
    reply = screens.no_answer(NoAnswer("قطار", NoAnswerReason.NOT_FOUND, near), served_index(), EXAMPLES)
    assert reply.text == f"{texts.NOT_FOUND}\n\n{texts.NEAREST}"
    assert labels(reply) == [["دفتر الخباز"]]
    assert action(reply, "دفتر الخباز") == f"1:read:0-0-{len(BREAD.text)}"


def test_no_answer_without_a_near_title_gives_a_hint() -> None:
    reply = screens.no_answer(NoAnswer("قطار", NoAnswerReason.WEAK), served_index(), EXAMPLES)
    assert reply == Reply(f"{texts.WEAK}\n{texts.HINT}")


def test_the_reply_of_an_empty_corpus_explains_what_is_missing() -> None:
    reply = screens.no_answer(NoAnswer("قطار", NoAnswerReason.EMPTY_CORPUS), served_index(), ())
    assert reply == Reply(texts.EMPTY_CORPUS)


def test_a_near_title_whose_document_has_no_text_has_no_button() -> None:
    empty = Document("empty.txt", "", Source("فارغة"))
    near = (NearestTitle("empty.txt", "فارغة"),)
    reply = screens.no_answer(NoAnswer("قطار", NoAnswerReason.NOT_FOUND, near), served_index(empty), ())
    assert labels(reply) == []


def test_sources_are_listed_with_links_and_numbers_that_open_them() -> None:
    reply = screens.sources(served_index(), 0)
    assert reply is not None
    assert bare(reply.text) == (
        "وثائقي: 3 وثائق\n"
        "1. «دفتر الخباز»\n"
        "2. «News of Geneva 2022»، Wire، 3 يناير 2022\n"
        "3. «لقاء جنيف»، جريدة المدينة، سلمى حداد، 1 يناير 2022"
    )
    assert labels(reply) == [["1", "2", "3"]]
    assert shown(reply, SpanKind.LINK) == ["لقاء جنيف"]


def test_many_sources_are_paged() -> None:
    many = tuple(Document(f"{n}.txt", "نص." if n else "", Source(f"وثيقة {n}")) for n in range(10))
    pages = [screens.sources(served_index(*many), page) for page in (0, 1, 2, -1)]
    assert [labels(page) if page else None for page in pages] == [
        [["2", "3", "4", "5"], ["6", "7", "8"], ["التالي ◀"]],
        [["9", "10"], ["▶ السابق"]],
        None,
        None,
    ]
    assert pages[1] is not None
    assert bare(pages[1].text).endswith("\n\nالصفحة 2 من 2")


def test_the_list_of_sources_without_documents_is_a_line() -> None:
    holder = EngineHolder(FakeEngine(()))
    assert screens.sources(holder.served, 0) == Reply(texts.SOURCES_EMPTY)


@given(st.text(max_size=3000), st.text(max_size=300))
def test_a_page_of_sources_fits_in_a_message_whatever_they_are_called(title: str, name: str) -> None:
    source = Source(title, name, name, url="https://example.org/" + "a" * 900)
    reply = screens.sources(served_index(*(Document(f"{n}.txt", "نص.", source) for n in range(8))), 0)
    assert reply is not None
    assert utf16_length(reply.text) <= 4096


def test_the_status_shows_holdings_age_votes_and_skipped_files() -> None:
    skipped = (SkippedFile("scan.pdf", reason("needs_password")),)
    reply = screens.status(served_index(skipped=skipped), Votes(3, 1), NOW, 0)
    assert reply is not None
    assert bare(reply.text) == (
        "حال الفهرس\n"
        "المحتوى: 3 وثائق، 10 مقاطع\n"
        "آخر فهرسة: 10 يناير 2022، 06:00 بالتوقيت العالمي، منذ 3 ساعات\n"
        "الآراء: 👍 3، 👎 1\n"
        "بصمة الوثائق: 0123456789ab\n\n"
        "ما لم أقرأه: ملف واحد\n"
        "• scan.pdf: الملف محمي بكلمة مرور: احفظه بلا كلمة مرور"
    )
    assert reply.buttons == ()


def test_the_status_of_a_clean_corpus_shows_that_all_files_were_read() -> None:
    reply = screens.status(served_index(), Votes(), NOW, 0)
    assert reply is not None
    assert reply.text.endswith(f"\n\n{texts.STATUS_NOTHING_SKIPPED}")


def test_the_status_warns_of_an_index_that_is_not_of_the_corpus_as_it_is() -> None:
    engine = FakeEngine()
    missing = reason("corpus_missing", folder="docs")
    engine.warning = reason("saved_answers", day="2022-01-10", reason=missing)
    page = screens.status(EngineHolder(engine).served, Votes(), NOW, 0)
    assert page is not None
    assert bare(page.text).splitlines()[3] == (
        f"{texts.STATUS_WARNING} السبب: الإجابة الآن من الفهرس المحفوظ بتاريخ 2022-01-10: "
        "مجلد الوثائق غير موجود (docs): أنشئه أو حدد غيره"
    )


def test_many_skipped_files_are_paged_and_their_reasons_shortened() -> None:
    skipped = tuple(SkippedFile(f"{n}.pdf", reason("failed_as", error="no text " * 100)) for n in range(11))
    pages = [screens.status(served_index(skipped=skipped), Votes(), NOW, page) for page in (0, 1, 2)]
    assert [labels(page) if page else None for page in pages] == [[["التالي ◀"]], [["▶ السابق"]], None]
    assert pages[0] is not None
    assert utf16_length(pages[0].text) <= 4096
    assert action(pages[0], "التالي ◀") == "1:stat:-:1"


def test_an_apology_names_the_error_for_whoever_reads_the_log() -> None:
    assert bare(screens.apology("0a1b", can_retry=False).text) == f"{texts.APOLOGY}\nرقم الخطأ: 0a1b"
    assert screens.apology("", can_retry=False) == Reply(texts.APOLOGY)


def test_privacy_explains_how_long_data_is_kept() -> None:
    assert "وأمحو ذلك كله بعد 30 يوما." in bare(screens.privacy(30).text)


def test_no_notice_is_longer_than_telegram_shows() -> None:
    notices = (
        texts.ASK_AGAIN, texts.SLOW_DOWN, texts.NO_MORE_PAGES, texts.NOTHING_AFTER, texts.NOTHING_BEFORE,
        texts.REFUSAL, texts.THANKS_BAD, texts.THANKS_GOOD,
    )  # fmt: skip
    assert [notice for notice in notices if len(notice) > 200] == []
    assert [hint for hint in (texts.INLINE_EMPTY, texts.INLINE_NOTHING) if len(hint) > 64] == []


def test_each_skipped_file_stands_on_one_page() -> None:
    names = [f"{n}.pdf" for n in range(21)]
    skipping = served_index(skipped=tuple(SkippedFile(name, reason("no_text")) for name in names))
    pages = [screens.status(skipping, Votes(), NOW, page) for page in range(3)]
    listed = [
        [line.removeprefix("• ").partition(":")[0] for line in bare(page.text).splitlines() if "•" in line]
        for page in pages
        if page is not None
    ]
    assert listed == [names[:10], names[10:20], names[20:]]
