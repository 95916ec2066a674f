"""What a web page declares of its source: its date of publication, above all.

In: the tree of a page, before anything is taken out of it. Out: the date, or None. Of several declarations
the surest wins: the `NewsArticle` or `Article` of a JSON-LD graph, meta tags, any other `datePublished` of a
graph, `time` tags of the article, and at last a date in the path of the page's own address.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from retrieval.corpus.pages.published import parse_date

_META_NAMES: Final = frozenset(
    [
        "article:published_time",
        "og:article:published_time",
        "og:published_time",
        "datepublished",
        "publishdate",
        "pubdate",
        "publish-date",
        "publish_date",
        "date",
        "dc.date",
        "dc.date.issued",
        "dcterms.date",
        "dcterms.created",
        "parsely-pub-date",
        "sailthru.date",
        "publication_date",
        "article_date_original",
    ]
)
"""Names of the meta tags in which pages declare the date of publication, in lower case."""
_TIME_TAGS: Final = (
    "//*[@itemprop='datePublished']",
    "//time[@pubdate]",
    "//article//header//time",
    "//article//time",
)
"""Tags that hold it in the page, the surest first."""
_ARTICLES: Final = re.compile(r"(?:\w*Article|\w*Posting|Report|Review)$")
"""Types of JSON-LD that are a text of their own: `NewsArticle`, `BlogPosting` (schema.org)."""
_IN_PATH: Final = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/_-]|$)")
"""`/2024/03/05/`."""


def declared_date(tree: Any) -> date | None:
    """The date of publication that a page declares, or None."""
    for value in _declarations(tree):
        found = parse_date(value)
        if found is not None:
            return found
    return next((found for address in _addresses(tree) if (found := _date_in(address))), None)


def _declarations(tree: Any) -> Iterator[str]:
    """What a page declares as its date of publication, the surest first."""
    articles, others = _dates_in_graphs(tree)
    yield from articles
    for tag in tree.iter("meta"):
        names = {(tag.get(name) or "").lower() for name in ("property", "name", "itemprop")}
        if names & _META_NAMES:
            yield tag.get("content") or ""
    yield from others
    for path in _TIME_TAGS:
        for tag in tree.xpath(path):
            yield tag.get("datetime") or tag.get("content") or tag.text_content()


def _dates_in_graphs(tree: Any) -> tuple[list[str], list[str]]:
    """Every `datePublished` of the JSON-LD of a page: of articles, and of anything else."""
    articles: list[str] = []
    others: list[str] = []
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            waiting: list[Any] = [json.loads(script.text or "", strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            value = waiting.pop(0)
            if isinstance(value, dict):
                if "datePublished" in value:
                    (articles if _is_article(value) else others).append(str(value["datePublished"]))
                waiting += value.values()
            elif isinstance(value, list):
                waiting += value
    return articles, others


def _is_article(value: dict[str, Any]) -> bool:
    kinds = value.get("@type", "")
    return any(_ARTICLES.search(str(kind)) for kind in (kinds if isinstance(kinds, list) else [kinds]))


def _addresses(tree: Any) -> Iterator[str]:
    """The addresses that a page gives as its own."""
    for link in tree.xpath("//link[@rel='canonical']/@href"):
        yield str(link)
    for content in tree.xpath("//meta[@property='og:url']/@content"):
        yield str(content)


def _date_in(address: str) -> date | None:
    match = _IN_PATH.search(address)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
