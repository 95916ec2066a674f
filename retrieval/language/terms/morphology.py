"""Lemmas and roots from CAMeL's morphology data, where it is installed; nothing where it is not.

In: a normalized term. Out: the lemma and root of its most likely analysis.

`camel_data -i morphology-db-msa-r13` puts the data under `~/.camel_tools`, or under the folder that
`CAMELTOOLS_DATA` names. The file is read here and not by `camel_tools.morphology`, whose import
downloads a catalog and needs five more packages, and which keeps sixty features of each stem, of which
two are needed. Its format:

    ###PREFIXES###   prefix TAB category TAB features
    ###SUFFIXES###   suffix TAB category TAB features
    ###STEMS###      stem TAB category TAB features, among them lex:… root:… pos_lex_logprob:…
    ###TABLE AB###   category of a prefix, category of a stem that may follow it
    ###TABLE BC###   category of a stem, category of a suffix that may follow it
    ###TABLE AC###   category of a prefix, category of a suffix that may be combined with it

A word is analyzed as by Buckwalter (2004): every split into prefix, stem and suffix with three
compatible categories.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product
from pathlib import Path
from typing import Final

from retrieval.language.normalization import normalize_word

DATABASE: Final = Path("data", "morphology_db", "calima-msa-r13", "morphology.db")
"""Where `camel_data` puts the database, under its data folder."""
_WORDS_CACHED: Final = 1 << 17
_FEATURE: Final = re.compile(r"(?:^| )(lex|root|pos_lex_logprob):(\S+)")  # matches root:ك.ت.ب
_LEX_END: Final = re.compile("[-_]")  # matches what numbers the lemmas of one spelling: كِتاب_1
_NOT_A_LETTER: Final = re.compile("[^ء-ي]")  # matches dots, and # for a weak letter, in a root
_UNLIKELY: Final = -99.0
"""Log probability of an analysis without one in the data."""

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Lexeme:
    """The lemma and root of a word."""

    lemma: str
    """Normalized; not empty."""
    root: str
    """Its known consonants; may be empty."""


@dataclass(frozen=True, slots=True)
class _Stem:
    category: str
    lexeme: Lexeme
    likelihood: float


class _Tables:
    """The sections of a database that analysis needs."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.prefixes: dict[str, list[str]] = {}
        self.suffixes: dict[str, list[str]] = {}
        self.stems: dict[str, list[_Stem]] = {}
        self.prefix_stem: set[tuple[str, str]] = set()
        self.stem_suffix: set[tuple[str, str]] = set()
        self.prefix_suffix: set[tuple[str, str]] = set()
        section = ""
        for raw in lines:
            line = raw.rstrip("\n")
            if line.startswith("###"):
                section = line.strip("# ")
            elif line.strip():
                self._add(section, line)
        self.longest_prefix = max(map(len, self.prefixes), default=0)
        self.longest_suffix = max(map(len, self.suffixes), default=0)

    def _add(self, section: str, line: str) -> None:
        pairs = {
            "TABLE AB": self.prefix_stem,
            "TABLE BC": self.stem_suffix,
            "TABLE AC": self.prefix_suffix,
        }
        if section in pairs:
            first, second = line.split()
            pairs[section].add((first, second))
        elif section in {"PREFIXES", "SUFFIXES"}:
            affix, category, _ = line.split("\t")
            affixes = self.prefixes if section == "PREFIXES" else self.suffixes
            affixes.setdefault(normalize_word(affix), []).append(category)
        elif section == "STEMS":
            stem, category, features = line.split("\t")
            found = dict(_FEATURE.findall(features))
            lemma = normalize_word(_LEX_END.split(found.get("lex", ""))[0])
            if lemma:  # the entries of the library's back-off have none
                root = _NOT_A_LETTER.sub("", normalize_word(found.get("root", "")))
                likelihood = float(found.get("pos_lex_logprob", _UNLIKELY))
                self.stems.setdefault(normalize_word(stem), []).append(
                    _Stem(category, Lexeme(lemma, root), likelihood)
                )


class Morphology:
    """Analyzes words by one database, which is read at the first word.

    Safe to share between threads.

    Args:
        file: The database.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._cached = lru_cache(maxsize=_WORDS_CACHED)(self._likeliest)

    @cached_property
    def fingerprint(self) -> str:
        """Digest of the database, empty where it cannot be read."""
        try:
            with self._file.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()[:12]
        except OSError:
            return ""

    def analyze(self, term: str) -> Lexeme | None:
        """The most likely lexeme of a normalized term, or None for a word that the data does not know.

        Never raises: a database that cannot be read contains no word, and is logged once.
        """
        return self._cached(term)

    def _likeliest(self, term: str) -> Lexeme | None:
        found = max(self._analyses(term), key=lambda stem: stem.likelihood, default=None)
        return None if found is None else found.lexeme

    @cached_property
    def _tables(self) -> _Tables:
        try:
            with self._file.open(encoding="utf-8") as lines:
                return _Tables(lines)
        except (OSError, ValueError) as error:
            _LOGGER.warning("the morphology data in %s is not used: %s", self._file, error)
            return _Tables(())

    def _analyses(self, term: str) -> Iterator[_Stem]:
        tables = self._tables
        for start in range(min(tables.longest_prefix, len(term) - 1) + 1):
            prefixes = tables.prefixes.get(term[:start], ())
            for end in range(max(start + 1, len(term) - tables.longest_suffix), len(term) + 1):
                suffixes = tables.suffixes.get(term[end:], ()) if prefixes else ()
                stems = tables.stems.get(term[start:end], ()) if suffixes else ()
                for prefix, stem, suffix in product(prefixes, stems, suffixes):
                    if (
                        (prefix, stem.category) in tables.prefix_stem
                        and (stem.category, suffix) in tables.stem_suffix
                        and (prefix, suffix) in tables.prefix_suffix
                    ):
                        yield stem


def installed_morphology() -> Morphology | None:
    """The morphology whose data is installed on this machine, or None."""
    folder = os.environ.get("CAMELTOOLS_DATA")
    file = (Path(folder).expanduser() if folder else Path.home() / ".camel_tools") / DATABASE
    return _morphology(file) if file.is_file() else None


@lru_cache(maxsize=1)
def _morphology(file: Path) -> Morphology:
    return Morphology(file)
