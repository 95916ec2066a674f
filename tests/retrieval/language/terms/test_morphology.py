from __future__ import annotations

import hashlib
import logging
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.language.terms.analyzer import Analyzer, TermField
from retrieval.language.terms.morphology import Lexeme, Morphology, installed_morphology
from retrieval.language.terms.stemming import root, stem
from tests.retrieval.language.terms.morphology_database import LINES, write_database


@pytest.fixture
def morphology(tmp_path: Path) -> Morphology:
    return Morphology(write_database(tmp_path))


def test_the_most_likely_analysis_gives_lemma_and_root(morphology: Morphology) -> None:
    assert morphology.analyze("نساء") == Lexeme("امراه", "مر")
    assert morphology.analyze("النساء") == Lexeme("امراه", "مر")


def test_stems_of_the_data_are_normalized_as_terms_are(morphology: Morphology) -> None:
    assert morphology.analyze("والمءتمرات") == Lexeme("مءتمر", "ءمر")


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("مجهول", "its stem is unknown"),
        ("والنساء", "this prefix does not go with this stem"),
        ("نساءات", "this suffix does not go with this stem"),
        ("المءتمره", "this suffix is unknown to the stem"),
        ("كلمه", "its stem has no lemma"),
        ("الطبيب", "prefix and stem do not go together"),
        ("", "it is empty"),
    ],
)
def test_a_word_that_cannot_be_analyzed_has_no_lexeme(morphology: Morphology, word: str, why: str) -> None:
    assert morphology.analyze(word) is None, why


def test_all_three_pairs_of_parts_must_be_compatible(tmp_path: Path) -> None:
    lines = LINES.replace("Pref-0 Suff-h\n", "")
    assert Morphology(write_database(tmp_path, lines)).analyze("طبيبه") is None


def test_without_a_root_the_guess_is_kept(tmp_path: Path) -> None:
    analyzer = Analyzer(Morphology(write_database(tmp_path, LINES.replace("root:ط.ب.ب", ""))))
    assert analyzer.field_terms(TermField.ROOT, ["طبيب"]) == [root("طبيب")]


def test_fields_use_the_morphology_and_fall_back_to_stem_and_guess(morphology: Morphology) -> None:
    analyzer = Analyzer(morphology)
    terms = ["النساء", "محادثات"]
    assert analyzer.has_lemmas
    assert analyzer.field_terms(TermField.LEMMA, terms) == ["امراه", stem("محادثات")]
    assert analyzer.field_terms(TermField.ROOT, terms) == ["مر", root("محادثات")]


def test_without_data_lemmas_are_stems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAMELTOOLS_DATA", str(tmp_path))
    analyzer = Analyzer()
    assert (installed_morphology(), analyzer.has_lemmas) == (None, False)
    assert analyzer.field_terms(TermField.LEMMA, ["النساء"]) == [stem("النساء")]


def test_installed_data_is_found_and_changes_the_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAMELTOOLS_DATA", str(tmp_path))
    before = Analyzer().version
    write_database(tmp_path)
    assert Analyzer().has_lemmas
    assert Analyzer().version.startswith(before + "-")


def test_data_of_the_home_folder_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CAMELTOOLS_DATA", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    write_database(tmp_path / ".camel_tools")
    assert installed_morphology() is not None


@pytest.mark.parametrize("lines", ["###STEMS###\nبلا حقول\n", "###TABLE AB###\nA\n", "###STEMS###\n\ufffd\n"])
def test_data_that_cannot_be_read_contains_no_word_and_is_logged_once(
    tmp_path: Path, lines: str, caplog: pytest.LogCaptureFixture
) -> None:
    morphology = Morphology(write_database(tmp_path, lines))
    with caplog.at_level(logging.WARNING):
        assert (morphology.analyze("نساء"), morphology.analyze("كلمه")) == (None, None)
    assert len(caplog.records) == 1


def test_data_that_was_removed_contains_no_word(tmp_path: Path) -> None:
    morphology = Morphology(tmp_path / "missing.db")
    assert (morphology.analyze("نساء"), morphology.fingerprint) == (None, "")


