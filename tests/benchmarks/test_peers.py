from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.lucene_peer import run_lucene
from benchmarks.peers import PEERS, PeerMissingError, build_bm25s, build_fts5

PASSAGES = [
    "افتتح متحف الخيول في مايو",
    "تقع حديقة الزيتون شمال المدينة",
    "في المدينة سوق قديم",
    "يزور الناس الحديقة في الربيع",
]


@pytest.mark.parametrize("name", list(PEERS))
def test_each_peer_finds_the_passage_with_the_words(name: str) -> None:
    try:
        search = PEERS[name](PASSAGES)
    except PeerMissingError as error:
        pytest.skip(str(error))
    found = search("متحف الخيول", 2)
    assert found[0][0] == 0
    assert len(found) <= 2
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


@pytest.mark.parametrize("name", list(PEERS))
def test_no_peer_fails_on_a_question_without_words(name: str) -> None:
    try:
        search = PEERS[name](PASSAGES)
    except PeerMissingError as error:
        pytest.skip(str(error))
    assert len(search("؟!", 2)) <= 2


def test_words_of_a_question_are_never_query_syntax() -> None:
    assert build_fts5(PASSAGES)('متحف AND " OR NEAR(', 5)[0][0] == 0


def test_lucene_ranks_and_highlights() -> None:
    passages = {str(place): text for place, text in enumerate(PASSAGES)}
    try:
        answers = run_lucene(passages, {"q1": "أين المتحف؟", "q2": "من؟"})
    except PeerMissingError as error:
        pytest.skip(str(error))
    assert [passage for passage, _ in answers.rankings["q1"]] == ["0"]
    assert answers.excerpts == {"q1": (PASSAGES[0],), "q2": ()}
    assert 0 < answers.p50_ms <= answers.p95_ms


def test_lucene_without_its_jars_names_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LUCENE_JARS", str(tmp_path))
    monkeypatch.setattr("shutil.which", lambda _name: "/usr/bin/java")
    with pytest.raises(PeerMissingError, match="liblucene8-java"):
        run_lucene({}, {})
    monkeypatch.setattr("shutil.which", lambda _name: None)
    with pytest.raises(PeerMissingError, match="Java is not installed"):
        run_lucene({}, {})


def test_a_missing_peer_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "bm25s", None)
    with pytest.raises(PeerMissingError, match="pip install bm25s"):
        build_bm25s(PASSAGES)
