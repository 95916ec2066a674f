from __future__ import annotations

from retrieval.answering.excerpts.choosing import choose_excerpts
from retrieval.answering.excerpts.passages import PassageAnalyzer
from retrieval.answering.excerpts.windows import judge_windows
from retrieval.index import QuestionMatcher, build_index
from retrieval.language.terms.analyzer import Analyzer
from retrieval.types import AnswerKind, Citation, Corpus, Document, Excerpt, Question, QuestionWord, Source

REPORT = "أعلن المرصد أن الزلزال وقع فجر الاثنين وبلغت قوته ست درجات. ولم يصب أحد بأذى في القرى القريبة."
MORE = "وقالت البلدية إن مدرسة واحدة تضررت وستفتح أبوابها بعد أسبوع من أعمال الترميم والصيانة."

LETTERS = "جدزحطيمنسعصقرشتثخذ"
DAYS = ("السبت", "الأحد", "الاثنين", "الثلاثاء")


def choose(documents: list[Document], words: str, count: int = 9) -> tuple[Excerpt, ...]:
    index = build_index(Corpus(tuple(documents)))
    question = Question(words, AnswerKind.OTHER, tuple(QuestionWord(word) for word in words.split()))
    matcher, analyzer = QuestionMatcher(question, index), PassageAnalyzer(Analyzer())
    hits = index.search(question, 20)
    windows = judge_windows(
        question, hits, matcher, analyzer, weights={"score": 1.0, "covered": 1.0}, limit=300
    )
    by_id = {document.document_id: document for document in documents}
    return choose_excerpts(windows, by_id, matcher, analyzer, count)


def document(name: str, text: str) -> Document:
    return Document(name, text, Source(f"عنوان {name}"))


def test_a_reprint_is_cited_beside_the_excerpt_that_it_repeats() -> None:
    one, two = document("1", REPORT), document("2", f"وكالة: {REPORT}")
    shown = choose([one, two], "الزلزال المرصد")
    assert [excerpt.document_id for excerpt in shown] == ["1"]
    assert shown[0].also_in == (Citation("2", two.source, 0, len(two.text)),)


def test_each_document_is_cited_once() -> None:
    twice = document("2", f"{REPORT}\n\n{MORE * 3}\n\n{REPORT}")
    shown = choose([document("1", REPORT), twice, document("3", REPORT)], "الزلزال المرصد")
    told = [shown[0].document_id, *(place.document_id for place in shown[0].also_in)]
    assert sorted(told) == ["1", "2", "3"]


def test_an_excerpt_that_repeats_part_of_another_is_left_out_without_being_cited() -> None:
    half = document("2", f"{REPORT.split('. ')[1]} {MORE}")
    shown = choose([document("1", REPORT), half], "الزلزال المرصد القرى القريبة")
    assert [excerpt.document_id for excerpt in shown][:1] == ["1"]
    assert all(place.document_id != "2" for place in shown[0].also_in)


def test_what_matches_much_less_than_the_best_is_not_paged_to() -> None:
    full = [document(f"{n}", f"ذهب خالد {n} وسمير {n} إلى السوق رقم {n} صباحا.") for n in range(4)]
    weak = document("w", "مر خالد من هنا.")
    shown = choose([*full, weak], "خالد سمير السوق")
    assert "w" not in [excerpt.document_id for excerpt in shown]


def test_the_end_of_a_passage_is_shown_where_its_windows_overlap_what_is_shown() -> None:
    first, second = f"{'افتتح خالد السوق الكبير في المدينة القديمة ' * 3}.", f"{'تلاه سمير ' * 12}."
    third = f"{'ثم عاد خالد إلى السوق ' * 5}."
    shown = choose([document("1", f"{first} {second} {third}")], "افتتح خالد السوق")
    assert [excerpt.text for excerpt in shown] == [f"{first} {second}", third]


def far_apart(first: str, last: str) -> str:
    """Two sentences with so much between them that no excerpt holds both."""
    between = (" ".join(f"{letter}{day}" for letter in LETTERS) for day in DAYS)
    return " ".join([first, *(f"{sentence}." for sentence in between), last])


def test_another_document_that_says_nearly_as_much_comes_before_the_same_one_again() -> None:
    twice = document("1", far_apart("سافر خالد وسمير إلى حلب.", "عاد خالد وسمير من حلب."))
    shown = choose([twice, document("2", f"التقى خالد وسمير في حلب. {MORE * 3}")], "خالد سمير حلب")
    assert sorted(excerpt.document_id for excerpt in shown[:2]) == ["1", "2"]


def test_the_same_document_comes_again_before_another_that_says_less() -> None:
    twice = document("1", far_apart("سافر خالد وسمير إلى حلب.", "عاد خالد وسمير من حلب."))
    shown = choose([twice, document("2", f"مر خالد بحمص. {MORE * 3}")], "خالد سمير حلب")
    assert [excerpt.document_id for excerpt in shown[:2]] == ["1", "1"]


def test_no_more_are_chosen_than_asked_for() -> None:
    assert len(choose([document(f"{n}", f"خالد {'بجد'[n]} هنا") for n in range(3)], "خالد", count=2)) == 2
