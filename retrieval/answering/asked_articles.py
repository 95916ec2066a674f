"""Questions for a numbered part of a law → that part, first and alone.

In: a question such as «ما نص المادة 12 من نظام الشركات؟», and the documents. Out: an Answer with the part as
its excerpt, whole where it fits; a NoAnswer where the document that is named has no such part; None where
the question asks for no part, or no document has one of that number: then it is a question like others.

Which document is named is decided by the titles: the words of the question beside the part and its number,
weighed by how few titles have them. Words for kinds of laws weigh little, so that «نظام» finds «قانون». A
part of another document is never given for the one that is named.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from retrieval.language.articles import Article, ArticleName, asked_article, find_articles
from retrieval.language.normalization import normalize_word
from retrieval.language.sentences import split_sentences
from retrieval.language.terms.stemming import stem
from retrieval.language.tokens import tokenize
from retrieval.types import Answer, Document, Excerpt, NearestTitle, NoAnswer, NoAnswerReason, Question, Span

WHOLE: Final = 1000
"""Longest part in code points that is given whole; of a longer one the sentences at its beginning."""
_NAMED: Final = 0.6
"""Share of the weight of a question's words that a title must have to be named by it."""
_UNKNOWN: Final = 0.3
"""Weight of a word that no title has, beside that of one in a single title."""
_LAW_WEIGHT: Final = 0.25
"""Weight of a word for a kind of law beside that of other words."""
_LAWS: Final = frozenset(
    stem(normalize_word(word))
    for word in [
        "نظام",
        "قانون",
        "لائحة",
        "دستور",
        "مرسوم",
        "مدونة",
        "مجلة",
        "تنظيم",
        "قواعد",
        "اتفاقية",
        "ميثاق",
        "قرار",
        "تعليمات",
        "وثيقة",
        "عقد",
    ]
)
"""Stems of words for kinds of laws and regulations."""
_IGNORED: Final = frozenset(
    stem(normalize_word(word))
    for word in [
        "ما",
        "ماذا",
        "هو",
        "هي",
        "نص",
        "تنص",
        "تقول",
        "يقول",
        "في",
        "من",
        "على",
        "عن",
        "إلى",
        "أين",
        "اقرأ",
        "أعطني",
        "اذكر",
        "أريد",
        "مضمون",
        "محتوى",
        "فحوى",
        "تتضمن",
        "هل",
        "اعرض",
        "أظهر",
        "هات",
        "لي",
        "بالضبط",
        "كاملا",
        "كاملة",
        "نصها",
        "الخاصة",
        "الوارد",
        "الواردة",
        "اكتب",
        "بين",
        "وضح",
        "اشرح",
        "معنى",
    ]
)
"""Stems of words of a question that name no document."""
_MOST: Final = 9
"""Documents whose parts of one number are given where the question names none."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A part of a document."""

    document: Document
    article: Article


