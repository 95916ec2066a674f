"""Small corpora for the tests of answering, and what tests ask of them."""

from __future__ import annotations

from hypothesis import strategies as st

from retrieval.answering import Answerer, AnswerLimits
from retrieval.index import Searcher, build_index
from retrieval.types import Answer, Corpus, Document, NoAnswer, Page, Source
from retrieval.understanding.question_parser import QuestionParser
from retrieval.understanding.synonyms import load_synonyms

NILE = Document(
    "nile.txt",
    "نهر النيل أطول أنهار أفريقيا، يبلغ طوله 6650 كيلومترا. "
    "ينبع من بحيرة فيكتوريا ويجري شمالا حتى البحر المتوسط.\n"
    "شُيد السد العالي في أسوان بين عامي 1960 و1970. حجز السد بحيرة ناصر خلفه.",
    Source("نهر النيل"),
)
CAIRO = Document(
    "cairo.txt",
    "القاهرة عاصمة مصر وأكبر مدنها. أسسها جوهر الصقلي سنة 969 بأمر المعز لدين الله. "
    "فيها جامع الأزهر الذي افتتح للصلاة سنة 972.",
    Source("القاهرة"),
)
BAGHDAD = Document(
    "baghdad.txt",
    "بغداد عاصمة العراق، بناها أبو جعفر المنصور سنة 762 على ضفاف دجلة. كانت تسمى المدينة المدورة.",
    Source("بغداد"),
)
COPY = Document(
    "copy.txt",
    "القاهرة عاصمة مصر وأكبر مدنها. أسسها جوهر الصقلي سنة 969 بأمر المعز لدين الله.",
    Source("مدن مصر", publisher="صحيفة"),
)
CITIES = Corpus((BAGHDAD, CAIRO, NILE))

arabic_text = st.text(alphabet="ابتجدرسعفقلمنهوي ءةىًَُّ ـ\n.،؛؟!()«»0123٤٥abZ😀\u200f\u00a0", max_size=120)
"""Arabic with marks, digits, Latin, emoji, blanks of several kinds and punctuation."""
questions = st.one_of(
    arabic_text, st.text(max_size=60), st.sampled_from(["متى بنيت بغداد؟", "كم طول النيل", "من هو؟"])
)
documents = st.builds(
    lambda text, title, pages: Document(
        "", text, Source(title), pages=(Page(1, 0), Page(2, 7)) if pages else ()
    ),
    st.one_of(arabic_text, st.sampled_from([NILE.text, CAIRO.text, BAGHDAD.text])),
    arabic_text,
    st.booleans(),
)


SYNONYMS = load_synonyms(None)


def answerer_of(corpus: Corpus, limits: AnswerLimits | None = None) -> tuple[Answerer, QuestionParser]:
    """What answers over a corpus, and what reads its questions."""
    index = build_index(corpus)
    return Answerer(Searcher(index), limits), QuestionParser(index.vocabulary, SYNONYMS)


def ask(corpus: Corpus, question: str, limits: AnswerLimits | None = None) -> Answer | NoAnswer:
    """The answer of a corpus."""
    answerer, parser = answerer_of(corpus, limits)
    return answerer.answer(parser.parse(question))
