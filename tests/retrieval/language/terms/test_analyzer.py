from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retrieval.language.terms.analyzer import Analyzer, TermField, grams
from retrieval.language.tokens import tokenize

ANALYZER = Analyzer()
ARABIC = st.text(st.sampled_from("ابتةىويأءنمسلهكفج ،.؟َّ10٣aB\u200f😀"), max_size=60)


def test_content_terms_leave_stop_words_out() -> None:
    assert ANALYZER.content_terms("متى الاجتماع في جنيف؟") == ["الاجتماع", "جنيف"]
    assert ANALYZER.terms("متى الاجتماع في جنيف؟") == ["متي", "الاجتماع", "في", "جنيف"]


def test_fields_are_made_of_the_same_terms() -> None:
    terms = ["والمحادثات", "جنيف"]
    assert ANALYZER.field_terms(TermField.WORD, terms) == terms
    assert ANALYZER.field_terms(TermField.STEM, terms) == ["محادث", "جنيف"]
    assert ANALYZER.field_terms(TermField.GRAM, ["جنيف"]) == ["_جن", "جني", "نيف", "يف_"] * 2
    assert ANALYZER.field_terms(TermField.ROOT, ["الكتب", "مكتبه"]) == ["كتب", "كتب"]


def test_grams_of_the_shortest_stems() -> None:
    assert [grams(stem) for stem in ("", "و", "دم")] == [("__",), ("_و_",), ("_دم", "دم_")]


def test_the_version_is_the_same_for_the_same_code() -> None:
    assert ANALYZER.version == Analyzer().version
    assert len(ANALYZER.version) == 12


@given(ARABIC)
def test_analyzed_tokens_are_the_tokens(text: str) -> None:
    tokens = ANALYZER.analyze(text)
    assert [(t.start, t.end, t.term) for t in tokens] == [(t.start, t.end, t.term) for t in tokenize(text)]
    assert [t.term for t in tokens if not t.is_stop] == ANALYZER.content_terms(text)
    assert all(token.stem == ANALYZER.stem(token.term) != "" for token in tokens)
