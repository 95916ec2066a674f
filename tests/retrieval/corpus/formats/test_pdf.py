"""PDFs: their lines put in the order of reading, paragraphs with their pages, title and author."""

from __future__ import annotations

import io

import pypdf
import pytest

from retrieval.corpus.drafts import Block, Draft, SourceFields
from retrieval.corpus.formats.pdf import read_pdf
from retrieval.errors import DocumentError
from retrieval.reasons import reason
from tests.retrieval.corpus.formats.pdfs import pdf_of

LATIN = "The old harbor was built in stone"


def texts(draft: Draft) -> list[str]:
    return [block.text for block in draft.blocks]


# Text is drawn from left to right, so Arabic lines stand backwards in the file.


def drawn(line: str) -> str:
    """A line of Arabic letters as it is drawn, its numbers in their own order."""
    return " ".join(piece if piece.isdigit() else piece[::-1] for piece in reversed(line.split(" ")))


def test_pdf_pages_give_paragraphs_in_the_order_of_reading() -> None:
    pages = [
        ["صحيفة الميناء", "دليل", "فتح الميناء القديم أبوابه في 12 مارس من هذا العام وبقي", "مفتوحا.", "1"],
        ["صحيفة الميناء", "2"],
        ["صحيفة الميناء", "وتدخل السفن من الباب الشرقي.", "3"],
    ]
    draft = read_pdf(pdf_of([[drawn(line) for line in page] for page in pages], title="دليل", author="ليلى"))
    assert [(block.text, block.page) for block in draft.blocks] == [
        ("دليل", 1),
        ("فتح الميناء القديم أبوابه في 12 مارس من هذا العام وبقي مفتوحا.", 1),
        ("وتدخل السفن من الباب الشرقي.", 3),
    ]
    assert draft.fields == SourceFields("دليل", author="ليلى")


def test_presentation_forms_become_letters_and_brackets_are_turned() -> None:
    line = "\ufe91\ufe9c (\ufefb) Sun " + "\ufe91" * 4
    assert texts(read_pdf(pdf_of([[line]]))) == ["بببب Sun (لا) ثب"]


def test_latin_pages_stay_as_they_are_and_placeholder_titles_are_no_titles() -> None:
    draft = read_pdf(pdf_of([["The harbor was built in 1905."]], title="Microsoft Word - a.docx"))
    assert (texts(draft), draft.fields) == (["The harbor was built in 1905."], SourceFields())


def test_a_paragraph_that_ends_a_page_is_kept() -> None:
    assert texts(read_pdf(pdf_of([["An open line of text", "that goes on and on"]]))) == [
        "An open line of text that goes on and on"
    ]


def test_a_pdf_without_properties_is_read() -> None:
    writer = pypdf.PdfWriter()
    writer.append(pypdf.PdfReader(io.BytesIO(pdf_of([["Text of a page."]]))))
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    assert read_pdf(out.getvalue()).fields == SourceFields()


def test_pdfs_that_cannot_be_read_are_reported() -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(DocumentError, match="OCR"):
        read_pdf(out.getvalue())
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(DocumentError, match="password"):
        read_pdf(out.getvalue())
    with pytest.raises(DocumentError, match="damaged or no PDF"):
        read_pdf(b"%PDF-1.4 junk")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["abc بت"], ["abc تب"]),
        (["abc بتثج"], ["جثتب abc"]),
        (["يوهنم ملك", "abcd م"], ["كلم منهوي", "م abcd"]),
        (["يوهنم ملك", "12 (abc)"], ["كلم منهوي", "12 (abc)"]),
        ([f"{LATIN}.", "ab ملك."], [f"{LATIN}.", ".كلم ab"]),
        ([f"{LATIN}.", "abcd م."], [f"{LATIN}.", "abcd م."]),
        (["12/31 ملك 3.5"], ["3.5 كلم 12/31"]),
    ],
)
def test_a_line_is_turned_where_its_page_or_itself_is_mostly_arabic(
    lines: list[str], expected: list[str]
) -> None:
    assert " ".join(texts(read_pdf(pdf_of([lines])))) == " ".join(expected)


def test_a_paragraph_that_crosses_a_page_goes_on_in_the_first_block_of_the_next() -> None:
    pages = [[f"{LATIN}.", "Ships came.", f"{LATIN} and"], ["more."]]
    assert read_pdf(pdf_of(pages)).blocks == (
        Block(f"{LATIN}.", after_gap=True, page=1),
        Block("Ships came.", after_gap=False, page=1),
        Block(f"{LATIN} and", after_gap=False, page=1),
        Block("more.", after_gap=False, page=2, continues=True),
    )


