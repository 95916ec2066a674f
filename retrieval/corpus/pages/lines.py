"""The lines of a text as a web page's furniture sees them: what kind of line each one is.

In: a text. Out: its lines that are not blank, each with its key (normalized words without digits and
punctuation, by which phrases and repetitions are found) and its kind. The phrases stand in
`boilerplate.tsv`. Nothing is thrown away here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from retrieval.language.normalization import normalize
from retrieval.resources import read_rows

PHRASE_WORDS = 30
"""Longest line, in words, in which a phrase of the furniture is looked for."""
_WALL_PARTS, _WALL_LENGTH, _WALL_PART_LENGTH = 4, 200, 20
"""A wall of headlines has at least so many parts, code points, and code points a part."""
_MENU_PARTS, _MENU_WORDS = 4, 4
"""A menu in one line has at least so many parts, of at most so many words on average."""
_CAPTION_WORDS = 25
"""Longest caption in words."""
_SENTENCE_WORDS = 4
_PARAGRAPH_LENGTH = 100

_WORDS = re.compile(r"[^\W\d_]+")
_WALL_GAP = re.compile(r"[ \t]*\u00a0[ \t\u00a0]*[\u00a0][ \t\u00a0]*|\t+|[ ]{4,}")
"""What parts the headlines of a wall: no-break spaces in a row, tabs, wide gaps."""
_MENU_GAP = re.compile(r"\s*[|•●·\u203a>◄►]+\s*|\s+[-–—/»«*]+\s+")
"""What parts the items of a menu in one line: `|`, a bullet, a dash between blanks."""
_LISTED = re.compile(r"[-–—•●*▪■◾►◄»\u203a]+\s*\w")
"""The beginning of an item of a list."""
_HASHTAGS = re.compile(r"(?:#\S+[\s,،]*)+(?:\([^()]*\)\s*)*")
"""Nothing but hashtags, and what a site writes in brackets behind them."""
_BRACKETS_END = re.compile(r"[(\[]([^()\[\]]{2,60})[)\]]\s*\.?$")
"""The brackets at the end of a caption, which name the picture's seller."""
_PICTURE = re.compile(
    r"^\[\s*(?:صورة|فيديو|photo|image|video)\b[^\]]*\]$|[(\[]\s*(?:تصوير|عدسة|photo)\b[^()\[\]]*[)\]]$"
)
"""A place holder of a picture, or a caption that ends with who took it."""
_TWEET_SIGNATURE = re.compile(r"[-–—]\s*[^()]{1,60}\(@\w+\)")
"""The signature under a message of a social network: `— Name (@name) January 5, 2020`."""
_ARABIC = re.compile(r"[\u0620-\u064a\u0671-\u06d3]")
_LATIN = re.compile(r"[A-Za-z]")
_SENTENCE_END = re.compile(r"[.!?؟…][\"'»”’)\]\s]*$")
"""The end of a sentence at the end of a line."""
_FULL_STOP = re.compile(r"(?<!\.)\.[\"'»”’)\]\s]*$")
"""One full stop at the end of a line: headlines have none, or several."""


_ANNOUNCEMENT = re.compile(r":|\uff1a|\.\.+|…")
"""What parts the announcement of another article from its title: `اقرأ أيضا: …`."""


class Kind(StrEnum):
    """What a line is."""

    TEXT = "text"
    FURNITURE = "furniture"
    """Surely the site's, wherever it stands."""
    WEAK = "weak"
    """The site's if the page has other signs of a site."""
    TOPIC = "topic"
    """A subject as menus have them, or a heading of one word."""
    RELATED = "related"
    """Announces other articles, whose headlines may follow."""
    TEASER = "teaser"
    """Announces another article and names it in the same line."""
    END = "end"
    """Begins what stands behind an article: comments, sources."""
    OTHERS = "others"
    """Begins a list of other articles, behind an article or inside it."""
    WALL = "wall"
    MENU = "menu"
    LISTED = "listed"
    """An item of a list, the article's own or the site's."""
    ITEM = "item"
    """An item of a list that the article itself announces with a colon."""
    CAPTION = "caption"
    LATIN = "latin"
    """Has Latin letters only."""
    SOURCE = "source"
    """Names who published or wrote it, or when."""
    REPEATED = "repeated"
    """Stands twice in a row: a title or a caption."""


_WHOLE_LINES = {
    "end": Kind.END,
    "others": Kind.OTHERS,
    "related": Kind.RELATED,
    "line": Kind.FURNITURE,
    "weak": Kind.WEAK,
    "topic": Kind.TOPIC,
}
"""Kinds of lines that are a phrase of the table and nothing else."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page."""

    text: str
    """Without blanks at its ends."""
    key: str
    """Its normalized words, without digits and punctuation."""
    gap: int
    """Number of blank lines before it."""
    kind: Kind

    @property
    def words(self) -> int:
        """Number of words in the key."""
        return self.key.count(" ") + 1 if self.key else 0

    @property
    def is_sentence_like(self) -> bool:
        """Whether it ends a sentence in any way, or is as long as a paragraph."""
        return bool(_SENTENCE_END.search(self.text)) or len(self.text) > _PARAGRAPH_LENGTH

    @property
    def is_sentence(self) -> bool:
        """Whether it ends as a sentence of a text does: with one full stop, after four words or more."""
        return self.words >= _SENTENCE_WORDS and bool(_FULL_STOP.search(self.text))