class AskedArticles:
    """Answers questions for numbered parts. Immutable; the parts are found when first asked for.

    Args:
        documents: All documents of the index.
    """

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents

    def answer(self, question: Question) -> Answer | NoAnswer | None:
        """The part that a question asks for, or why there is none; None where it is another question."""
        asked = asked_article(question.text)
        if asked is None:
            return None
        name, rest = asked
        words = [term for term in _terms(rest) if term not in _IGNORED]
        terms = frozenset(words)
        places = self._places.get(name, {})
        if terms and terms <= _LAWS:
            return self._of_kind(question, terms, places)
        named = self._named(words)
        if named:
            return self._of_named(question, named, places)
        if terms:
            return self._unnamed(question, terms, places)
        return _answer(question, list(places.values())) if places else None

    def _of_named(
        self, question: Question, named: Sequence[str], places: Mapping[str, _Place]
    ) -> Answer | NoAnswer | None:
        """The part of the document that is named first; silence where a law is named that has none."""
        found = [places[document_id] for document_id in named if document_id in places]
        if found:
            return _answer(question, found[:1])
        if not any(
            place.document.document_id in named for own in self._places.values() for place in own.values()
        ):
            return None  # no law, but a book on it perhaps
        titles = {document.document_id: document.source.title for document in self._documents}
        nearest = tuple(NearestTitle(each, titles[each]) for each in named[:1])
        return NoAnswer(question.text, NoAnswerReason.NOT_FOUND, nearest)

    def _of_kind(
        self, question: Question, terms: frozenset[str], places: Mapping[str, _Place]
    ) -> Answer | None:
        """The parts of one number of all laws of a kind: «المادة 5 من الدستور»."""
        found = [
            place for document_id, place in places.items() if terms & frozenset(self._titles[document_id])
        ]
        found.sort(key=lambda place: len(self._titles[place.document.document_id]))
        return _answer(question, found) if found else None

    def _unnamed(
        self, question: Question, terms: frozenset[str], places: Mapping[str, _Place]
    ) -> NoAnswer | None:
        """Where a law is named that is not there, nothing of another one is given."""
        if places and any(term in _LAWS for term in terms) and len(terms - _LAWS) > 0:
            return NoAnswer(question.text, NoAnswerReason.NOT_FOUND)
        return None

    def _named(self, words: Sequence[str]) -> list[str]:
        """Ids of the documents that a question names, the best first.

        A title is named that the question holds word by word, or that has most of what the question's words
        weigh; words that no title has weigh less, since they name none.
        """
        terms = frozenset(words)
        weights = {term: self._weight(term) * (1.0 if self._in_titles[term] else _UNKNOWN) for term in terms}
        whole = sum(weights.values())
        scores: list[tuple[bool, float, float, str]] = []
        for document_id, title in self._titles.items():
            own = frozenset(title)
            if not (own & terms) - _LAWS:
                continue
            shared = sum(weights[term] for term in terms & own) / whole
            is_held = len(title) > 1 and _holds(words, title)
            if is_held or shared >= _NAMED:
                others = sum(self._weight(term) for term in own - terms)
                scores.append((not is_held, -shared, others, document_id))
        scores.sort()
        return [document_id for *_, document_id in scores]

    def _weight(self, term: str) -> float:
        """How much a word of a title weighs: the more the fewer titles have it."""
        rarity = math.log(1 + len(self._titles) / (1 + self._in_titles[term])) + 0.1
        return rarity * (_LAW_WEIGHT if term in _LAWS else 1.0)

    @cached_property
    def _titles(self) -> Mapping[str, tuple[str, ...]]:
        return {document.document_id: tuple(_terms(document.source.title)) for document in self._documents}

    @cached_property
    def _in_titles(self) -> Counter[str]:
        return Counter(term for title in self._titles.values() for term in set(title))

    @cached_property
    def _places(self) -> Mapping[ArticleName, Mapping[str, _Place]]:
        """Each part by its name and document; of several of one name (a table of contents) the longest."""
        found: dict[ArticleName, dict[str, _Place]] = defaultdict(dict)
        for document in self._documents:
            for article in find_articles(document.text):
                known = found[article.name].get(document.document_id)
                if known is None or article.end - article.start > known.article.end - known.article.start:
                    found[article.name][document.document_id] = _Place(document, article)
        return found


def _holds(words: Sequence[str], title: Sequence[str]) -> bool:
    """Whether words hold a title, one word after the other."""
    size = len(title)
    return any(tuple(words[at : at + size]) == tuple(title) for at in range(len(words) - size + 1))


def _terms(text: str) -> list[str]:
    return [stem(token.term) for token in tokenize(text)]


def _answer(question: Question, places: Sequence[_Place]) -> Answer:
    excerpts = tuple(_excerpt(rank, place) for rank, place in enumerate(places[:_MOST], 1))
    return Answer(question.text, excerpts)


def _excerpt(rank: int, place: _Place) -> Excerpt:
    """A part as an excerpt: whole, or the sentences at its beginning that fit."""
    document, article = place.document, place.article
    end = article.end
    if end - article.start > WHOLE:
        ends = [
            article.start + sentence.end
            for sentence in split_sentences(document.text[article.start : article.end])
            if sentence.end <= WHOLE
        ]
        end = max(ends, default=article.start + WHOLE)
    return Excerpt(
        rank=rank,
        document_id=document.document_id,
        source=document.source,
        text=document.text[article.start : end],
        start=article.start,
        end=end,
        highlights=(Span(0, min(article.heading_end, end) - article.start),),
        score=1.0 / rank,
        page=document.page_at(article.start),
        gaps=document.gaps_in(article.start, end),
    )