def test_a_heading_between_sentences_is_one() -> None:
    over = "كان الميناء القديم صغيرا فوسعته البلدية سنة بعد سنة حتى صار أكبر ميناء في الساحل كله."
    under = "يبدأ العمل في الصباح الباكر وينتهي عند الغروب إلا في أيام العطل حين يغلق الميناء أبوابه."
    blocks = read_pdf(pdf_of([[drawn(over), drawn("مواعيد العمل"), drawn(under)]])).blocks
    assert [(block.text, block.is_heading) for block in blocks] == [
        (over, False),
        ("مواعيد العمل", True),
        (under, False),
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["abc abcdefgh", "abc abcdef", "wxyz"], ["abc abcdefgh abc abcdef wxyz"]),
        (["abc abcdefgh", "abc abcd", "xy"], ["abc abcdefgh abc abcd", "xy"]),
        (["abc abcde.", "abcdefgh abc"], ["abc abcde.", "abcdefgh abc"]),
        (["abc abcde.”", "abcdefgh abc"], ["abc abcde.”", "abcdefgh abc"]),
        (["abc abcde,", "abcdefgh abc"], ["abc abcde, abcdefgh abc"]),
    ],
)
def test_a_line_goes_on_in_the_next_where_the_first_word_of_that_would_not_have_fitted(
    lines: list[str], expected: list[str]
) -> None:
    assert texts(read_pdf(pdf_of([lines]))) == expected


def pages_with(header: str, marked: int, count: int) -> bytes:
    """Pages of a sentence each, some of which have a header."""
    names = ["one", "two", "three", "four", "five", "six", "seven"]
    return pdf_of(
        [
            [header] * (place < marked) + [f"Sentence {name} of the book."]
            for place, name in enumerate(names[:count])
        ]
    )


@pytest.mark.parametrize(
    ("marked", "count", "stays"),
    [(1, 2, True), (2, 2, False), (1, 3, True), (2, 3, False), (2, 6, True), (3, 6, False), (2, 7, True)],
)
def test_a_header_goes_where_two_pages_and_two_of_five_have_it(
    marked: int,
    count: int,
    stays: bool,  # noqa: FBT001
) -> None:
    found = " ".join(texts(read_pdf(pages_with("The Daily Harbor.", marked, count))))
    assert ("Harbor" in found) == stays
    assert found.count("Sentence") == count


def test_three_lines_go_at_the_top_and_three_at_the_foot() -> None:
    edge = ["First {}.", "Second {}.", "Third {}.", "Fourth {}."]
    page = [
        *(line.format("head") for line in edge),
        "Sentence {} of the book.",
        *(line.format("foot") for line in edge[::-1]),
    ]
    pages = [[line.replace("{}", name) for line in page] for name in ("one", "two", "three")]
    assert texts(read_pdf(pdf_of(pages, foot=True)))[:3] == [
        "Fourth head.",
        "Sentence one of the book.",
        "Fourth foot.",
    ]


def test_a_line_that_most_pages_have_inside_stays_at_the_edge_of_one() -> None:
    inside = ["Harbor.", "First.", "Second.", "Third.", "Fourth."]
    pages = [
        inside,
        ["Fifth.", "Sixth.", "Harbor.", "Seventh.", "Eighth."],
        ["A.", "B.", "Harbor.", "C.", "D."],
    ]
    assert texts(read_pdf(pdf_of(pages)))[:5] == inside


def test_a_page_of_nothing_among_others_is_named() -> None:
    draft = read_pdf(pdf_of([["Text."], [], ["More."]]))
    assert draft.blocks == (Block("Text.", page=1), Block("More.", page=3))
    assert draft.problems == (reason("pages_empty", pages=2),)


def test_a_line_that_stands_twice_on_a_page_counts_once() -> None:
    pages = [["Harbor.", "Sentence one.", "Harbor."], ["Sentence two.", "Harbor."]]
    assert texts(read_pdf(pdf_of(pages))) == [
        "Harbor.",
        "Sentence one.",
        "Harbor.",
        "Sentence two.",
        "Harbor.",
    ]


def test_a_header_with_another_number_on_each_page_goes() -> None:
    pages = [
        [f"Harbor {number}", f"Sentence {name}."] for number, name in enumerate(["one", "two", "three"], 7)
    ]
    assert texts(read_pdf(pdf_of(pages))) == ["Sentence one.", "Sentence two.", "Sentence three."]


def test_page_numbers_go_at_either_end_and_numbers_inside_stay() -> None:
    lines = ["7", "- 8 -", "First sentence.", "9.", "Last sentence.", "* * *", "10"]
    assert texts(read_pdf(pdf_of([lines], foot=True))) == ["First sentence.", "9.", "Last sentence."]


@pytest.mark.parametrize("title", ["untitled", " Document1 ", "harbor.PDF", "Microsoft Word - a", "x.docx"])
def test_a_title_that_programs_write_is_none(title: str) -> None:
    assert read_pdf(pdf_of([[LATIN]], title=title, author="Ann")).fields == SourceFields(author="Ann")


def test_a_title_that_holds_a_word_of_programs_is_one() -> None:
    assert read_pdf(pdf_of([[LATIN]], title="The untitled book")).fields == SourceFields("The untitled book")


def test_a_pdf_that_anybody_may_open_is_read_although_it_is_encrypted() -> None:
    writer = pypdf.PdfWriter()
    writer.append(pypdf.PdfReader(io.BytesIO(pdf_of([["Text of a page."]]))))
    writer.encrypt("", "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    assert texts(read_pdf(out.getvalue())) == ["Text of a page."]
