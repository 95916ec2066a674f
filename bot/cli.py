"""The command `shahid`: parses the command line and calls a function of `bot.commands`.

Exit codes: 0 done, 1 something is wrong with the corpus, index, database or network, 2 the call or
a setting is wrong; `shahid index` 6 where so few documents are left that the index was not replaced.
An error is one line on standard error, never a traceback.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.monitoring.descent import follow

if TYPE_CHECKING:
    from bot.bootstrap import Composition

OK, FAILED, MISUSED = 0, 1, 2

DESCRIPTION = "Answers Arabic questions with verbatim, sourced quotations from a folder of documents."


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        argv: The arguments after `shahid`; those of the process where None.

    Returns:
        The exit code.
    """
    arguments = vars(_parser().parse_args(argv))
    if "alone" in arguments:
        return int(arguments.pop("alone")(arguments))
    if arguments.get("parent") is not None:
        follow(arguments["parent"])
    # Imported after parsing: `--help`, `--version`, `health` and misspelled calls need none of it.
    from bot.bootstrap import ConfigurationError, DatabaseError, compose
    from bot.commands.locale_words import in_locale
    from retrieval import ReasonedError, RetrievalError

    command: Callable[[Composition, dict[str, Any]], int] = arguments.pop("run")
    overrides = {name: arguments.pop(name, None) for name in ("corpus_dir", "data_dir", "page_port")}
    try:
        return command(compose(**overrides), arguments)
    except ConfigurationError as error:
        return _fail(str(error), MISUSED)
    except ReasonedError as error:
        return _fail(in_locale(error.reason), FAILED)
    except (RetrievalError, DatabaseError, OSError) as error:
        return _fail(str(error), FAILED)
    except KeyboardInterrupt:
        return _fail("stopped", 130)


def _fail(message: str, code: int) -> int:
    for line in message.splitlines():
        print(f"shahid: {line}", file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="shahid", description=DESCRIPTION)
    parser.add_argument("--version", action="version", version=f"shahid {version('shahid')}")
    calls = parser.add_subparsers(metavar="CALL", required=True)
    _add_serving(calls)
    _add_asking(calls)
    _add_keeping(calls)
    return parser


def _add_serving(calls: Any) -> None:
    run = calls.add_parser("run", help="run the bot; without a token, open the local page")
    run.set_defaults(run=lambda composition, _: _call("serve", "run", composition))
    chat = calls.add_parser("chat", help="open the local page")
    chat.set_defaults(run=lambda composition, _: _call("serve", "chat", composition))
    for call in (run, chat):
        _add_folders(call)
        call.add_argument("--port", dest="page_port", type=int, metavar="N", help="port of the local page")


def _add_asking(calls: Any) -> None:
    ask = calls.add_parser("ask", help="answer one question in the terminal, or many from a file")
    _add_folders(ask)
    ask.add_argument("--json", action="store_true", help="print the answer as JSON")
    ask.add_argument("--limit", type=int, default=3, metavar="N", help="excerpts at most, 1 to 9 (3)")
    what = ask.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--batch", metavar="FILE", help="a question a line (-: standard input), a JSON line each"
    )
    what.add_argument("question", nargs="?", metavar="QUESTION", help="the question")
    ask.set_defaults(run=_ask)


def _add_keeping(calls: Any) -> None:
    index = calls.add_parser("index", help="build and check the index")
    _add_folders(index)
    index.add_argument("--rebuild", action="store_true", help="build even where the saved index fits")
    index.add_argument(
        "--accept-fewer",
        type=int,
        nargs="?",
        const=0,
        metavar="N",
        help="replace the saved index also where under half of its documents are left (at least N)",
    )
    index.add_argument("--rollback", action="store_true", help="go back to the index before this one")
    index.add_argument("--parent", type=int, help=argparse.SUPPRESS)  # ends with that process
    index.add_argument("--progress", choices=("bar", "json"), default="bar", help="how progress is shown")
    index.set_defaults(run=lambda composition, a: _call("index", "index", composition, **a))
    health = calls.add_parser("health", help="ask the running bot whether it is healthy")
    health.add_argument("--port", type=int, metavar="N", help="port of its /healthz (SHAHID_MONITORING_PORT)")
    health.set_defaults(alone=lambda a: import_module("bot.commands.probe").health(**a))
    evaluate = calls.add_parser("evaluate", help="measure over a BEIR folder")
    evaluate.add_argument(
        "folder", type=Path, metavar="BEIR_DIR", help="corpus.jsonl, queries.jsonl and qrels/"
    )
    evaluate.add_argument("--run", dest="run_file", type=Path, metavar="FILE", help="write a TREC run")
    evaluate.add_argument("--excerpts", type=Path, metavar="FILE", help="write three excerpts a query")
    evaluate.add_argument("--json", dest="as_json", action="store_true", help="print the measures as JSON")
    evaluate.set_defaults(run=lambda composition, a: _call("evaluate", "evaluate_folder", composition, **a))
    audit = calls.add_parser("audit", help="list what moderators did, and who tried it")
    _add_folders(audit)
    audit.add_argument("--days", type=int, default=30, metavar="N", help="how far back, 1 to 366 (30)")
    audit.set_defaults(run=_audit)
    check = calls.add_parser(
        "check", help="report what is wrong with settings, corpus, index, database and token"
    )
    _add_folders(check)
    check.set_defaults(run=lambda composition, _: _call("check", "check", composition))


def _ask(composition: Composition, arguments: dict[str, Any]) -> int:
    limit = arguments["limit"]
    if not 1 <= limit <= 9:  # noqa: PLR2004 - the range that the help names
        return _fail("--limit takes a number from 1 to 9", MISUSED)
    if arguments["batch"] is not None:
        return _call("ask", "ask_batch", composition, file=arguments["batch"], limit=limit)
    return _call(
        "ask", "ask", composition, question=arguments["question"], as_json=arguments["json"], limit=limit
    )


def _audit(composition: Composition, arguments: dict[str, Any]) -> int:
    days = arguments["days"]
    if not 1 <= days <= 366:  # noqa: PLR2004 - the range that the help names
        return _fail("--days takes a number from 1 to 366", MISUSED)
    return _call("audit", "audit", composition, days=days)


def _add_folders(call: argparse.ArgumentParser) -> None:
    call.add_argument("--corpus", dest="corpus_dir", type=Path, metavar="DIR", help="folder of the documents")
    call.add_argument(
        "--data-dir", type=Path, metavar="DIR", help="folder of the saved index and the database"
    )


def _call(module: str, function: str, composition: Composition, **arguments: Any) -> int:
    """Call a command, importing only its module: `ask` starts without Telegram."""
    code: int = getattr(import_module(f"bot.commands.{module}"), function)(composition, **arguments)
    return code
