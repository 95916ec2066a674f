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


def places(synonyms: Synonyms, text: str) -> list[tuple[int, int]]:
    return [(hit.start, hit.end) for hit in hits(synonyms, text)]


@pytest.mark.parametrize(
    ("form", "text", "found"),
    [
        ("قمر", "القمر", True),
        ("القمر", "قمر", True),
        ("قمر", "والقمر", True),
        ("قمر", "بالقمر", True),
        ("قمر", "للقمر", True),
        ("قمر", "وللقمر", True),
        ("قمر", "فكالقمر", True),
        ("قمر", "فقمر", True),
        ("قمر", "سقمر", False),
        ("قمر", "وسقمر", False),
        ("دم", "ودم", False),  # two letters behind a clitic are too few
        ("دم", "الدم", True),
        ("م", "الم", False),  # one letter behind an article is, too
        ("لقمر", "للقمر", True),
        ("ليل", "لليل", True),
    ],
)
def test_a_word_is_compared_without_its_clitics(form: str, text: str, *, found: bool) -> None:
    assert (places(Synonyms([Group(Relation.SAME, (form, "غيره"))]), text) == [(0, 1)]) is found


def test_a_form_must_stand_whole_among_the_words() -> None:
    synonyms = Synonyms([NATO])
    assert places(synonyms, "حلف شمال الأطلسي وحلف شمال الأطلسي") == [(0, 3), (3, 6)]
    assert places(synonyms, "حلف الأطلسي شمال") == []
    assert places(synonyms, "الناتو حلف شمال") == [(0, 1)]


def test_a_form_that_comes_twice_in_a_group_is_found_once() -> None:
    group = Group(Relation.SAME, ("القمر", "قمر", "بدر"))
    assert hits(Synonyms([group, group]), "قمر") == [SynonymHit(0, 1, Relation.SAME, ("قمر", "بدر"))]


def test_near_words_are_found_from_each_side_and_meanings_from_the_first_alone() -> None:
    groups = [Group(Relation.NEAR, ("قمر", "بدر")), Group(Relation.MEANS, ("قمر", "نجم", "شمس"))]
    assert hits(Synonyms(groups), "قمر بدر نجم") == [
        SynonymHit(0, 1, Relation.NEAR, ("بدر",)),
        SynonymHit(0, 1, Relation.MEANS, ("نجم", "شمس")),
        SynonymHit(1, 2, Relation.NEAR, ("قمر",)),
    ]


def test_a_group_is_two_forms_or_more_with_a_word_each(tmp_path: Path) -> None:
    extra = tmp_path / "names.tsv"
    extra.write_text("means\tقمر|بدر|؟|قمر\n", encoding="utf-8")
    assert hits(load_synonyms(extra), "قمر") == [SynonymHit(0, 1, Relation.MEANS, ("بدر",))]


def test_the_number_of_a_wrong_line_counts_comments_and_blank_lines(tmp_path: Path) -> None:
    extra = tmp_path / "names.tsv"
    extra.write_text("# أ\n\n \nقمر|بدر\nقمر\n", encoding="utf-8")
    with pytest.raises(LanguageError) as raised:
        load_synonyms(extra)
    assert str(raised.value) == (
        "names.tsv, line 5: a group is 'same', 'near' or 'means', a tab, and two forms or more parted by '|'"
    )
