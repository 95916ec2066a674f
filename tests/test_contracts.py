"""Each contract of import-linter holds, and is broken by an import that it forbids."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from pathlib import Path
from typing import Any

import grimp
import pytest
from importlinter.configuration import configure
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.independence import IndependenceContract
from importlinter.contracts.layers import LayersContract
from importlinter.contracts.protected import ProtectedContract

configure()

OPTIONS: dict[str, Any] = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())["tool"][
    "importlinter"
]
CONTRACTS: dict[str, dict[str, Any]] = {each["name"]: each for each in OPTIONS["contracts"]}
KINDS: dict[str, Any] = {
    "layers": LayersContract,
    "forbidden": ForbiddenContract,
    "independence": IndependenceContract,
    "protected": ProtectedContract,
}

FACADE = "bot imports the facade of retrieval alone"
FREE = "conversation and retrieval know no Telegram, no web and no settings"
ROOT = "only the composition root imports the settings and the store"
STORELESS = "conversation, moderation, telegram and web know no store"
STRANGERS = "index, corpus and understanding do not know each other"
UNMEASURED = "the facade of retrieval imports no evaluation"
BREAKS = [
    ("bot stands on retrieval, never the other way", "retrieval.engine", "bot.monitoring.logs"),
    ("retrieval is built in layers", "retrieval.language.tokens", "retrieval.index.query"),
    ("bot is built in layers", "bot.conversation.reply", "bot.telegram.sending.sender"),
    ("bot is built in layers", "bot.bootstrap", "bot.commands.ask"),
    (FACADE, "bot.conversation.reply", "retrieval.types"),
    (FACADE, "bot.commands.ask", "retrieval.evaluation"),
    (FREE, "bot.conversation.composing.answers", "telegram"),
    (FREE, "retrieval.engine", "tornado"),
    (ROOT, "bot.commands.ask", "bot.settings"),
    (ROOT, "bot.cli", "bot.store.database"),
    ("only the settings import pydantic_settings", "bot.bootstrap", "pydantic_settings"),
    (STORELESS, "bot.conversation.conversation", "bot.store"),
    (STORELESS, "bot.telegram.handlers.once", "bot.store.database"),
    (STRANGERS, "retrieval.index.splitting", "retrieval.corpus"),
    (STRANGERS, "retrieval.corpus.folder", "retrieval.index.generations"),
    (STRANGERS, "retrieval.understanding.spelling", "retrieval.index.query"),
    ("types import nothing of ours", "retrieval.types", "retrieval.errors"),
    ("types import nothing of ours", "retrieval.types", "retrieval.language.letters"),
    (UNMEASURED, "retrieval", "retrieval.evaluation"),
    (UNMEASURED, "retrieval.engine", "retrieval.evaluation.measures"),
    ("language is built in layers", "retrieval.language.folding", "retrieval.language.terms.stemming"),
    ("language is built in layers", "retrieval.language.numbers.units", "retrieval.language.dates.dates"),
    ("corpus is built in layers", "retrieval.corpus.cleaning", "retrieval.corpus.drafts"),
    ("corpus is built in layers", "retrieval.corpus.formats.pdf", "retrieval.corpus.reading"),
    ("index is built in layers", "retrieval.index.protocol", "retrieval.index.memory.contents"),
    ("answering is built in layers", "retrieval.answering.excerpts.twins", "retrieval.answering.line.vetoes"),
    ("answering is built in layers", "retrieval.answering.line.vetoes", "retrieval.answering.silence"),
]
"""For each contract imports that break it, from and to."""
CONTAINERS = [
    (name, container)
    for name, each in CONTRACTS.items()
    if each.get("exhaustive")
    for container in each["containers"]
]


@pytest.fixture(scope="module")
def imports() -> grimp.ImportGraph:
    """The imports of the project as it is."""
    return grimp.build_graph(*OPTIONS["root_packages"], include_external_packages=True, cache_dir=None)


def is_kept(name: str, imports: grimp.ImportGraph) -> bool:
    options = {
        key: str(value).lower() if isinstance(value, bool) else value
        for key, value in CONTRACTS[name].items()
        if key not in {"name", "type"}
    }
    session = {key: value for key, value in OPTIONS.items() if key != "contracts"}
    contract = KINDS[CONTRACTS[name]["type"]](name, session_options=session, contract_options=options)
    kept: bool = contract.check(deepcopy(imports), verbose=False).kept
    return kept


def test_every_contract_has_an_import_that_breaks_it() -> None:
    assert {name for name, _, _ in BREAKS} == set(CONTRACTS)


@pytest.mark.parametrize("name", CONTRACTS)
def test_every_contract_is_kept(imports: grimp.ImportGraph, name: str) -> None:
    assert is_kept(name, imports)


@pytest.mark.parametrize(("name", "importer", "imported"), BREAKS)
def test_a_contract_is_broken_by_what_it_forbids(
    imports: grimp.ImportGraph, name: str, importer: str, imported: str
) -> None:
    assert importer in imports.modules
    assert imported in imports.modules
    imports.add_import(importer=importer, imported=imported)
    try:
        assert not is_kept(name, imports)
    finally:
        imports.remove_import(importer=importer, imported=imported)


@pytest.mark.parametrize(("name", "container"), CONTAINERS)
def test_a_module_without_a_layer_breaks_an_exhaustive_contract(
    imports: grimp.ImportGraph, name: str, container: str
) -> None:
    stray = f"{container}.stray"
    imports.add_module(stray)
    try:
        assert not is_kept(name, imports)
    finally:
        imports.remove_module(stray)
