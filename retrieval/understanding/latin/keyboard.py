"""A keyboard left on English → the Arabic that was meant.

In: Latin text typed on an Arabic keyboard (Arabic 101, the layout of PCs in every Arab country).
Out: the letters that the same keys give in Arabic: `ljn h[jlhu [kdt` → `متى اجتماع جنيف`.
"""

from __future__ import annotations

_ROWS = (
    # The keys of each row in English, and the same keys in Arabic.
    ("qwertyuiop[]", "ضصثقفغعهخحجد"),
    ("asdfghjkl;'", "شسيبلاتنمكط"),
    ("zxcvnm,./", "ئءؤرىةوزظ"),
    ("`", "ذ"),
)
_SHIFTED = {
    "Y": "إ", "H": "أ", "N": "آ", "T": "لإ", "G": "لأ", "B": "لآ", "?": "؟",
    "{": "ج", "}": "د", ":": "ك", '"': "ط", "<": "و", ">": "ز", "~": "ذ",
}  # fmt: skip
_KEYS = str.maketrans(
    {key: letter for keys, letters in _ROWS for key, letter in zip(keys, letters, strict=True)}
    | {key.upper(): letter for keys, letters in _ROWS for key, letter in zip(keys, letters, strict=True)}
    | {"b": "لا"}
    | _SHIFTED
)
LETTER_KEYS = "[];',./`"
"""Keys that are punctuation in English and letters in Arabic."""


def from_english_keyboard(text: str) -> str:
    """Replace each character by the letter of the same key on an Arabic keyboard.

    Args:
        text: Text typed on an English keyboard.

    Returns:
        The text on an Arabic keyboard; other characters stay. Never raises.
    """
    return text.translate(_KEYS)
