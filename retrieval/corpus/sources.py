"""What is declared of a document's source: sidecars, front matter and records.

In: a mapping as YAML or JSON gave it. Out: `SourceFields`, and in plain words what of it is wrong.
The fields are `title`, `publisher`, `author`, `published` (ISO 8601 or a date as Arabic sites write it)
and `url`; a field that is null is declared unknown, whatever the document itself gives.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

import yaml

from retrieval.corpus.drafts import FIELD_NAMES, SourceFields, one_line
from retrieval.corpus.pages.published import parse_date
from retrieval.errors import DocumentError
from retrieval.reasons import reason
from retrieval.types import Reason

SIDECAR_ENDINGS = (".source.yaml", ".source.yml")
"""How the name of a sidecar ends."""
_NUMBER_LIMIT = 100
"""Longest number in code points: Python refuses to write one of thousands of digits."""
_YAML_LIMIT = 32 * 1024
"""Longest YAML of a source in code points: five fields take some hundreds, and its parser takes seconds
for a megabyte."""
SIDECAR_BYTES = 4 * (_YAML_LIMIT + 1)
"""Bytes that no sidecar of `_YAML_LIMIT` is longer than: four a code point in every encoding, and a mark."""
TOO_LONG = reason("source_too_long", limit=_YAML_LIMIT)
_ALIASES: Final[Mapping[str, str]] = MappingProxyType(
    {
        alias: name
        for name, aliases in {
            "title": "name headline العنوان عنوان الاسم",
            "publisher": "issued_by issuer organization site site_name source مصدر المصدر الناشر ناشر",
            "author": "authors byline writer by creator الكاتب كاتب المؤلف بقلم",
            "published": "date published_at publication_date pubdate issued_at تاريخ التاريخ تاريخ_النشر",
            "url": "source_url link href permalink canonical address رابط الرابط",
        }.items()
        for alias in aliases.split()
    }
)
"""Other names of fields, lower case, with `_` for blanks and dashes."""
_STRUCTURE: Final = frozenset("[{&*!|>%@`\"'")
"""How values begin that are more than a line of text."""
_COLON: Final = re.compile(r":(?:\s|$)")
_PLAIN_LINE: Final = re.compile(r"(?P<key>[^\W\d][\w -]{0,40}?)\s*:\s+(?P<value>\S.*)")
"""A line `key: value` whose value may hold colons of its own."""


def read_sidecar(text: str) -> tuple[SourceFields, tuple[Reason, ...]]:
    """Read the text of a sidecar.

    Args:
        text: YAML, a mapping of source fields.

    Returns:
        The fields that are right, and what is wrong in plain words; unknown fields are wrong.
    """
    if len(text) > _YAML_LIMIT:
        return SourceFields(), (TOO_LONG,)
    try:
        values = _load_yaml(text)
    except DocumentError as error:
        return SourceFields(), (error.reason,)
    if values is None:
        return SourceFields(), (reason("source_empty"),)
    if not isinstance(values, Mapping):
        return SourceFields(), (reason("source_not_mapping"),)
    unknown = [
        reason("unknown_field", field=repr(key), fields=", ".join(FIELD_NAMES))
        for key in values
        if _name_of(key) is None
    ]
    fields, problems = fields_of(values)
    return fields, (*unknown, *problems)


def split_front_matter(text: str) -> tuple[SourceFields, tuple[Reason, ...], str]:
    """Take the YAML front matter off a Markdown text.

    Args:
        text: The whole text; front matter stands between two lines of `---` at its start.

    Returns:
        Its fields, what is wrong with it, and the text behind it; fields that are no source fields are
        passed over, since other programs write theirs there.
    """
    lines = text.lstrip("\ufeff").splitlines()
    if not lines or lines[0].rstrip() != "---":
        return SourceFields(), (), text
    end = next((place for place, line in enumerate(lines[1:], 1) if line.rstrip() in {"---", "..."}), None)
    if end is None:
        return SourceFields(), (), text
    if sum(map(len, lines[1:end])) > _YAML_LIMIT:
        return SourceFields(), (reason("front_matter", reason=TOO_LONG),), "\n".join(lines[end + 1 :])
    try:
        values = _load_yaml("\n".join(["", *lines[1:end]]))  # the first line counts
    except DocumentError as error:
        return SourceFields(), (reason("front_matter", reason=error.reason),), "\n".join(lines[end + 1 :])
    if not isinstance(values, Mapping):  # two rules with text between them, no front matter
        return SourceFields(), (), text if values is not None else "\n".join(lines[end + 1 :])
    fields, problems = fields_of(values)
    return (
        fields,
        tuple(reason("front_matter", reason=problem) for problem in problems),
        "\n".join(lines[end + 1 :]),
    )


def fields_of(values: Mapping[Any, Any]) -> tuple[SourceFields, tuple[Reason, ...]]:
    """Read the source fields of a mapping.

    Args:
        values: Fields by name; other names are passed over.

    Returns:
        The fields that are right, and what is wrong in plain words.
    """
    named: dict[str, Any] = {}
    for key, value in values.items():
        name = _name_of(key)
        if name is not None and (name not in named or key == name):  # its own name wins over another one
            named[name] = value
    known: dict[str, Any] = {}
    cleared: set[str] = set()
    problems: list[Reason] = []
    for name in FIELD_NAMES:
        if name not in named:
            continue
        if named[name] is None:
            cleared.add(name)
            continue
        try:
            known[name] = _published(named[name]) if name == "published" else _line(name, named[name])
        except DocumentError as error:
            problems.append(error.reason)
    return SourceFields(**known, cleared=frozenset(cleared)), tuple(problems)


def _name_of(key: object) -> str | None:
    """The field that a key means, or None."""
    folded = re.sub(r"[\s-]+", "_", str(key).strip().lower())
    return folded if folded in FIELD_NAMES else _ALIASES.get(folded)


def _line(name: str, value: object) -> str:
    """A field of one line; several names of authors are joined."""
    if (
        name == "author"
        and isinstance(value, list)
        and value
        and all(isinstance(each, str) for each in value)
    ):
        value = "، ".join(value)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise DocumentError("field_not_line", field=name)
    line = one_line(str(value))
    if not line:
        raise DocumentError("field_empty", field=name)
    if name == "url" and not line.startswith(("http://", "https://")):
        raise DocumentError("field_no_url", field=name)
    return line


def _published(value: object) -> date:
    """The date of publication."""
    found = parse_date(value) if isinstance(value, str) else None
    if found is None:
        raise DocumentError("no_date", field="published", value=repr(value))
    return found


class _PlainLoader(yaml.SafeLoader):
    """A safe loader that leaves dates as they are written, so that an impossible one spoils itself alone.

    It refuses aliases: a few lines of them stand for more values than any memory holds.
    """

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not read")
        return super().compose_node(parent, index)


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _integer(loader: _PlainLoader, node: yaml.ScalarNode) -> int:
    """A whole number that can be written again."""
    if len(node.value) > _NUMBER_LIMIT:
        raise yaml.MarkedYAMLError(problem="no source has such a number", problem_mark=node.start_mark)
    return loader.construct_yaml_int(node)


_PlainLoader.add_constructor("tag:yaml.org,2002:int", _integer)


def _load_yaml(text: str) -> Any:
    """The value of a YAML text.

    Raises:
        DocumentError: It is no YAML; the message names the line where that is known.
    """
    try:
        return yaml.load(text, Loader=_PlainLoader)  # noqa: S506 - a safe loader
    except Exception as error:  # PyYAML raises IndexError for `!!int ''`, OverflowError, KeyError, …
        meant = _as_meant(text)
        if meant is not None:
            return meant
        mark = getattr(error, "problem_mark", None)
        if mark is None:
            raise DocumentError("bad_yaml") from error
        raise DocumentError("bad_yaml_line", line=mark.line + 1) from error


def _as_meant(text: str) -> dict[str, str] | None:
    """The fields of lines `key: value`, one at least of which has a colon in its value; None for other texts.

    YAML refuses `title: الجزء الأول: البداية`, which can mean but one thing.
    """
    fields: dict[str, str] = {}
    for line in filter(str.strip, text.splitlines()):
        match = _PLAIN_LINE.fullmatch(line.rstrip())
        if match is None:
            return None
        if match["value"][0] not in _STRUCTURE:
            fields[match["key"]] = match["value"]
        elif _name_of(match["key"]) is not None:
            return None
    return fields if any(_COLON.search(value) for value in fields.values()) else None
