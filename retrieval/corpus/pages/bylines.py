"""Lines that say who published a text, who wrote it, and when.

In: a line. Out: what it gives, or None where it is no such line. What is read:

| Line | Gives |
|---|---|
| `نشر في بريد الجنوب يوم 05 - 11 - 2012` | publisher, date |
| `المنتدى-العدد: 71 - 2020 / 5 / 9 - 18:30` | publisher, date |
| `تاريخ النشر: 7 يناير 2022`, `آخر تحديث …` | date, and an author behind it |
| `كتب: …`, `بقلم …`, `الكاتب: …` | author, and a date behind it |
| `… – موفد الصحيفة`, `… | مراسلة في الشمال` | author |
| `المصدر: …`, `المصادر: …`, `نقلا عن: …` | publisher |
| `© 2022 …`, `جميع الحقوق محفوظة لموقع …` | publisher |
| `الجمعة 7 يناير 2022 - 10:53 ص` | a date alone, which may be the day of fetching |
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from retrieval.corpus.pages.lines import is_agency, key_of
from retrieval.corpus.pages.published import has_date_words_only, parse_date


class Trust(IntEnum):
    """How surely a line is about the document it stands in, the surer the higher."""

    DATE_ALONE = 0
    FOOTER = 1
    UPDATED = 2
    LABEL = 3
    BYLINE = 4
    """The line that a site prints under a title, with publisher and date."""


@dataclass(frozen=True, slots=True)
class Byline:
    """What a line gives of its document's source."""

    trust: Trust
    publisher: str | None = None
    author: str | None = None
    published: date | None = None
    awaits_publisher: bool = False
    """A label without a value: the next line is the publisher."""


_LONGEST = 160
"""Longest line in code points that is taken for a byline."""
_VALUE_WORDS = 8
"""Most words of a publisher's name."""
_AUTHOR_WORDS, _NAME_WORDS = 6, 4

_PUBLISHED_IN = re.compile(
    r"(?:نُ?شرت?|تم النشر|تم نشره?|أُ?ضيف|ورد)\s+(?:في|على|بـ?)\s+(?:موقع\s+|صحيفة\s+|جريدة\s+)?"
    r"(?P<publisher>\D{2,40}?)\s+(?:يوم|بتاريخ|في)\s*:?\s*(?=\S*\s?\d)"
)
"""`نشر في بريد الجنوب يوم 05 - 11 - 2012`."""
_ISSUE = re.compile(
    r"(?P<publisher>[^-–—:|\d]{3,40}?)\s*[-–—|،]?\s*(?:العدد|عدد)\s*(?:رقم)?\s*:?\s*[\d٠-٩]+\s*[-–—|،(]"
)
"""`المنتدى-العدد: 71 - 2020 / 5 / 9`."""
_DATE_LABEL = re.compile(
    r"(?:تاريخ (?:ال)?(?:نشر|إضافة|اضافة|خبر|مقال)|نُ?شرت?(?: (?:في|يوم|بتاريخ))?"
    r"|تم (?:ال)?نشره?(?: (?:في|يوم|بتاريخ))?|أُ?ضيفت?(?: (?:في|بتاريخ))?"
    r"|التاريخ|بتاريخ|published(?: on)?|posted(?: on)?|date)\b",
    re.IGNORECASE,
)
_UPDATE_LABEL = re.compile(
    r"(?:[آأا]خر تحديث|تاريخ التحديث|(?:تم )?التحديث|حُ?دّ?ث(?: في)?|تحديث|last updated|updated)\b",
    re.IGNORECASE,
)
_AUTHOR_LABEL = re.compile(
    r"(?P<label>كَ?تبت?|كتبه|كتبها|بقلم|الكاتبة?|المؤلفة?|كُ?تب بواسطة"
    r"|بواسطة|تأليف|إعداد|اعداد|by|written by|author)"
    r"(?P<mark>\s*[:\uff1a|/ـ-]+\s*|\s+)(?P<name>.+)",
    re.IGNORECASE,
)
_BEHIND_DATE = re.compile(
    r"\s*[|،,-]?\s*(?:by|بواسطة|بقلم|كتبه|كتبها|الكاتبة?)\s*[:\uff1a]?\s+(?P<name>\D+)$", re.IGNORECASE
)
"""The author behind a date: `Posted on 5 مايو 2020 by …`."""
_ROLE = re.compile(
    r"(?P<name>[^-–—|/،,:\d]{5,40}?)\s*[-–—|/،,]\s*"
    r"(?:(?:ال)?(?:موفدة?|مراسلة?|محررة?|صحفية?|صحافية?|كاتبة?|مندوبة?)|خاص)(?:\s+[^\s:.]+){0,7}"
)
"""The author with what they are to the site: `… – موفد الصحيفة إلى الجنوب`."""
_SOURCE_LABEL = re.compile(
    r"(?:المصدر|المصادر|مصدر الخبر|الناشر|نقلا عن|نقلاً عن|source|publisher)"
    r"(?P<mark>\s*[:\uff1a|/-]\s*)(?P<name>.*)",
    re.IGNORECASE,
)
_SOURCE_ALONE = re.compile(r"(?:المصدر|المصادر|الناشر|source)", re.IGNORECASE)
_RIGHTS = re.compile(
    r"(?:(?:جميع|كافة|كل) الحقوق محفوظة|حقوق النشر(?: محفوظة)?|all rights reserved|copyright|©|\(c\))",
    re.IGNORECASE,
)
_RIGHTS_NOISE = re.compile(
    r"[\d٠-٩]{4}(?:\s*-\s*[\d٠-٩]{4})?|©|\(c\)|[:\uff1a|.،-]|\b(?:لـ|لدى|لموقع|لصالح|by|for)(?=\s)",
    re.IGNORECASE,
)
_BELONGS_TO = re.compile(
    r"^ل(?=(?:صحيفة|جريدة|مجلة|موقع|وكالة|شبكة|قناة|مؤسسة|شركة|دار|بوابة|مدونة|منتدى|مركز|هيئة|وزارة)\s)"
)
"""The preposition before the kind of a publisher: `محفوظة لصحيفة …`."""
_NAME = re.compile(r"(?:د\.|أ\.|م\.|أ\.د\.)?\s*[^\W\d_]+(?:[ \u00a0'’.ـ-]{1,2}[^\W\d_]+){1,5}\.?")
"""A person's name: two words or more, letters only."""


