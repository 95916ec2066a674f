from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.index import build_index
from retrieval.language.terms.analyzer import Analyzer
from retrieval.language.terms.morphology import Morphology
from retrieval.types import AnswerKind, Question, QuestionWord
from tests.retrieval.index.corpora import ask, corpus_of
from tests.retrieval.language.terms.morphology_database import write_database

WORDS = st.sampled_from(["اجتماع", "جنيف", "الوزير", "مكالمة", "روسيا", "سلام", "2022"])
COUNTED = ("خبر", "جنيف", "لندن", "طقس", "مجلس", "قمر", "شمس", "نجم", "غيم")
TEXTS = st.lists(st.lists(WORDS, max_size=12).map(" ".join), max_size=6)


def found(texts: tuple[str, ...], question: Question) -> list[str]:
    return [hit.passage.document_id for hit in build_index(corpus_of(*texts)).search(question)]


def test_an_empty_corpus_has_no_hits() -> None:
    assert found((), ask("اجتماع جنيف")) == []


def test_documents_without_words_have_no_hits() -> None:
    assert found(("", "…", "!!"), ask("اجتماع جنيف")) == []


def test_a_question_without_words_has_no_hits() -> None:
    assert found(("اجتماع في جنيف",), ask("متى؟")) == []


def test_one_document_is_found_by_its_words_alone() -> None:
    assert found(("اجتماع في جنيف",), ask("اجتماع")) == ["d0"]
    assert found(("اجتماع في جنيف",), ask("مكالمة")) == []


@pytest.mark.parametrize(("question", "first"), [("اجتماع جنيف", "d0"), ("مكالمة الرئيسين", "d1")])
def test_of_two_documents_the_right_one_comes_first(question: str, first: str) -> None:
    texts = ("عقد اجتماع في جنيف بين الوفدين", "جرت مكالمة بين الرئيسين قبل اجتماع الوفدين")
    assert found(texts, ask(question))[0] == first


def test_equal_scores_are_in_order_of_passages() -> None:
    assert found(("اجتماع جنيف",) * 4, ask("اجتماع جنيف")) == ["d0", "d1", "d2", "d3"]


def test_a_limit_is_kept_and_ranks_count_from_one() -> None:
    index = build_index(corpus_of(*("اجتماع جنيف",) * 4))
    assert [(hit.rank, hit.passage.ordinal) for hit in index.search(ask("جنيف"), 2)] == [(1, 0), (2, 1)]


def test_inflected_words_are_found() -> None:
    assert found(("محادثات بين الوفدين", "عن أمر آخر"), ask("وبالمحادثات")) == ["d0"]


def test_an_alternative_finds_what_the_word_does_not() -> None:
    question = Question("الناتو", AnswerKind.OTHER, (QuestionWord("الناتو", ("حلف شمال الأطلسي",)),))
    texts = ("خبر عن الطقس", "قال حلف شمال الأطلسي إنه يراقب", "قوات الناتو في المنطقة")
    assert sorted(found(texts, question)) == ["d1", "d2"]


def test_a_word_and_its_alternative_in_one_passage_count_once() -> None:
    question = Question("الكرملين", AnswerKind.OTHER, (QuestionWord("الكرملين", ("الكريملين",)),))
    index = build_index(corpus_of("قال الكرملين الكريملين", "قال الكرملين الروسي"))
    first, second = index.search(question)
    assert first.features["word"] == pytest.approx(second.features["word"])


def test_a_word_of_less_weight_counts_less() -> None:
    texts = ("سافر الوزير أمس", "مكالمة طويلة أمس")
    words = (QuestionWord("الوزير", weight=0.3), QuestionWord("مكالمة"))
    assert found(texts, Question("", AnswerKind.OTHER, words)) == ["d1", "d0"]


def test_title_words_find_a_passage() -> None:
    index = build_index(corpus_of("بدأ في الصباح", "انتهى في المساء", titles=("اجتماع جنيف", "مكالمة باريس")))
    assert [hit.passage.document_id for hit in index.search(ask("مكالمة باريس"))] == ["d1"]


def test_a_related_word_counts_less_than_the_word() -> None:
    question = Question("قمة", AnswerKind.OTHER, (QuestionWord("قمة", related=("اجتماع",)),))
    assert found(("خبر آخر", "اجتماع الوزراء", "قمة الوزراء"), question) == ["d2", "d1"]


