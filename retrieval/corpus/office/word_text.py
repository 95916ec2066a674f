"""The text of a Word paragraph as its reader sees it, and what hangs on it.

In: the element of a paragraph. Out: its text with insertions and without deletions, results of fields and not
their codes, without what is hidden; the text boxes that are anchored in it and the notes that it refers to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from retrieval.corpus.office.word_names import MATH, MC, W, is_on, value_of
from retrieval.corpus.office.word_styles import Styles

_THROUGH: Final = frozenset(
    W + name
    for name in (
        *("ins", "moveTo", "hyperlink", "smartTag", "customXml"),
        *("fldSimple", "sdt", "sdtContent", "bdo", "dir"),
    )
)
"""Elements that only stand round runs."""
_SIGNS: Final[Mapping[str, str]] = MappingProxyType(
    {"tab": " ", "ptab": " ", "cr": "\n", "noBreakHyphen": "\u2011"}
)
"""What stands for a sign that has an element of its own."""
_DRAWINGS: Final = (W + "drawing", W + "pict", W + "object")
_PRIVATE: Final = range(0xF000, 0xF100)
"""Where symbol fonts have their signs, by their codes."""
_DEEPEST: Final = 60


class Content:
    """What a paragraph holds: grows while it is read."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.boxes: list[Any] = []
        """Contents of text boxes, each once."""
        self.notes: list[tuple[str, str]] = []
        """Kind (`footnote` or `endnote`) and id of each note."""

    @property
    def text(self) -> str:
        """Its text; lines as they are broken by hand."""
        return "".join(self.parts)


class TextReader:
    """Reads paragraphs in order: fields may begin in one and end in another.

    Args:
        styles: The styles of the file.
    """

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._fields: list[bool] = []
        """For each field that is open, whether its result has begun."""

    def content_of(self, paragraph: Any) -> Content:
        """What a paragraph holds."""
        content = Content()
        self._walk(paragraph, content, 0)
        return content

    def _walk(self, parent: Any, content: Content, depth: int) -> None:
        if depth > _DEEPEST:
            return
        for element in parent:
            tag = element.tag
            if tag == W + "r":
                self._run(element, content)
            elif tag in _THROUGH:
                self._walk(element, content, depth + 1)
            elif tag == MC + "AlternateContent":
                self._walk(_chosen(element), content, depth + 1)
            elif isinstance(tag, str) and tag.startswith(MATH):
                content.parts += [str(each.text or "") for each in element.iter(MATH + "t")]

    def _run(self, run: Any, content: Content) -> None:
        """A run: letters of one look."""
        properties = run.find(W + "rPr")
        hidden = is_on(properties, "vanish")
        if hidden is None:
            hidden = self._styles.is_hidden(value_of(properties, "rStyle"))
        for element in _unfolded(run):
            tag = element.tag
            if tag == W + "fldChar":
                self._field(element.get(W + "fldCharType"))
            elif tag in _DRAWINGS:
                content.boxes += _boxes(element)
            elif not hidden and all(self._fields):
                self._piece(element, content)

    def _piece(self, element: Any, content: Content) -> None:
        """One piece of a run that is seen."""
        match element.tag.removeprefix(W):
            case "t":
                content.parts.append(element.text or "")
            case "br":
                is_line = element.get(W + "type", "textWrapping") == "textWrapping"
                content.parts.append("\n" if is_line else " ")
            case "sym":
                content.parts.append(_symbol(element.get(W + "char", "")))
            case "footnoteReference" | "endnoteReference" as name:
                content.notes.append((name.removesuffix("Reference"), element.get(W + "id", "")))
            case "ruby":
                for base in element.iterfind(W + "rubyBase"):
                    self._walk(base, content, 1)
            case name:
                content.parts.append(_SIGNS.get(name, ""))

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(False)
        elif self._fields and kind == "separate":
            self._fields[-1] = True
        elif self._fields and kind == "end":
            self._fields.pop()


def _unfolded(run: Any) -> Iterator[Any]:
    """The elements of a run, those of the chosen alternative among them."""
    for element in run:
        if element.tag == MC + "AlternateContent":
            yield from _chosen(element)
        else:
            yield element


def _chosen(alternatives: Any) -> Any:
    """The first choice of a content that is there for several versions of Word, else its fallback."""
    found = alternatives.find(MC + "Choice")
    if found is None:
        found = alternatives.find(MC + "Fallback")
    return () if found is None else found


def _boxes(drawing: Any) -> list[Any]:
    """The contents of the text boxes of a drawing; of its alternatives the chosen one alone."""
    found: list[Any] = []
    waiting = [drawing]
    while waiting:
        element = waiting.pop()
        if element.tag == W + "txbxContent":
            found.append(element)
        elif element.tag == MC + "AlternateContent":
            waiting += reversed(list(_chosen(element)))
        else:
            waiting += reversed(list(element))
    return found


def _symbol(code: str) -> str:
    """The sign of a symbol font; a bullet for those that have no code of their own."""
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    return "•" if value in _PRIVATE else chr(value) if value < 0xD800 else ""  # noqa: PLR2004 - surrogates
