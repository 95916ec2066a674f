from __future__ import annotations

import asyncio
import json
import logging
import re
import socket
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import pytest

from bot.conversation import Limits, ReindexOutcome, ReindexProgress, ReindexStatus, Reply
from bot.conversation.composing.reindexing_screens import reindex_outcome, rollback_outcome
from bot.conversation.wording import texts
from bot.web.rendering import render
from bot.web.server import LOOPBACK, MAX_BODY, OWNER, serve_page
from retrieval import Answer, NoAnswer
from tests.bot.conversation.fakes import FakeEngine, Harness, bare, converse
from tests.bot.pictures import PICTURE
from tests.bot.web.visitor import Visitor, lines, visit


def test_the_page_is_arabic_right_to_left_and_takes_nothing_from_elsewhere() -> None:
    async def scenario(visitor: Visitor) -> None:
        page = (await visitor.open()).body.decode()
        assert '<html lang="ar" dir="rtl">' in page
        assert re.findall(r'(?:src|href)="([^"]+)"', page) == [
            "/icon.svg",
            "/page.css",
            "/page.js",
            "/icon.svg",
        ]
        for asset in ("page.css", "page.js", "icon.svg"):
            body = (await visitor.fetch(asset)).body.decode()
            assert re.findall(r"https?://(?!www\.w3\.org/2000/svg)|@import|url\(", body) == []

    visit(scenario)


def test_every_response_forbids_what_the_page_does_not_need() -> None:
    async def scenario(visitor: Visitor) -> None:
        for path in ("", "page.js", "nowhere"):
            headers = (await visitor.fetch(path)).headers
            assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self';")
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["Cache-Control"] == "no-store"
            assert "Server" not in headers

    visit(scenario)


def test_assets_have_their_types_and_other_addresses_are_not_found() -> None:
    async def scenario(visitor: Visitor) -> None:
        paths = ("", "page.css", "page.js", "icon.svg", "nowhere", "server.py", "../settings.py")
        responses = [await visitor.fetch(path) for path in paths]
        assert [
            (response.code, response.headers["Content-Type"].split(";")[0]) for response in responses
        ] == [
            (200, "text/html"),
            (200, "text/css"),
            (200, "text/javascript"),
            (200, "image/svg+xml"),
            (404, "text/plain"),
            (404, "text/plain"),
            (404, "text/plain"),
        ]

    visit(scenario)


def test_it_listens_on_the_loopback_alone() -> None:
    async def scenario(visitor: Visitor) -> None:
        parts = urlsplit(visitor.url)
        assert parts.hostname == LOOPBACK
        with socket.socket() as other, pytest.raises(OSError, match="refused"):
            other.connect(("127.0.0.2", parts.port))

    visit(scenario)


def test_a_port_that_is_taken_is_an_error() -> None:
    async def scenario(harness: Harness) -> None:
        with socket.socket() as taken:
            taken.bind((LOOPBACK, 0))
            taken.listen()
            with pytest.raises(OSError, match="in use"):
                await serve_page(harness.conversation, taken.getsockname()[1])

    converse(scenario)


def test_other_hosts_and_pages_without_the_token_are_turned_away() -> None:
    async def scenario(visitor: Visitor) -> None:
        rebound = await visitor.fetch("", Host="evil.example")
        without = await visitor.fetch("say", method="POST", body='{"text": "طحين"}')
        forged = await visitor.fetch(
            "say",
            method="POST",
            body='{"text": "طحين"}',
            Origin="https://evil.example",
            **{"X-Shahid-Token": visitor.token},
        )
        assert [response.code for response in (rebound, without, forged)] == [403, 403, 403]
        assert (await visitor.fetch("say")).code == 405

    visit(scenario)


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"text": 5}', '{"action": "x"}', "\udcff", "null", '"text"']
)
def test_a_malformed_request_is_refused(body: str) -> None:
    async def scenario(visitor: Visitor) -> None:
        raw = body.encode("utf-8", "surrogateescape").decode("latin-1")
        headers = {"X-Shahid-Token": visitor.token}
        assert (await visitor.fetch("say", method="POST", body=raw, **headers)).code == 400

    visit(scenario)


