from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import EvaluationError
from retrieval.evaluation.gold import (
    GoldQuestion,
    evaluate_gold,
    fold_for_gold,
    holds_pattern,
    read_gold,
    read_not_quoted,
)
from retrieval.types import Answer, Citation, Document, Excerpt, NoAnswer, NoAnswerReason, Source

SOURCE = Source("عنوان")
TEXT = "قائمة. يفتح المتحف يوم ٥ مايو. ويغلق في الشتاء."


class ShowsWhatItIsTold:
    """An engine over one text, which answers each question with the slices it was given."""

    def __init__(self, slices: Mapping[str, list[tuple[str, int, int]]]) -> None:
        self._slices = slices

    def answer(self, question: str) -> Answer | NoAnswer:
        slices = self._slices.get(question)
        if slices is None:
            return NoAnswer(question, NoAnswerReason.WEAK, took_ms=1.0)
        excerpts = tuple(
            Excerpt(rank, name, SOURCE, TEXT[start:end], start, end, (), 1.0)
            for rank, (name, start, end) in enumerate(slices, start=1)
        )
        return Answer(question, excerpts, took_ms=2.0)

    def document(self, document_id: str) -> Document | None:
        return Document(document_id, TEXT, SOURCE) if document_id.startswith("museum") else None


OPENING = (7, 30)


def write_gold(folder: Path, *records: object) -> Path:
    file = folder / "gold.jsonl"
    file.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in records), encoding="utf-8")
    return file


def question(text: str, **changes: object) -> dict[str, object]:
    return {"question": text, "documents": ["museum"], "answer": "5 مايو", "kind": "msa"} | changes


def test_gold_file_is_read_line_by_line(tmp_path: Path) -> None:
    file = write_gold(
        tmp_path,
        question("متى يفتح؟"),
        question("امتى يفتح؟", kind="dialect", variety="egyptian"),
        question("من بناه؟", documents=[], answer=None, kind="unanswerable"),
    )
    assert read_gold(file) == (
        GoldQuestion("متى يفتح؟", "msa", ("museum",), "5 مايو"),
        GoldQuestion("امتى يفتح؟", "dialect", ("museum",), "5 مايو", "egyptian"),
        GoldQuestion("من بناه؟", "unanswerable"),
    )


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (["متى"], "line 1: not a JSON object"),
        (question("متى", kind=None), "line 1: 'question' and 'kind' have to be texts"),
        (question("متى", documents="museum"), "line 1: 'documents' has to be a list of file name prefixes"),
        (question("متى", documents=[3]), "line 1: 'documents' has to be a list of file name prefixes"),
        (question("متى", answer=5), "line 1: 'answer' and 'variety' have to be texts or null"),
        (question("متى", variety=5), "line 1: 'answer' and 'variety' have to be texts or null"),
        (question("متى", answer=None), "line 1: 'documents' and 'answer' are given together or not at all"),
        (question("متى", answer="("), "line 1: 'answer' is not a regular expression"),
    ],
)
def test_line_that_is_not_a_gold_question_is_named(tmp_path: Path, record: object, reason: str) -> None:
    with pytest.raises(EvaluationError) as raised:
        read_gold(write_gold(tmp_path, record))
    assert reason in str(raised.value)


def test_file_that_is_no_gold_file_is_named(tmp_path: Path) -> None:
    broken, empty, foreign = (tmp_path / name for name in ("broken", "empty", "foreign"))
    broken.write_text("{", encoding="utf-8")
    empty.write_text("\n", encoding="utf-8")
    foreign.write_bytes("متى".encode("cp1256"))
    reasons = []
    for file in (broken, empty, foreign, tmp_path / "absent"):
        with pytest.raises(EvaluationError) as raised:
            read_gold(file)
        reasons.append(str(raised.value).split(": Exp")[0].removeprefix(f"{tmp_path}/"))
    assert reasons == [
        "broken, line 1: not JSON",
        "empty has no question",
        "foreign is not UTF-8 (byte 0)",
        "absent cannot be read: No such file or directory",
    ]


