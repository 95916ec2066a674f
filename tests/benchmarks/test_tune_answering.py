"""The fit of windows and of silence, run completely on small data."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from benchmarks import tune_answering
from benchmarks.tuning import silence_cases
from benchmarks.tuning.altered_questions import alter_questions
from benchmarks.tuning.silence_cases import ALTERED, ANSWERED, REMOVED, case_weights
from benchmarks.tuning.window_judge import WindowJudge
from retrieval.answering.excerpts.parameters import WINDOW_WEIGHTS
from retrieval.answering.silence.parameters import SILENCE_WEIGHTS
from retrieval.evaluation.beir import QuestionSets, read_beir

MUSEUMS = (
    "الخيول",
    "الزجاج",
    "النسيج",
    "الخط",
    "الفخار",
    "القوارب",
    "النحاس",
    "العطور",
    "الطوابع",
    "الساعات",
)


def write_lines(file: Path, records: list[dict[str, object]]) -> None:
    file.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A BEIR folder of museums, in one set asked when they were opened and in another for their rooms."""
    (tmp_path / "qrels").mkdir()
    passages: list[dict[str, object]] = []
    questions: list[dict[str, object]] = []
    qrels = ["query-id\tcorpus-id\tscore"]
    for number, name in enumerate(MUSEUMS):
        text = f"افتتح متحف {name} في 5 مايو {1950 + number} وفيه {number + 11} قاعة. رمم عام 2001."
        passages.append({"_id": f"p{number}", "title": f"متحف {name}", "text": text})
        for kind, asked, answer in (
            ("when", f"متى افتتح متحف {name}؟", f"5 مايو {1950 + number}"),
            ("many", f"كم قاعة في متحف {name}؟", f"{number + 11} قاعة"),
        ):
            questions.append({"_id": f"{kind}-{number}", "text": asked, "metadata": {"answers": [answer]}})
            qrels.append(f"{kind}-{number}\tp{number}\t1")
    write_lines(tmp_path / "corpus.jsonl", passages)
    write_lines(tmp_path / "queries.jsonl", questions)
    (tmp_path / "qrels" / "test.tsv").write_text("\n".join(qrels) + "\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def sets(folder: Path) -> QuestionSets:
    return read_beir(folder)


def test_all_weights_and_the_threshold_are_printed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["tune_answering", str(folder)])
    tune_answering.main()
    printed = capsys.readouterr().out
    assert [name for name in (*WINDOW_WEIGHTS, *SILENCE_WEIGHTS) if f'"{name}": ' not in printed] == []
    assert "SILENCE_BIAS: Final = " in printed
    assert "THRESHOLD: Final = 0." in printed


def test_an_altered_question_contains_a_word_of_another_article(sets: QuestionSets) -> None:
    altered = alter_questions(sets, WindowJudge(sets.corpus.documents))
    texts = {topic.topic_id: topic.text for topic in sets.topics}
    assert altered
    for topic_id, text in altered.items():
        own, old = MUSEUMS[int(topic_id.split("-")[1])], texts[topic_id].rstrip("؟").split()
        new = set(text.rstrip("؟").split()) - set(old)
        assert len(new) == 1
        assert new < set(MUSEUMS) - {own}


def test_each_sort_of_unanswerable_cases_has_the_same_weight(
    sets: QuestionSets,
) -> None:
    cases = list(silence_cases.silence_cases(sets, WINDOW_WEIGHTS))
    weights = case_weights(cases)

    def whole(corpus: str, *sorts: str) -> float:
        return float(
            sum(
                weight
                for case, weight in zip(cases, weights, strict=True)
                if (case.corpus, case.sort) in {(corpus, sort) for sort in sorts}
            )
        )

    assert whole("whole", ANSWERED) == pytest.approx(whole("whole", ALTERED, REMOVED))
    assert whole("whole", ALTERED) == pytest.approx(whole("whole", REMOVED))
    small = {case.answerable for case in cases if case.corpus == "small"}
    assert small == {True, False}