def test_a_request_that_is_too_large_is_refused() -> None:
    async def scenario(visitor: Visitor) -> None:
        response = await visitor.post("say", {"text": "م" * MAX_BODY})
        assert response.code in {400, 413, 599}

    visit(scenario)


def test_a_question_is_answered_as_anywhere_else() -> None:
    async def scenario(visitor: Visitor) -> None:
        sent = await visitor.say("  طحين\n")
        assert [list(line) for line in sent] == [["reply"]]
        assert bare(sent[0]["reply"]["text"]) == "يحتاج الخبز إلى طحين وماء وملح.\n— «دفتر الخباز»، ص 2"
        (by_command,) = await visitor.say("/ask طحين")
        assert by_command["reply"]["text"] == sent[0]["reply"]["text"]

    visit(scenario)


def test_buttons_work_as_anywhere_else() -> None:
    async def scenario(visitor: Visitor) -> None:
        await visitor.say("طحين")
        assert await visitor.press("1:up:answer-0") == [{"notice": texts.THANKS_GOOD}]
        assert await visitor.press("1:page:unknown") == [{"notice": texts.ASK_AGAIN}]
        (context,) = await visitor.press("1:in:answer-0:1")
        assert [button["label"] for row in context["reply"]["buttons"] for button in row] == [
            "العودة إلى الجواب"
        ]

    visit(scenario)


def test_commands_show_their_screens() -> None:
    async def scenario(visitor: Visitor) -> None:
        conversation = visitor.harness.conversation
        expected = {
            "/start": await conversation.start(OWNER, ""),
            "/start 99-0-4": await conversation.start(OWNER, "99-0-4"),
            "/help": await conversation.help(OWNER),
            "/SOURCES": await conversation.sources(OWNER),
            "/privacy": await conversation.privacy(OWNER),
            "/status": await conversation.status(OWNER),
            "/unknown": await conversation.help(OWNER),
        }
        for command, reply in expected.items():
            assert await visitor.say(command) == [render(reply)]
        visitor.harness.reindexer.outcome = ReindexOutcome(ReindexStatus.ROLLED_BACK, 3, 10)
        assert await visitor.say("/rollback") == [render(rollback_outcome(visitor.harness.reindexer.outcome))]
        visitor.harness.reindexer.outcome = ReindexOutcome(ReindexStatus.UNCHANGED)
        assert (await visitor.say("/reindex"))[-1] == render(
            reindex_outcome(visitor.harness.reindexer.outcome)
        )

    visit(scenario)


def test_a_command_is_a_word_of_latin_letters_and_all_else_a_question() -> None:
    async def scenario(visitor: Visitor) -> None:
        for question in ("/طحين", "/ طحين", "// طحين"):
            (sent,) = await visitor.say(question)
            assert "طحين وماء" in sent["reply"]["text"]

    visit(scenario)


def test_the_progress_of_a_reindexing_comes_line_by_line_as_it_goes() -> None:
    async def scenario(visitor: Visitor) -> None:
        reindexer = visitor.harness.reindexer
        reindexer.steps = (0.0, 4.0, 8.0)
        reindexer.outcome = ReindexOutcome(ReindexStatus.SWAPPED, 3, 10, (), 8.0)
        sent = await visitor.say("/reindex")
        assert [bare(line["reply"]["text"]).splitlines()[1] for line in sent] == [
            "أقرأ الوثائق",
            "أبني الفهرس: 1 من 3",
            "أبني الفهرس: 2 من 3",
            "المحتوى: 3 وثائق، 10 مقاطع",
        ]

    visit(scenario)