def test_what_stands_in_another_document_of_the_title_counts() -> None:
    texts = ("بدأ صباحا", "بدأ صباحا", "حضر اللقاء وزير هنغاريا")
    index = build_index(corpus_of(*texts, titles=("باريس", "لندن", "لندن")))
    hits = index.search(ask("بدأ لقاء هنغاريا"))
    features = {hit.passage.document_id: hit.features for hit in hits}
    assert features["d1"]["article"] > features["d0"]["article"]
    assert features["d1"]["neighbors"] > features["d0"]["neighbors"] == 0
    assert [hit.passage.document_id for hit in hits] == ["d2", "d1", "d0"]


def test_words_that_stand_together_in_order_count_more() -> None:
    texts = (
        "مجلس في مدينة قال أمس إن الأمن",
        "الأمن والمجلس أمس قال في مدينة",
        "مجلس الأمن قال أمس في مدينة",
    )
    hits = build_index(corpus_of(*texts)).search(ask("مجلس الأمن"))
    assert {hit.passage.document_id: hit.features["order"] for hit in hits} == {"d0": 0, "d1": 0.5, "d2": 1}


def test_words_of_one_sentence_count_more() -> None:
    texts = ("حضر الوزير مساء. كانت المكالمة طويلة.", "كانت مكالمة الوزير طويلة. حضر مساء.")
    hits = build_index(corpus_of(*texts)).search(ask("المكالمة والوزير"))
    sentence = {hit.passage.document_id: hit.features["sentence"] for hit in hits}
    assert sentence["d1"] == 1
    assert 0 < sentence["d0"] < 1


def test_a_broken_plural_is_found_by_its_root() -> None:
    assert found(("قرأ كتبا كثيرة", "عن أمر آخر"), ask("الكتاب")) == ["d0"]


def test_a_misspelled_name_is_found_by_its_grams() -> None:
    assert found(("قال جورباتشوف أمس", *("عن أمر آخر",) * 30), ask("غورباتشوف")) == ["d0"]


def test_a_lemma_finds_forms_that_share_no_letter_pattern(tmp_path: Path) -> None:
    analyzer = Analyzer(Morphology(write_database(tmp_path)))
    index = build_index(corpus_of("حضرت النساء مساء", "خبر عن الطقس"), analyzer=analyzer)
    (hit,) = index.search(ask("امرأة"))
    assert (hit.passage.document_id, hit.features["stem"]) == ("d0", 0)
    assert hit.features["lemma"] > 0


def test_titles_alone_are_searched_too() -> None:
    index = build_index(corpus_of("…", "!", titles=("اجتماع جنيف", "مكالمة باريس")))
    assert [hit.passage.document_id for hit in index.search(ask("باريس"))] == ["d1"]


@given(TEXTS, st.lists(WORDS, max_size=5).map(" ".join))
def test_hits_are_ordered_bounded_and_share_a_term(texts: list[str], asked: str) -> None:
    hits = build_index(corpus_of(*texts)).search(ask(asked))
    assert [(-hit.score, hit.passage.ordinal) for hit in hits] == sorted(
        (-hit.score, hit.passage.ordinal) for hit in hits
    )
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert all(set(asked.split()) & set(hit.passage.text.split()) for hit in hits)
    assert all(0 < hit.score <= 1 for hit in hits)
    assert all(0 <= value <= 1 for hit in hits for value in hit.features.values())
    assert {hit.passage.document_id for hit in hits} == {
        f"d{place}" for place, text in enumerate(texts) if set(asked.split()) & set(text.split())
    }


def degree(k1: float, count: int, length: int, mean: float) -> float:
    """The part of BM25 above the idf, with b = 0.75, from 0 to 1."""
    return count / (count + k1 * (0.25 + 0.75 * length / mean))


def test_every_feature_and_the_score_are_as_computed_by_hand() -> None:
    first, second = build_index(corpus_of("خبر", "خبر جنيف", "جنيف جنيف لندن")).search(ask("خبر"))
    mean_grams = (6 + 14 + 24) / 3
    for hit, terms, grams in ((first, 1, 6), (second, 2, 14)):
        word, stem = degree(1.2, 1, terms, 2), degree(0.8, 1, terms, 2)
        gram = degree(0.8, 2, grams, mean_grams)
        evidence = 0.2 * word + 0.2 * stem + 0.2 * stem + 0.4 * gram
        assert hit.features == pytest.approx(
            {
                "word": word,
                "stem": stem,
                "root": stem,
                "lemma": 0,
                "gram": gram,
                "evidence": evidence,
                "title": 0,
                "lead": gram,
                "article": evidence,
                "neighbors": 0,
                "coverage": 1,
                "rarest": evidence,
                "sentence": 1,
                "order": 0,
            },
            abs=1e-6,
        )
        assert hit.score == pytest.approx((evidence + 0.1 * gram + 0.15 * evidence + 0.05) / 2.06, abs=1e-6)
    assert [(hit.rank, hit.passage.ordinal) for hit in (first, second)] == [(1, 0), (2, 1)]


