"""What a corpus folder holds, file by file."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from retrieval.corpus import folder
from retrieval.corpus.folder import CorpusDigest, Listing, check_size, list_folder, read_bytes, unread_type
from retrieval.errors import CorpusError, DocumentError
from retrieval.reasons import in_english, reason
from retrieval.types import SkippedFile
from tests.retrieval.wording import worded

ENDINGS = frozenset({".txt", ".md"})


def made(root: Path, *names: str) -> Path:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("نص", encoding="utf-8")
    return root


def test_documents_and_sidecars_are_listed_in_order_and_others_with_a_reason(tmp_path: Path) -> None:
    made(
        tmp_path,
        *("b.txt", "a/c.MD", "a.txt", "a.txt.source.yaml", "a/c.SOURCE.YML", "a/x.csv"),
        *(".hidden.txt", "~$b.txt", ".git/d.txt", "~$locks/e.txt", "c~$.txt"),
    )
    assert list_folder(tmp_path, ENDINGS) == Listing(
        tmp_path.resolve(),
        ("a.txt", "a/c.MD", "b.txt", "c~$.txt"),
        ("a.txt.source.yaml", "a/c.SOURCE.YML"),
        (SkippedFile("a/x.csv", reason("type_unread", ending=".csv", types=".md, .txt")),),
    )


def test_a_folder_that_is_reached_by_a_link_is_listed_at_its_own_place(tmp_path: Path) -> None:
    made(tmp_path / "real", "a.txt")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert list_folder(tmp_path / "link", ENDINGS) == Listing(
        (tmp_path / "real").resolve(), ("a.txt",), (), ()
    )


def test_links_inside_a_folder_are_files_where_they_stay_inside_it(tmp_path: Path) -> None:
    root = made(tmp_path / "corpus", "sub/a.txt", "b.txt")
    made(tmp_path, "out.txt", "elsewhere/c.txt")
    (root / "inside.txt").symlink_to(root / "sub" / "a.txt")
    (root / "out.txt").symlink_to(tmp_path / "out.txt")
    (root / "again").symlink_to(root / "sub")
    (root / "elsewhere").symlink_to(tmp_path / "elsewhere")
    (root / "broken.txt").symlink_to(root / "nothing.txt")
    (root / ".hidden").symlink_to(root / "sub")
    listing = list_folder(root, ENDINGS)
    assert listing.documents == ("b.txt", "inside.txt", "sub/a.txt")
    assert sorted(listing.skipped, key=lambda file: file.name) == [
        SkippedFile("again", reason("link_folder")),
        SkippedFile("broken.txt", reason("link_dead")),
        SkippedFile("elsewhere", reason("link_out")),
        SkippedFile("out.txt", reason("link_out")),
    ]


@pytest.mark.parametrize(("name", "reason"), [("missing", "does not exist"), ("file.txt", "is not a folder")])
def test_what_is_no_folder_is_not_listed(tmp_path: Path, name: str, reason: str) -> None:
    made(tmp_path, "file.txt")
    with pytest.raises(CorpusError) as raised:
        list_folder(tmp_path / name, ENDINGS)
    expected = f"the corpus folder {tmp_path / name} {reason}: create it, or name another"
    assert str(raised.value) == expected


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xffx\r\n")
    assert read_bytes(tmp_path, "a.txt") == b"\xffx\r\n"


def test_a_file_that_is_gone_or_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_bytes(b"abcd")
    monkeypatch.setattr(folder, "SIZE_LIMIT", 3)
    with pytest.raises(DocumentError, match="it is too large"):
        read_bytes(tmp_path, "a.txt")
    with pytest.raises(DocumentError, match="it cannot be read: no such file or directory"):
        read_bytes(tmp_path, "b.txt")


def test_an_error_without_words_is_reported_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path) -> int:
        raise OSError

    made(tmp_path, "a.txt")
    monkeypatch.setattr(folder, "_open_at_once", refuse)
    with pytest.raises(DocumentError, match="it cannot be read: OSError"):
        read_bytes(tmp_path, "a.txt")


def test_sixty_four_mebibytes_are_read_and_one_byte_more_is_not() -> None:
    check_size(64 * 2**20)
    with pytest.raises(DocumentError) as raised:
        check_size(64 * 2**20 + 1)
    assert str(raised.value) == "it is too large (64 MiB, at most 64): split it into smaller files"


def test_sizes_are_given_in_mebibytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "SIZE_LIMIT", 2000 * 2**20)
    with pytest.raises(DocumentError, match=r"\(3000 MiB, at most 2000\)"):
        check_size(3000 * 2**20)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a/b.csv", "its type .csv is not read: the types are .md, .txt"),
        ("a.b/c", "it has no ending that names its type: the types are .md, .txt"),
    ],
)
def test_why_a_type_is_not_read_names_the_types_that_are(name: str, expected: str) -> None:
    assert in_english(unread_type(name, ENDINGS)) == expected


def digest_of(*files: tuple[str, bytes], programs: bytes = b"") -> str:
    digest = CorpusDigest(programs)
    for name, data in files:
        digest.add(name, data)
    return digest.hexdigest()


def test_a_digest_is_of_the_readers_the_programs_and_each_name_with_its_bytes() -> None:
    line = f"{hashlib.sha256(b'x').hexdigest()} a.txt\n".encode()
    expected = hashlib.sha256(folder._readers_digest() + b"tesseract" + line).hexdigest()
    assert digest_of(("a.txt", b"x"), programs=b"tesseract") == expected
    assert CorpusDigest().hexdigest() == digest_of() == hashlib.sha256(folder._readers_digest()).hexdigest()
    assert len(folder._readers_digest()) == 32


def test_the_order_of_files_changes_a_digest() -> None:
    one, two = ("a.txt", b"x"), ("b.txt", b"y")
    assert len({digest_of(one, two), digest_of(two, one), digest_of(one), digest_of()}) == 4


def reasons_in(root: Path) -> dict[str, str]:
    return dict(worded(list_folder(root, ENDINGS).skipped))


def test_links_that_lead_to_themselves_or_to_each_other_are_skipped(tmp_path: Path) -> None:
    made(tmp_path, "a.txt")
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    (tmp_path / "one.txt").symlink_to("two.txt")
    (tmp_path / "two.txt").symlink_to("one.txt")
    (tmp_path / "folder").symlink_to("folder")
    nowhere = "it is a link that leads to nothing, or to itself: remove it"
    assert reasons_in(tmp_path) == dict.fromkeys(("folder", "one.txt", "self.txt", "two.txt"), nowhere)
    assert list_folder(tmp_path, ENDINGS).documents == ("a.txt",)


def test_a_folder_that_is_a_link_to_itself_does_not_exist(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(CorpusError, match="does not exist: create it"):
        list_folder(tmp_path / "loop", ENDINGS)


def test_folders_deeper_than_any_path_are_skipped_where_the_system_ends(tmp_path: Path) -> None:
    made(tmp_path, "a.txt")
    place = os.open(tmp_path, os.O_RDONLY)
    for _ in range(2200):  # deeper than Python's stack and longer than a path may be
        os.mkdir("d", dir_fd=place)
        below = os.open("d", os.O_RDONLY, dir_fd=place)
        os.close(place)
        place = below
    os.close(place)
    listing = list_folder(tmp_path, ENDINGS)
    while (tmp_path / "d" / "d").exists():  # pytest would call itself for each folder to remove it
        (tmp_path / "d" / "d").rename(tmp_path / "e")
        (tmp_path / "d").rmdir()
        (tmp_path / "e").rename(tmp_path / "d")
    assert listing.documents == ("a.txt",)
    assert [why for _, why in worded(listing.skipped)] == ["the folder cannot be listed: file name too long"]


def test_three_thousand_links_are_skipped_one_by_one(tmp_path: Path) -> None:
    made(tmp_path, "a.txt")
    for number in range(3000):
        (tmp_path / f"l{number}.txt").symlink_to(f"l{(number + 1) % 3000}.txt")
    listing = list_folder(tmp_path, ENDINGS)
    assert (listing.documents, len(listing.skipped)) == (("a.txt",), 3000)


def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(DocumentError, match="it is no ordinary file"):
        read_bytes(tmp_path, "a.txt")


def test_a_file_that_grows_while_it_is_read_is_not_read_beyond_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path, "a.txt")
    monkeypatch.setattr(folder, "SIZE_LIMIT", 10)
    real = os.fstat

    def grow(descriptor: int) -> os.stat_result:
        found = real(descriptor)
        (tmp_path / "a.txt").write_bytes(b"x" * 1000)
        return found

    monkeypatch.setattr(os, "fstat", grow)
    with pytest.raises(DocumentError, match="it is too large"):
        read_bytes(tmp_path, "a.txt")


def test_an_entry_that_the_system_does_not_show_is_skipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path, "a.txt", "b.txt")
    real = Path.is_file

    def refuse(self: Path) -> bool:
        if self.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return real(self)

    monkeypatch.setattr(Path, "is_file", refuse)
    assert reasons_in(tmp_path) == {"a.txt": "the system does not show what it is: permission denied"}


@pytest.mark.parametrize(
    "name", ["Thumbs.db", "desktop.ini", "a.txt.crdownload", "b.TMP", "x/c.pdf.part", "d.docx.bak"]
)
def test_what_systems_and_programs_leave_is_apart_from_documents(tmp_path: Path, name: str) -> None:
    made(tmp_path, name, "a.txt", "parts.txt")
    listing = list_folder(tmp_path, ENDINGS)
    assert listing.documents == ("a.txt", "parts.txt")
    assert [(file.name, file.is_leftover) for file in listing.skipped] == [(name, True)]