def parse_lines(text: str) -> list[Line]:
    """The lines of a text that are not blank, each with its kind; never raises."""
    lines: list[Line] = []
    gap = 0
    for raw in re.split(r"\r\n?|[\n\u2028\u2029\x85]", text):
        stripped = raw.strip().lstrip("\ufeff\u200b\u200e\u200f").strip()
        if not stripped:
            gap += 1
            continue
        key = key_of(stripped)
        lines.append(Line(stripped, key, gap, _kind(stripped, key)))
        gap = 0
    return lines


def key_of(text: str) -> str:
    """The normalized words of a line, by which it is compared."""
    return " ".join(_WORDS.findall(normalize(text.replace("_", " "))))


def parts_of(text: str) -> list[str]:
    """The items of a line that is a menu or a breadcrumb."""
    return [part.strip() for part in _MENU_GAP.split(text) if part.strip()]


def is_agency(text: str) -> bool:
    """Whether a short text names an agency, a picture seller or an archive, and nothing else."""
    keys = [key for part in re.split(r"\s*[-–—/،,|]\s*", text) if (key := key_of(part))]
    return bool(keys) and all(key in _phrases()["name"] for key in keys)


def _kind(text: str, key: str) -> Kind:
    """What kind of line this is, by itself."""
    words = key.count(" ") + 1 if key else 0
    kind = _phrase_kind(text, key) if words <= PHRASE_WORDS else None
    if _is_wall(text):
        kind = Kind.WALL
    elif kind is None and _is_menu(text):
        kind = Kind.MENU
    elif kind is None and words <= _CAPTION_WORDS and _is_caption(text):
        kind = Kind.CAPTION
    elif kind is None and _LISTED.match(text):
        kind = Kind.LISTED
    elif kind is None and words and not _ARABIC.search(text) and _LATIN.search(text):
        kind = Kind.LATIN
    return kind or Kind.TEXT


def _phrase_kind(text: str, key: str) -> Kind | None:
    """The kind that the phrases of the table give a line, or None."""
    phrases = _phrases()
    if not key:
        return None if re.search(r"\d", text) else Kind.WEAK  # rows of dots and stars
    named = next((kind for name, kind in _WHOLE_LINES.items() if key in phrases[name]), None)
    if named is not None:
        return named
    announced, *behind = _ANNOUNCEMENT.split(text, maxsplit=1)
    if behind and key_of(announced) in phrases["related"] | phrases["others"]:
        return Kind.TEASER
    furniture = (
        _HASHTAGS.fullmatch(text)
        or _starts(text, key, phrases["starts"])
        or any(_holds(key, phrase) for phrase in phrases["holds"])
    )
    return Kind.FURNITURE if furniture else None


def _starts(text: str, key: str, phrases: frozenset[str]) -> bool:
    """Whether a line begins with a phrase; one of a single word needs a mark behind it."""
    parts = key.split(" ")
    if any(" ".join(parts[:count]) in phrases for count in range(2, 6)):
        return True
    return parts[0] in phrases and bool(re.match(r"\W*\w+\s*[:\uff1a|/©]", text))


def _holds(key: str, phrase: str) -> bool:
    """Whether the words of a phrase stand in a line, next to each other."""
    return phrase in key and f" {phrase} " in f" {key} "


def _is_wall(text: str) -> bool:
    """Whether a line is many headlines without line ends."""
    if len(text) < _WALL_LENGTH:
        return False
    parts = [part for part in _WALL_GAP.split(text) if part.strip()]
    lettered = sum(1 for part in parts if len(_WORDS.findall(part)) > 1)
    return lettered >= _WALL_PARTS and len(text) / len(parts) >= _WALL_PART_LENGTH


def _is_menu(text: str) -> bool:
    """Whether a line is the items of a menu."""
    parts = parts_of(text)
    if len(parts) > 1 and key_of(parts[0]) in _phrases()["home"]:
        return True
    if len(parts) < _MENU_PARTS or _FULL_STOP.search(text):
        return False
    words = [len(_WORDS.findall(part)) for part in parts]
    return 0 < sum(words) / len(words) <= _MENU_WORDS and max(words) <= 2 * _MENU_WORDS


def _is_caption(text: str) -> bool:
    """Whether a line ends by naming a picture's seller in brackets, or signs a message of a network."""
    if _TWEET_SIGNATURE.match(text) or _PICTURE.search(text):
        return True
    match = _BRACKETS_END.search(text)
    return match is not None and is_agency(match.group(1))


@cache
def _phrases() -> dict[str, frozenset[str]]:
    """The phrases of the table by kind, as keys."""
    found: dict[str, set[str]] = {}
    for kind, phrases in read_rows(__package__, "boilerplate.tsv"):
        found.setdefault(kind, set()).update(key_of(phrase) for phrase in phrases.split("|"))
    return {kind: frozenset(keys) for kind, keys in found.items()}