def test_report_counts_found_refused_verbatim_and_boilerplate(tmp_path: Path) -> None:
    file = write_gold(
        tmp_path,
        question("في الأول"),
        question("في الثاني", kind="dialect"),
        question("في غيره"),
        question("مرفوض"),
        question("بلا جواب", documents=[], answer=None, kind="unanswerable"),
        question("بلا جواب وأجيب", documents=[], answer=None, kind="boilerplate"),
    )
    engine = ShowsWhatItIsTold(
        {
            "في الأول": [("museum.txt", *OPENING)],
            "في الثاني": [("museum.txt", 31, 47), ("museum.txt", *OPENING)],
            "في غيره": [("zoo.txt", *OPENING)],
            "بلا جواب وأجيب": [("museum.txt", 0, 6)],
        }
    )
    report = evaluate_gold(engine, file, not_quoted={"museum.txt": ("قائمة",)})
    assert [one.found_at for one in report.outcomes] == [1, 2, None, None, None, None]
    assert [one.refused for one in report.outcomes] == [False, False, False, True, True, False]
    assert (report.found(1), report.found(3)) == (1 / 4, 2 / 4)
    assert (report.found(1, ["dialect"]), report.found(3, ["dialect"])) == (0.0, 1.0)
    assert (report.refused(), report.refused(["boilerplate"])) == (0.5, 0.0)
    assert (report.found(1, ["arabizi"]), report.refused(["arabizi"])) == (None, None)
    assert (report.verbatim, report.clean) == (5 / 6, 5 / 6)
    assert report.kinds == ("msa", "dialect", "unanswerable", "boilerplate")
    assert report.failures() == [
        "msa: found at None: في غيره",
        "msa: refused: مرفوض",
        "boilerplate: not refused: بلا جواب وأجيب",
    ]


def test_an_excerpt_with_wrong_offsets_is_not_verbatim(tmp_path: Path) -> None:
    class Lies(ShowsWhatItIsTold):
        def document(self, document_id: str) -> Document | None:
            return Document(document_id, TEXT.upper() + ".", SOURCE) if document_id else None

    engine = Lies({"متى": [("museum.txt", *OPENING)]})
    file = write_gold(tmp_path, question("متى"))
    assert evaluate_gold(engine, file).verbatim == 1.0
    shifted = ShowsWhatItIsTold({"متى": [("zoo.txt", *OPENING)]})
    assert evaluate_gold(shifted, file).verbatim == 0.0


def test_twin_in_a_listed_document_counts_as_found(tmp_path: Path) -> None:
    class HasTwin(ShowsWhatItIsTold):
        def answer(self, question: str) -> Answer | NoAnswer:
            start, end = OPENING
            twin = Citation("museum.txt", SOURCE, start, end)
            return Answer(
                question, (Excerpt(1, "copy.txt", SOURCE, TEXT[7:30], 7, 30, (), 1.0, also_in=(twin,)),)
            )

    report = evaluate_gold(HasTwin({}), write_gold(tmp_path, question("متى")))
    assert report.found(1) == 1.0


def test_boilerplate_of_a_record_belongs_to_its_file(tmp_path: Path) -> None:
    engine = ShowsWhatItIsTold({"متى": [("museum.jsonl#1", 0, 6)]})
    report = evaluate_gold(
        engine, write_gold(tmp_path, question("متى")), not_quoted={"museum.jsonl": ("قائمة",)}
    )
    assert report.clean == 0.0


def test_not_quoted_texts_are_read_by_file(tmp_path: Path) -> None:
    file = tmp_path / "expected.json"
    file.write_text('[{"file": "a.html", "not_quoted": ["قائمة"], "title": "غيره"}]', encoding="utf-8")
    assert read_not_quoted(file) == {"a.html": ("قائمة",)}
    file.write_text('[{"file": "a.html"}]', encoding="utf-8")
    with pytest.raises(EvaluationError, match="is not a list of objects"):
        read_not_quoted(file)


@pytest.mark.parametrize(
    ("text", "answer", "expected"),
    [
        ("اجتماعٌ في ١٠ يناير", "10 يناير", True),
        ("افتُتحت المكتبةُ", "المكتبه", True),
        ("ﺑﻄﺎﻗﺔ اﻟﻌﻀﻮﻳﺔ", "بطاقة العضوية", True),
        ("خمسون دقيقة", "خمسين دقيقة|خمسون دقيقة", True),
        ("العاشر من يناير", "10 يناير", False),
    ],
)
def test_answers_are_found_through_folding(text: str, answer: str, expected: bool) -> None:  # noqa: FBT001
    assert holds_pattern(text, answer) is expected


@given(st.text(), st.text())
def test_folding_keeps_the_parts_of_a_text(before: str, behind: str) -> None:
    assert holds_pattern(f"{before} 5 مايو {behind}", "٥ مايو")
    assert fold_for_gold(before) == fold_for_gold(f" {before}\n")