@given(st.text(st.sampled_from("النساءوهت10a"), max_size=10))
def test_analysis_is_total(word: str) -> None:
    morphology = Morphology(Path(__file__).parent / "missing.db")
    assert morphology.analyze(word) is None


def test_the_morphology_of_the_library_is_never_imported() -> None:
    code = (
        "import sys, retrieval; print(any(name.startswith('camel_tools.morphology') for name in sys.modules))"
    )
    ran = subprocess.run(  # noqa: S603  # our own code
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "False"


@pytest.mark.parametrize(("likelihood", "lemma"), [("-98.5", "طبيب"), ("-99.5", "نطاسي")])
def test_an_analysis_without_a_probability_has_one_of_minus_99(
    tmp_path: Path, likelihood: str, lemma: str
) -> None:
    line = "طبيب\tNh\tdiac:طَبِيب lex:طَبِيب_1 root:ط.ب.ب"
    other = "طبيب\tNh\tlex:نطاسي_1 root:ن.ط.س"
    lines = LINES.replace(line, f"{line} pos_lex_logprob:{likelihood}\n{other}")
    assert Morphology(write_database(tmp_path, lines)).analyze("طبيب") == Lexeme(
        lemma, {"طبيب": "طبب", "نطاسي": "نطس"}[lemma]
    )


def test_of_analyses_that_are_as_likely_the_first_of_the_data_is_taken(tmp_path: Path) -> None:
    lines = LINES.replace("pos_lex_logprob:-9.5", "pos_lex_logprob:-4.1")
    assert Morphology(write_database(tmp_path, lines)).analyze("نساء") == Lexeme("امراه", "مر")


def test_the_fingerprint_is_12_letters_of_the_digest_of_the_file(tmp_path: Path) -> None:
    file = write_database(tmp_path)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert Morphology(file).fingerprint == digest[:12]


def test_a_prefix_alone_is_no_word_even_where_the_data_has_an_empty_stem(tmp_path: Path) -> None:
    lines = LINES.replace("###STEMS###\n", "###STEMS###\n\tN\tlex:صفر_1 root:ص.ف.ر\n")
    morphology = Morphology(write_database(tmp_path, lines))
    assert [morphology.analyze(word) for word in ("ال", "ات", "")] == [None, None, None]


@pytest.mark.parametrize(
    ("word", "lexeme"),
    [
        ("وال", None),
        ("مءتمرات", None),  # prefix and suffix do not go together
        ("المءتمرات", Lexeme("مءتمر", "ءمر")),
        ("طبيبه", Lexeme("طبيب", "طبب")),
        ("المءتمر", Lexeme("مءتمر", "ءمر")),
        ("امراه", Lexeme("امراه", "مر")),
        ("ه", None),
    ],
)
def test_a_word_is_split_into_prefix_stem_and_suffix(
    morphology: Morphology, word: str, lexeme: Lexeme | None
) -> None:
    assert morphology.analyze(word) == lexeme


def test_the_number_of_a_lemma_is_no_part_of_it(tmp_path: Path) -> None:
    lines = LINES.replace("lex:مُؤْتَمَر_1", "lex:مُؤْتَمَر-ان_1")
    assert Morphology(write_database(tmp_path, lines)).analyze("مءتمر") == Lexeme("مءتمر", "ءمر")


def test_a_morphology_of_its_own_is_used_in_place_of_the_installed_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAMELTOOLS_DATA", str(tmp_path / "installed"))
    write_database(tmp_path / "installed")
    lines = LINES.replace("lex:مُؤْتَمَر_1", "lex:لقاء_1")
    analyzer = Analyzer(Morphology(write_database(tmp_path / "own", lines)))
    assert analyzer.field_terms(TermField.LEMMA, ["مءتمر"]) == ["لقاء"]
    assert Analyzer().field_terms(TermField.LEMMA, ["مءتمر"]) == ["مءتمر"]


def test_the_folder_of_the_data_may_begin_with_the_home_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("CAMELTOOLS_DATA", "~/camel")
    assert installed_morphology() is None
    write_database(tmp_path / "camel")
    assert installed_morphology() is not None