def test_a_reindexing_goes_on_when_the_page_is_closed() -> None:
    async def scenario(visitor: Visitor) -> None:
        reached, go_on, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

        async def reindex(
            on_progress: Callable[[ReindexProgress], Awaitable[None]],
            *,
            least: int | None = None,  # noqa: ARG001
        ) -> ReindexOutcome:
            reached.set()
            await go_on.wait()
            for stage in ("reading", "indexing"):
                visitor.harness.timer.seconds += 5
                await on_progress(ReindexProgress(stage, 1, 2))  # type: ignore[arg-type]
            ended.set()
            return ReindexOutcome(ReindexStatus.UNCHANGED)

        visitor.harness.reindexer.reindex = reindex  # type: ignore[method-assign]
        parts = urlsplit(visitor.url)
        body = json.dumps({"text": "/reindex"})
        _, writer = await asyncio.open_connection(parts.hostname, parts.port)
        writer.write(
            f"POST /say HTTP/1.1\r\nHost: {parts.netloc}\r\nX-Shahid-Token: {visitor.token}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        await reached.wait()
        writer.transport.abort()
        await asyncio.sleep(0.05)
        go_on.set()
        await asyncio.wait_for(ended.wait(), 5)
        await asyncio.sleep(0.05)
        assert ended.is_set()

    visit(scenario)


def test_an_error_is_an_apology_and_its_reference_is_in_the_log_without_the_question(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Broken(FakeEngine):
        def answer(self, question: str) -> Answer | NoAnswer:
            raise RuntimeError(question)

    async def scenario(visitor: Visitor) -> None:
        (sent,) = await visitor.say("سر كبير")
        assert sent["reply"]["text"].startswith(texts.APOLOGY)
        reference = bare(sent["reply"]["text"]).split()[-1]
        assert [record.getMessage() for record in caplog.records if reference in record.getMessage()] != []
        assert "سر كبير" not in caplog.text

    with caplog.at_level(logging.DEBUG):
        visit(scenario, engine=Broken())


def test_a_page_that_cannot_be_read_is_a_plain_error(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: str) -> str:
        raise FileNotFoundError

    async def scenario(visitor: Visitor) -> None:
        monkeypatch.setattr("bot.web.server._read", broken)
        response = await visitor.fetch("")
        assert (response.code, response.body) == (500, b"500\n")
        assert "serving /: FileNotFoundError" in caplog.text

    visit(scenario)


def test_whoever_sits_at_the_machine_may_ask_as_often_as_they_like() -> None:
    async def scenario(visitor: Visitor) -> None:
        sent = [await visitor.say("طحين") for _ in range(3)]
        assert [list(line[0]) for line in sent] == [["reply"]] * 3

    visit(scenario, limits=Limits(questions=1))


def test_no_reply_is_a_notice_on_the_page() -> None:
    async def scenario(visitor: Visitor) -> None:
        async def silent(*_: object) -> None:
            return None

        visitor.harness.conversation.ask = silent  # type: ignore[assignment,method-assign]
        assert await visitor.say("طحين") == [{"notice": texts.SLOW_DOWN}]
        assert await visitor.say("/ask طحين") == [{"notice": texts.SLOW_DOWN}]

    visit(scenario)


def test_lines_are_json_with_arabic_as_it_is() -> None:
    async def scenario(visitor: Visitor) -> None:
        response = await visitor.post("say", {"text": "طحين"})
        assert response.headers["Content-Type"] == "application/x-ndjson; charset=utf-8"
        assert "طحين" in response.body.decode()
        assert len(lines(response)) == 1

    visit(scenario)


def test_a_picture_is_sent_to_the_page_which_may_show_it() -> None:
    async def scenario(visitor: Visitor) -> None:
        async def ask(*_: object) -> Reply:
            return Reply("نص", picture=PICTURE)

        visitor.harness.conversation.ask = ask  # type: ignore[assignment,method-assign]
        assert await visitor.say("طحين") == [render(Reply("نص", picture=PICTURE))]
        policy = (await visitor.fetch("")).headers["Content-Security-Policy"]
        assert "img-src 'self' data:;" in policy

    visit(scenario)