def parse_byline(text: str) -> Byline | None:
    """What a line gives of the source of its document, or None; never raises."""
    if len(text) > _LONGEST:
        return None
    for reader in (_published_in, _issue, _labeled_date, _author, _role, _source, _rights, _date_alone):
        found = reader(text)
        if found is not None:
            return found
    return None


def is_name(text: str) -> bool:
    """Whether a line may be a person's name: two to four words, nothing but letters."""
    return bool(_NAME.fullmatch(text)) and len(text.split()) <= _NAME_WORDS and not is_agency(text)


def _published_in(text: str) -> Byline | None:
    match = _PUBLISHED_IN.match(text)
    published = parse_date(text)
    if match is None or published is None or has_date_words_only(match["publisher"]):
        return None
    return Byline(Trust.BYLINE, publisher=match["publisher"].strip(" :-"), published=published)


def _issue(text: str) -> Byline | None:
    match = _ISSUE.match(text)
    published = parse_date(text[match.end() - 1 :]) if match else None
    if match is None or published is None:
        return None
    return Byline(Trust.BYLINE, publisher=match["publisher"].strip(" :-"), published=published)


def _labeled_date(text: str) -> Byline | None:
    for pattern, trust in ((_DATE_LABEL, Trust.LABEL), (_UPDATE_LABEL, Trust.UPDATED)):
        match = pattern.match(text)
        if match is not None:
            rest = text[match.end() :]
            author = _behind_date(rest)
            dated = _BEHIND_DATE.sub("", rest) if author else rest
            published = parse_date(dated)
            if published is not None and has_date_words_only(_without_labels(dated)):
                return Byline(trust, author=author, published=published)
    return None


def _behind_date(text: str) -> str | None:
    """The name that stands behind a date."""
    match = _BEHIND_DATE.search(text)
    name = match["name"].strip() if match else ""
    return name if is_name(name) else None


def _without_labels(text: str) -> str:
    return _UPDATE_LABEL.sub(" ", _DATE_LABEL.sub(" ", text))


def _author(text: str) -> Byline | None:
    match = _AUTHOR_LABEL.match(text)
    if match is None:
        return None
    name, *behind = re.split(r"\s*[|،,•]\s*|\s+[-–—]\s+|\s{2,}", match["name"].strip(), maxsplit=1)
    name = name.strip(" :-.ـ")
    rest = " ".join(behind)
    short = len(name.split()) <= _AUTHOR_WORDS
    sure = bool(match["mark"].strip()) or match["label"] == "بقلم"
    if not short or (not sure and not is_name(name)) or text.endswith((".", "؛", ":", "،")):
        return None
    if is_agency(name):
        return Byline(Trust.LABEL, publisher=name, published=parse_date(rest))
    if not (_NAME.fullmatch(name) or (sure and not re.search(r"\d", name))):
        return None
    return Byline(Trust.LABEL, author=name, published=parse_date(rest))


def _role(text: str) -> Byline | None:
    match = _ROLE.fullmatch(text)
    return Byline(Trust.LABEL, author=match["name"]) if match and is_name(match["name"]) else None


def _source(text: str) -> Byline | None:
    if _SOURCE_ALONE.fullmatch(text.strip(" :\uff1a")):
        return Byline(Trust.LABEL, awaits_publisher=True)
    match = _SOURCE_LABEL.fullmatch(text)
    name = match["name"].strip(" .،") if match else ""
    if not name or len(name.split()) > _VALUE_WORDS or name.startswith("http"):
        return None
    return Byline(Trust.LABEL, publisher=name)


def _rights(text: str) -> Byline | None:
    if not _RIGHTS.search(text):
        return None
    name = " ".join(_RIGHTS_NOISE.sub(" ", _RIGHTS.sub(" ", text)).split())
    name = _BELONGS_TO.sub("", re.sub(r"^لل(?=\S{3})", "ال", name))
    usable = name and key_of(name) and len(name.split()) <= _AUTHOR_WORDS
    return Byline(Trust.FOOTER, publisher=name if usable else None)


def _date_alone(text: str) -> Byline | None:
    published = parse_date(text)
    if published is None or not has_date_words_only(text):
        return None
    return Byline(Trust.DATE_ALONE, published=published)
