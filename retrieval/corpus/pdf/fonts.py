"""A font of a PDF: the codes of a string → what each glyph stands for, and how far it goes.

In: a font's dictionary. Out: for the bytes of a string, each code with its text and its width. A glyph may
stand for several letters (a ligature): they stay together, in the order in which the font's map has them.
pypdf reads the encodings and the map; which code is how wide is read here, by code and not by letter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pypdf.generic import DictionaryObject
from pypdf.generic._font import Font as ParsedFont

UNMAPPED: Final = "\ufffd"
"""What a glyph stands for whose font gives no letter for it."""
_SPACE: Final = 32
"""The code that word spacing applies to (ISO 32000-1, 9.3.3)."""
_THOUSAND: Final = 1000.0
_MOST_WIDTHS: Final = 70_000


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a string."""

    text: str
    """What its glyph stands for; empty where that is nothing."""
    width: float
    """How far the glyph goes, in units of the font's size."""
    is_space: bool
    """Whether word spacing is added behind it."""
    unmapped: int = 0
    """Which glyph of the file it is where the font gives no letter for it; 0 otherwise."""


class Font:
    """A font that decodes strings.

    Args:
        dictionary: The font's dictionary in the file.
    """

    def __init__(self, dictionary: DictionaryObject) -> None:
        parsed = ParsedFont.from_font_resource(dictionary)
        self._encoding = parsed.encoding
        self._map: Mapping[Any, Any] = parsed.character_map
        self._is_wide = dictionary.get("/Subtype") == "/Type0"
        self._is_encoded = "/Encoding" in dictionary
        self._is_known = parsed.interpretable
        self._unit = _unit_of(dictionary)
        self._widths, self._default = _widths_of(dictionary, is_wide=self._is_wide)
        self._codes: dict[int, Code] = {}
        descriptor = parsed.font_descriptor
        self.is_bold: Final = "bold" in parsed.name.lower() or "bold" in str(descriptor.weight).lower()
        self.ascent: Final = _sound(descriptor.ascent, 0.4, 1.3, 0.9)
        self.descent: Final = -_sound(-descriptor.descent, 0.1, 0.7, 0.3)

    def decode(self, data: bytes) -> Iterator[Code]:
        """The codes of a string, in order."""
        if self._is_wide:
            for place in range(0, len(data) - 1, 2):
                yield self._code(data[place] << 8 | data[place + 1])
        else:
            for value in data:
                yield self._code(value)

    def _code(self, value: int) -> Code:
        found = self._codes.get(value)
        if found is None:
            width = self._widths.get(value, self._default) * self._unit
            is_space = value == _SPACE and not self._is_wide
            text = self._text(value)
            unmapped = id(self) << 16 | value or 1 if text == UNMAPPED else 0
            found = self._codes[value] = Code(text, width, is_space, unmapped)
        return found

    def _text(self, value: int) -> str:
        sign = chr(value) if self._is_wide else self._plain(value)
        text = self._map.get(sign)
        if text is None and not self._is_wide:
            text = self._map.get(chr(value))
        if text is None:
            if not self._is_known or not self._stands_for_itself():
                return UNMAPPED
            text = sign
        return str(text).replace("\x00", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def _plain(self, value: int) -> str:
        if isinstance(self._encoding, dict):
            return self._encoding.get(value, UNMAPPED)
        return chr(value)

    def _stands_for_itself(self) -> bool:
        """Whether codes that the map leaves out are letters by the encoding that the font declares."""
        if not self._is_wide:
            return self._is_encoded or not self._map
        return isinstance(self._encoding, str) and self._encoding != "utf-16-be"


def _unit_of(dictionary: DictionaryObject) -> float:
    """What a width of 1 is in units of the font's size."""
    matrix = dictionary.get("/FontMatrix")
    if dictionary.get("/Subtype") == "/Type3" and matrix is not None:
        values: Any = matrix.get_object()
        return abs(float(values[0]))
    return 1 / _THOUSAND


def _widths_of(dictionary: DictionaryObject, *, is_wide: bool) -> tuple[dict[int, float], float]:
    """The width of each code, and that of the others, in the font's own units."""
    if not is_wide:
        first = int(dictionary.get("/FirstChar", 0))
        widths = dictionary.get("/Widths")
        given = [] if widths is None else list(widths.get_object())[:_MOST_WIDTHS]
        descriptor = dictionary.get("/FontDescriptor")
        missing = 0.0 if descriptor is None else float(descriptor.get_object().get("/MissingWidth", 0))
        found = {first + place: float(value) for place, value in enumerate(given)}
        return found, missing or _mean(found) or _THOUSAND / 2
    descendant = _first(dictionary["/DescendantFonts"].get_object())
    default = float(descendant.get("/DW", _THOUSAND))
    array = descendant.get("/W")
    return ({} if array is None else _wide_widths(list(array.get_object()))), default


def _wide_widths(array: list[Any]) -> dict[int, float]:
    """The widths of a `/W` array: `c [w1 w2 …]` and `first last w` (ISO 32000-1, 9.7.4.3)."""
    found: dict[int, float] = {}
    place = 0
    while place + 1 < len(array) and len(found) < _MOST_WIDTHS:
        first, second = int(array[place]), array[place + 1].get_object()
        if isinstance(second, list):
            found.update({first + step: float(value) for step, value in enumerate(second)})
            place += 2
        elif place + 2 < len(array):
            width = float(array[place + 2])
            found.update(dict.fromkeys(range(first, min(int(second), first + _MOST_WIDTHS) + 1), width))
            place += 3
        else:
            break
    return found


def _mean(widths: Mapping[int, float]) -> float:
    positive = [width for width in widths.values() if width > 0]
    return sum(positive) / len(positive) if positive else 0.0


def _sound(value: float, low: float, high: float, otherwise: float) -> float:
    """A measure of a descriptor in units of the size, where it is a possible one."""
    share = float(value) / _THOUSAND
    return share if low <= share <= high else otherwise


def _first(values: Any) -> Any:
    """The first of an array of the file."""
    return values[0].get_object()