def test_where_lemmas_are_known_they_are_a_sixth_of_the_evidence(tmp_path: Path) -> None:
    analyzer = Analyzer(Morphology(write_database(tmp_path)))
    (hit,) = build_index(corpus_of("طبيب", "خبر جنيف"), analyzer=analyzer).search(ask("طبيب"))
    parts = [hit.features[name] for name in ("word", "stem", "root", "lemma")]
    assert hit.features["lemma"] == pytest.approx(hit.features["stem"], abs=1e-6)
    assert hit.features["evidence"] == pytest.approx(
        (0.2 * sum(parts) + 0.4 * hit.features["gram"]) / 1.2, abs=1e-6
    )


def test_title_article_and_neighbors_count_by_their_weights() -> None:
    texts = ("خبر جنيف", "مجلس جنيف", "لندن جنيف", "طقس")
    index = build_index(corpus_of(*texts, titles=("قمة", "قمة", "قمة", "مجلس")))
    hits = {hit.passage.ordinal: hit for hit in index.search(ask("مجلس"))}
    assert set(hits) == {1, 3}
    in_text, in_title = hits[1].features, hits[3].features
    assert in_text["article"] == in_text["evidence"] == in_text["rarest"] > 0 == in_text["neighbors"]
    assert in_title["title"] > 0 == in_title["evidence"] == in_title["coverage"] == in_title["sentence"]
    assert hits[3].score == pytest.approx(0.6 * in_title["title"] / 2.06, abs=1e-6)
    both = {hit.passage.ordinal: hit for hit in index.search(ask("جنيف مجلس"))}
    evidence = {ordinal: hit.features["rarest"] for ordinal, hit in both.items()}
    assert [both[ordinal].features["neighbors"] > 0 for ordinal in (0, 1, 2)] == [True] * 3
    assert evidence[0] == evidence[2] == 0 < evidence[1]
    assert both[0].features["article"] == both[2].features["article"] >= both[1].features["evidence"] - 1e-9
    assert both[0].features["neighbors"] == pytest.approx(both[1].features["evidence"], abs=1e-6)
    assert both[2].features["neighbors"] == pytest.approx(both[1].features["evidence"], abs=1e-6)


def test_coverage_is_the_share_of_the_words_that_stand_there() -> None:
    hits = build_index(corpus_of("خبر جنيف", "خبر", "طقس")).search(ask("خبر جنيف"))
    common, rare = math.log(1 + 1.5 / 2.5), math.log(1 + 2.5 / 1.5)
    assert [hit.features["coverage"] for hit in hits] == pytest.approx([1, common / (common + rare)])
    assert hits[1].features["rarest"] == 0


def test_how_words_stand_together_is_seen_below_the_limit_too() -> None:
    index = build_index(corpus_of("جنيف مجلس", "مجلس جنيف", "خبر"))
    assert [hit.passage.ordinal for hit in index.search(ask("مجلس جنيف"), 1)] == [1]


def test_more_hits_than_are_looked_at_closely_are_returned_where_they_are_asked_for() -> None:
    hits = build_index(corpus_of(*("خبر",) * 205)).search(ask("خبر"), 203)
    assert [(hit.rank, hit.passage.ordinal) for hit in hits] == [(n + 1, n) for n in range(203)]
    assert {hit.features["sentence"] for hit in hits} == {1}


def test_a_feature_is_never_above_1() -> None:
    texts = [" ".join(COUNTED[:size]) for size in range(1, len(COUNTED) + 1)]
    index = build_index(corpus_of(*texts))
    for size in range(1, len(COUNTED) + 1):
        (hit, *_) = index.search(ask(" ".join(COUNTED[:size])))
        assert max(hit.features.values()) <= 1
        assert hit.features["sentence"] == pytest.approx(1)


def test_a_passage_is_no_hit_where_it_holds_a_third_of_the_grams_only() -> None:
    texts = ("قال جورباتشوف أمس", "قال جوركي أمس", *("عن أمر آخر",) * 30)
    assert found(texts, ask("غورباتشوف")) == ["d0"]


def test_the_features_of_a_hit_are_read_only() -> None:
    (hit,) = build_index(corpus_of("خبر")).search(ask("خبر"))
    with pytest.raises(TypeError):
        hit.features["word"] = 1  # type: ignore[index]
