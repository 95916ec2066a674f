"""Text → tokens: the words and numbers of a text with their offsets and terms.

In: any text as written. Out: tokens in order, disjoint, each a slice of the text with its
normalized term; a word whose normal form is empty is no token.

- An Arabic word is a run of Arabic letters with their marks, tatweel and invisible characters.
- A number is a run of digits of any script with its separators: `1,000`, `12.5`, `١٢`. A date
  such as `10/1/2022` is three numbers.
- A word of another script is a run of its letters. Where script changes or digits begin, a new
  token begins: `و10`, `F16`, `الـGDP` are two tokens each.
- The name of a month in any calendar is one token whose term is the month's canonical name
  (`months`), even where it is written in two words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from retrieval.language import letters as l
from retrieval.language.months import find_months
from retrieval.language.normalization import normalize_word

_ARABIC = f"[{l.ARABIC_LETTERS}]"
_IN_ARABIC_WORD = f"[{l.ARABIC_LETTERS}{l.MARKS}]"
_NO_OTHER_WORD = f"[{l.ARABIC_LETTERS}{l.PHRASES}]"
_COMMA = f"[,{l.ARABIC_COMMA}{l.ARABIC_THOUSANDS_SEPARATOR}]"

_TOKEN = re.compile(
    # Matches an Arabic word, invisible characters inside it but not at its end: كِتَاب, الـرئيس.
    rf"{_ARABIC}(?:{_IN_ARABIC_WORD}|[{l.IGNORABLES}]+(?={_IN_ARABIC_WORD}))*"
    # Matches a number grouped by threes, with decimals or without: 1,000,000.5.
    rf"|\d{{1,3}}(?:{_COMMA}\d{{3}})+(?!\d)(?:[.{l.ARABIC_DECIMAL_SEPARATOR}]\d+(?!\.?\d))?"
    # Matches a number grouped by two full stops or more: 1.000.000.
    r"|\d{1,3}(?:\.\d{3}){2,}(?!\.?\d)"
    # Matches a number with decimals, but no part of 10.1.2022: 12.5.
    rf"|(?<!\d\.)\d+[.{l.ARABIC_DECIMAL_SEPARATOR}]\d+(?!\.?\d)"
    # Matches any other run of digits: 10.
    r"|\d+"
    # Matches a word of any other script with its accents: Elysée.
    rf"|(?:(?!{_NO_OTHER_WORD})[^\W\d_][{l.MARKS}{l.IGNORABLES}]*(?<![{l.IGNORABLES}]))+"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or number of a text: `text[start:end] == surface`."""

    start: int
    end: int
    surface: str
    """As written."""
    term: str
    """Normalized; never empty."""


def tokenize(text: str) -> list[Token]:
    """Cut a text into its words and numbers.

    Args:
        text: Any string.

    Returns:
        Tokens in text order, disjoint, offsets in code points of `text`. Never raises.
    """
    tokens = [
        Token(found.start(), found.end(), found.group(), term)
        for found in _TOKEN.finditer(text)
        if (term := normalize_word(found.group()))
    ]
    months = find_months([(token.surface, token.term) for token in tokens], _gaps(text, tokens))
    for first, last, term in reversed(months):
        start, end = tokens[first].start, tokens[last].end
        tokens[first : last + 1] = [Token(start, end, text[start:end], term)]
    return tokens


def _gaps(text: str, tokens: list[Token]) -> list[bool]:
    """Whether only blanks separate each token from the next."""
    return [not text[left.end : right.start].strip() for left, right in pairwise(tokens)]
