from __future__ import annotations

from retrieval.language.vocabulary import TermCounts


def test_a_term_is_counted_once_for_each_passage() -> None:
    vocabulary = TermCounts.of_texts(["جنيف وجنيف جنيف", "مدينة جنيف"])
    assert [vocabulary.doc_freq(term) for term in ("جنيف", "وجنيف", "كييف")] == [2, 1, 0]
    assert ("مدينه" in vocabulary, "كييف" in vocabulary) == (True, False)
    assert sorted(vocabulary.terms()) == ["جنيف", "مدينه", "وجنيف"]
