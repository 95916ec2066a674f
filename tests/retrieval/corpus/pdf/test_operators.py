"""Content streams: tokens, strings, arrays, and whatever is no token."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.corpus.pdf.operators import operators_of


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        (b"1 0 0 -1.5 .5 +7 cm", [(b"cm", [1.0, 0.0, 0.0, -1.5, 0.5, 7.0])]),
        (b"/F1 12 Tf(a)Tj", [(b"Tf", ["/F1", 12.0]), (b"Tj", [b"a"])]),
        (b"/A#20B gs", [(b"gs", ["/A B"])]),
        (rb"(a\(b\)c (d) \101\12\n\q\\) Tj", [(b"Tj", [b"a(b)c (d) A\n\nq\\"])]),
        (b"(a\\\nb) Tj", [(b"Tj", [b"ab"])]),
        (b"<48 65 6> Tj", [(b"Tj", [b"He`"])]),
        (b"[<01>-250.5(b)]TJ", [(b"TJ", [[b"\x01", -250.5, b"b"]])]),
        (
            b"/Span <</MCID 3 /ActualText <FEFF0644> /X [1 true null]>> BDC EMC",
            [
                (
                    b"BDC",
                    ["/Span", {"/MCID": 3.0, "/ActualText": b"\xfe\xff\x06\x44", "/X": [1.0, True, None]}],
                ),
                (b"EMC", []),
            ],
        ),
        (b"q % a comment (with) marks\nQ", [(b"q", []), (b"Q", [])]),
        (b"BI /W 2 ID \x00\xff(EI\x01 EI Q", [(b"Q", [])]),
        (b"(never closed", []),
        (b") } > q ]] Q", [(b"q", []), (b"Q", [[], []])]),
    ],
)
def test_a_stream_is_operators_with_their_operands(stream: bytes, expected: list[Any]) -> None:
    assert list(operators_of(stream)) == expected


@given(st.binary(max_size=400))
def test_whatever_a_stream_holds_it_ends_and_raises_nothing(stream: bytes) -> None:
    assert all(isinstance(operator, bytes) for operator, _ in operators_of(stream))


def test_depth_is_bounded() -> None:
    assert [operator for operator, _ in operators_of(b"[" * 5000 + b"]" * 5000 + b" m")] == [b"m"]
