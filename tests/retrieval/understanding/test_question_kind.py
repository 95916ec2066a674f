from __future__ import annotations

import pytest
from hypothesis import given

from retrieval.language.tokens import tokenize
from retrieval.types import AnswerKind
from retrieval.understanding.question_kind import AskedFor, question_kind
from tests.arabic_text import ARABIC_TEXT


def asked(text: str) -> tuple[str, str]:
    """The kind of a question and the terms to search for."""
    terms = [token.term for token in tokenize(text)]
    found = question_kind(terms)
    left = [term for place, term in enumerate(terms) if place not in found.asking]
    return found.kind.value, " ".join(left)


@pytest.mark.parametrize(
    ("text", "kind", "left"),
    [
        ("متى اجتماع جنيف؟", "when", "اجتماع جنيف"),
        ("الاجتماع امتى", "when", "الاجتماع"),
        ("شوكت الاجتماع", "when", "الاجتماع"),
        ("وقتاش الاجتماع", "when", "الاجتماع"),
        ("في أي عام توفي الملك", "when", "توفي الملك"),
        ("فى اى سنة ولد", "when", "ولد"),
        ("ما هو تاريخ ميلاد الملك", "when", "ميلاد الملك"),
        ("تاريخ الاجتماع", "when", "تاريخ الاجتماع"),
        ("when is the meeting", "when", "is the meeting"),
        ("وين تقع الجزيرة", "where", "تقع الجزيره"),
        ("من أين جاء", "where", "جاء"),
        ("فين القمة", "where", "القمه"),
        ("في أي مدينة ولد", "where", "مدينه ولد"),
        ("دول ما بين النهرين أين تقع", "where", "دول ما بين النهرين تقع"),
        ("من هو الملك", "who", "الملك"),
        ("من العرب؟", "who", "العرب"),
        ("مين طلب المكالمة", "who", "طلب المكالمه"),
        ("شكون ربح", "who", "ربح"),
        ("منو الرئيس", "who", "الرءيس"),
        ("مع من اجتمع الوزير", "who", "اجتمع الوزير"),
        ("تزوجت من", "who", "تزوجت"),
        ("ما اسم مؤسس الشركة", "who", "مءسس الشركه"),
        ("ليش حذر", "why", "حذر"),
        ("علاش سافر", "why", "سافر"),
        ("ما سبب الحرب", "why", "سبب الحرب"),
        ("كم عدد السكان", "how_many", "عدد السكان"),
        ("شحال من دولة", "how_many", "دوله"),
        ("قديش عدد الجنود", "how_many", "عدد الجنود"),
        ("عدد سكان مصر", "how_many", "عدد سكان مصر"),
        ("كم تبلغ مساحة مصر", "how_much", "مساحه مصر"),
        ("بكم الدولار", "how_much", "الدولار"),
        ("كم استغرقت المكالمة", "how_much", "استغرقت المكالمه"),
        ("ازاي تم الاتفاق", "how", "الاتفاق"),
        ("بأي طريقة سافر", "how", "طريقه سافر"),
        ("هل انضمت", "yes_no", "انضمت"),
        ("ما هو الجرب", "definition", "الجرب"),
        ("ما هو الجرب الجلدي المزمن", "definition", "الجرب الجلدي المزمن"),
        ("ما هو الجرب الجلدي المزمن المعدي", "other", "الجرب الجلدي المزمن المعدي"),
        ("ما هو", "other", ""),
        ("وش هي الديمقراطية", "definition", "الديمقراطيه"),
        ("بماذا اشتهر", "other", "اشتهر"),
        ("الجرب ما هو", "other", "الجرب"),
        ("ما هو افضل كتاب", "other", "افضل كتاب"),
        ("ما هو اعلي جبل", "other", "اعلي جبل"),
        ("ما هو اول كتاب", "other", "اول كتاب"),
        ("متى وأين ولد", "when", "واين ولد"),
        ("أين ومتى ولد", "where", "ومتي ولد"),
        ("عن كم يوما تحدث", "how_much", "عن يوما تحدث"),
        ("ماهو الإيدز؟", "definition", "الايدز"),
        ("شو يعني ناتو", "definition", "ناتو"),
        ("ما معنى كلمة سلام", "definition", "كلمه سلام"),
        ("ما هي عاصمة أستراليا", "other", "عاصمه استراليا"),
        ("ما هو أكبر نهر", "other", "اكبر نهر"),
        ("ماذا حدث", "other", "حدث"),
        ("عاصمة أستراليا ايه", "other", "عاصمه استراليا"),
        ("من بين الدول من فاز", "other", "من بين الدول من فاز"),
        ("اجتماع جنيف", "other", "اجتماع جنيف"),
        ("", "other", ""),
    ],
)
def test_question_words_decide_the_kind(text: str, kind: str, left: str) -> None:
    assert asked(text) == (kind, left)


@given(ARABIC_TEXT)
def test_the_places_of_question_words_are_in_the_question(text: str) -> None:
    terms = [token.term for token in tokenize(text)]
    found = question_kind(terms)
    assert found.kind in AnswerKind
    assert 0 <= found.asking.start <= found.asking.stop <= len(terms)


@pytest.mark.parametrize(
    ("text", "kind", "start", "stop"),
    [
        ("متى القمة", "when", 0, 1),
        ("القمة متى", "when", 1, 2),
        ("في أي عام توفي", "when", 0, 3),
        ("اجتماع القمة في أي عام", "when", 2, 5),
        ("اجتماع القمة", "other", 0, 0),
        ("عدد سكان مصر", "how_many", 0, 0),
        ("سكان مصر كم عدد", "how_many", 2, 3),
        ("ما هو الجرب", "definition", 0, 2),
        ("الجرب ما هو", "other", 1, 3),
    ],
)
def test_the_question_words_have_their_places(text: str, kind: str, start: int, stop: int) -> None:
    terms = [token.term for token in tokenize(text)]
    assert question_kind(terms) == AskedFor(AnswerKind(kind), range(start, stop))
