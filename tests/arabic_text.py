"""Random Arabic for property tests: letters, marks, digits, separators, Latin, emoji, controls."""

from __future__ import annotations

from hypothesis import strategies as st

from retrieval.language import letters

ARABIC_TEXT = st.text(
    alphabet=st.one_of(
        st.sampled_from(letters.ARABIC_LETTERS + "\u064b\u064c\u064d\u064e\u0651\u0652\u0670\u0654\u0655"),
        st.sampled_from("0123456789٠١٢٣۴۵,.٬،؟ \u066b\u00a0\u200f\u200c\u0640\nabXÉ😀👨\u200d👩"),
        st.characters(exclude_categories=["Cs"]),
    )
)
"""Any text but unpaired surrogates, mostly Arabic."""
