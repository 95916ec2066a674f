from __future__ import annotations

from retrieval.index import QuestionMatcher, build_index
from retrieval.types import AnswerKind, Question, QuestionWord
from tests.retrieval.index.corpora import ask, corpus_of

INDEX = build_index(corpus_of("اجتماع جنيف", "اجتماع باريس", "حلف شمال الاطلسي"))


def test_a_term_matches_through_its_stem() -> None:
    matcher = QuestionMatcher(ask("اجتماع جنيف"), INDEX)
    assert [matcher.match(term) for term in ("جنيف", "والاجتماع", "باريس")] == [1, 0, None]


def test_terms_of_an_alternative_match_the_word_it_stands_for() -> None:
    words = (QuestionWord("قوات"), QuestionWord("الناتو", ("حلف شمال الأطلسي",)))
    matcher = QuestionMatcher(Question("", AnswerKind.OTHER, words), INDEX)
    assert [matcher.match(term) for term in ("الناتو", "حلف", "الاطلسي", "قوات")] == [1, 1, 1, 0]


def test_rare_words_weigh_more_and_words_without_a_term_nothing() -> None:
    words = (
        QuestionWord("اجتماع"),
        QuestionWord("؟"),
        QuestionWord("جنيف"),
        QuestionWord("باريس", weight=0.5),
    )
    common, none, rare, half = QuestionMatcher(Question("", AnswerKind.OTHER, words), INDEX).weights
    assert 0 == none < common < rare == 2 * half


def test_a_word_asked_twice_is_matched_at_its_first_place() -> None:
    matcher = QuestionMatcher(Question("", AnswerKind.OTHER, (QuestionWord("جنيف"),) * 2), INDEX)
    assert (matcher.match("جنيف"), matcher.weights[1]) == (0, 0)
