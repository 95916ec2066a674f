from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.errors import LanguageError
from retrieval.language.normalization import normalize
from retrieval.language.tokens import tokenize
from retrieval.understanding.synonyms import Group, Relation, SynonymHit, Synonyms, load_synonyms

NATO = Group(Relation.SAME, ("الناتو", "حلف شمال الاطلسي"))
WORK = Group(Relation.MEANS, ("شغل", "عمل"))


def hits(synonyms: Synonyms, text: str) -> list[SynonymHit]:
    return synonyms.find([token.term for token in tokenize(text)])


@pytest.mark.parametrize(
    ("text", "place"),
    [("للناتو", 0), ("الناتو", 0), ("والناتو", 0), ("بالناتو", 0), ("قرار ناتو", 1)],
)
def test_a_form_is_found_with_clitics_and_without(text: str, place: int) -> None:
    assert hits(Synonyms([NATO]), text) == [
        SynonymHit(place, place + 1, Relation.SAME, ("حلف شمال الاطلسي",))
    ]


def test_a_form_of_several_words_is_found_over_all_of_them() -> None:
    assert hits(Synonyms([NATO]), "توسع حلف شمال الأطلسي") == [SynonymHit(1, 4, Relation.SAME, ("الناتو",))]
    assert hits(Synonyms([NATO]), "حلف شمال") == []


def test_a_word_of_a_dialect_has_a_standard_one_but_not_conversely() -> None:
    assert hits(Synonyms([WORK]), "شغل") == [SynonymHit(0, 1, Relation.MEANS, ("عمل",))]
    assert hits(Synonyms([WORK]), "عمل") == []


def test_words_of_forms_are_known() -> None:
    synonyms = Synonyms([NATO])
    assert [synonyms.knows(normalize(word)) for word in ("الأطلسي", "حلف", "أستراليا")] == [
        True,
        True,
        False,
    ]


def test_the_shipped_groups_are_read_and_none_occurs_twice() -> None:
    synonyms = load_synonyms()
    assert "الكريملين" in hits(synonyms, "الكرملين")[0].others
    lines = Path("retrieval/understanding/synonyms.tsv").read_text(encoding="utf-8").splitlines()
    groups = [line for line in lines if line and not line.startswith("#")]
    assert len(groups) >= 150
    assert len(set(groups)) == len(groups)


def test_a_moderator_adds_groups_in_a_file(tmp_path: Path) -> None:
    extra = tmp_path / "names.tsv"
    extra.write_text("\ufeff# ours\n\nسد النهضة|سد الألفية\nnear\tخزان|سد\n", encoding="utf-8")
    synonyms = load_synonyms(extra)
    assert hits(synonyms, "سد النهضة") == [
        SynonymHit(0, 2, Relation.SAME, ("سد الالفيه",)),
        SynonymHit(0, 1, Relation.NEAR, ("خزان",)),
    ]


@pytest.mark.parametrize("line", ["وحيد", "other\tأ|ب", "same\tمدينة|مدينه", "same\t|؟"])
def test_a_line_that_is_no_group_is_named(tmp_path: Path, line: str) -> None:
    extra = tmp_path / "names.tsv"
    extra.write_text(f"# ours\n{line}\n", encoding="utf-8")
    with pytest.raises(LanguageError, match=r"^names\.tsv, line 2: "):
        load_synonyms(extra)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(LanguageError, match=r"^absent\.tsv: cannot be read"):
        load_synonyms(tmp_path / "absent.tsv")
    extra = tmp_path / "cp1256.tsv"
    extra.write_bytes("مدينة|بلدة".encode("cp1256"))
    with pytest.raises(LanguageError, match=r"^cp1256\.tsv: cannot be read as UTF-8"):
        load_synonyms(extra)
