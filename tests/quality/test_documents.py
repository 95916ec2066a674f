"""Small documents that were once misread, in the evaluation data: each is read as it stands."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from retrieval import Answer, Document, Engine, read_corpus, read_document
from retrieval.types import Corpus

FOLDER = Path(os.environ.get("EVAL_DATA", "../shared")) / "cases" / "documents"
pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="no evaluation data: set EVAL_DATA to its folder (CONTRIBUTING.md)"
)

SEEDS = read_corpus(Path(__file__).parents[2] / "seeds").documents
RIGHT: dict[str, tuple[str | None, list[str], list[str]]] = {
    "lam-alef.pdf": (
        "لائحة النادي",
        [
            "لا يجوز إدخال الطعام إلى القاعة الأولى خلال الاجتماعات.",
            "الإجازة 30 يومًا [ملحق 2]، ولا تُمنح الآن إلا للأعضاء.",
        ],
        ["خالل", "األولى"],
    ),
    "office-brackets.pdf": (
        None,
        ["تشمل الصيانة الدورية (كل سنة) فحص المضخات «الكبرى» في المحطة [ملحق 2]."],
        [],
    ),
    "columns.pdf": (
        "لائحة مركز الألعاب البلدي",
        [
            "أن يكون عمر المتقدم فوق ثماني عشرة سنة",
            *("بُدَّ", "بِالتَّعْلِيمَاتِ", "٩:٣٠", "1,250", "17/03/2024", "0112345678", "12.5%", "[ملحق 3]"),
        ],
        ["عمر الرابعة"],
    ),
    "owner-aes256.pdf": ("لائحة مركز الألعاب البلدي", ["أن يكون عمر المتقدم فوق ثماني عشرة سنة"], []),
    "tracked.docx": (
        "قرار تنظيم موقف السيارات",
        ["يفتح موقف السيارات أبوابه الساعة الثامنة صباحا، ورسم الوقوف عشرون ريالا لليوم الواحد."],
        ["السابعة"],
    ),
    "autonumber.docx": (
        None,
        ["المادة 1: يسمى النادي", "المادة 2: عضوية النادي", "المادة 3: رسم العضوية"],
        [],
    ),
    "tables.docx": (None, ["خبز | 5 | 5", "رقم الطوارئ | 5511", "الغلاف"], []),
    "textbox.docx": (None, ["موعد الانطلاق السادسة صباحا من الساحة الكبرى."], []),
    "after_heading.html": (
        None,
        ["يقع مبنى المكتبة في شارع النخيل ويفتح أبوابه يوم 5 مارس 2024 للزوار كافة."],
        [],
    ),
    "div_inline.html": (
        "مكتبة جديدة",
        ["يقع مبنى المكتبة في شارع النخيل قرب السوق المركزي ويفتح أبوابه يوم 5 مارس 2024 للزوار كافة."],
        [],
    ),
    "layout_table.html": ("مكتبة جديدة", ["وركنا للأطفال.\n"], ["الرئيسية", "|"]),
    "wp.html": (
        "مكتبة جديدة في الواحة",
        ["قاعة المطالعة في الطابق الأول", "«سنضيف ألف كتاب كل سنة»"],
        ["الرئيسية", "شكرا على الخبر", "الأكثر قراءة"],
    ),
    "latin1meta1256.html": ("مكتبة جديدة", ["أعلن المجلس البلدي"], []),
    "utf8meta1256.html": ("مكتبة جديدة", ["أعلن المجلس البلدي"], []),
    "telegram-result.json": (None, ["يبدأ معرض الكتاب يوم 5 مارس 2024 في القاعة الكبرى."], []),
    "articles.txt": ("نظام النادي", ["المادة (12)\nتسقط العضوية"], []),
}
"""For each file its title where that matters, what its text holds once, and what it does not hold."""


def read(name: str) -> Document:
    found = read_document(name, (FOLDER / name).read_bytes())
    assert isinstance(found, Document)
    return found


@pytest.mark.parametrize("name", RIGHT)
def test_a_document_is_read_as_it_stands(name: str) -> None:
    title, held, absent = RIGHT[name]
    document = read(name)
    assert title is None or document.source.title == title
    assert {part: document.text.count(part) for part in held} == dict.fromkeys(held, 1)
    assert [part for part in absent if part in document.text] == []


def test_all_files_are_tried() -> None:
    assert {file.name for file in FOLDER.iterdir() if file.suffix != ".md"} == set(RIGHT)


@pytest.mark.parametrize(
    ("name", "question", "quoted"),
    [
        ("lam-alef.pdf", "هل يجوز إدخال الطعام إلى القاعة؟", "لا يجوز إدخال الطعام"),
        ("lam-alef.pdf", "كم مدة الإجازة؟", "الإجازة 30 يومًا"),
        ("telegram-result.json", "متى معرض الكتاب؟", "يبدأ معرض الكتاب يوم 5 مارس 2024"),
    ],
)
def test_questions_are_answered_from_it_among_other_documents(name: str, question: str, quoted: str) -> None:
    documents = sorted((read(name), *SEEDS), key=lambda document: document.document_id)
    answer = Engine.of_corpus(Corpus(tuple(documents))).answer(question)
    assert isinstance(answer, Answer)
    assert quoted in answer.excerpts[0].text


@pytest.mark.parametrize(
    ("question", "name", "beginning"),
    [
        ("ما نص المادة 12 من نظام النادي؟", "articles.txt", "المادة (12)\nتسقط العضوية"),
        ("ما نص المادة 2 من نظام النادي الثقافي؟", "autonumber.docx", "المادة 2: عضوية النادي"),
    ],
)
def test_an_article_is_quoted_first_and_alone(question: str, name: str, beginning: str) -> None:
    answer = Engine.of_corpus(read_corpus(FOLDER)).answer(question)
    assert isinstance(answer, Answer)
    (excerpt,) = answer.excerpts
    assert (excerpt.document_id, excerpt.text.startswith(beginning)) == (name, True)
