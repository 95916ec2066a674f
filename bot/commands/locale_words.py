"""Reasons in the language of the terminal: Arabic where its locale is, English otherwise."""

from __future__ import annotations

import os

from retrieval import Reason, in_arabic, in_english

_NAMES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""What names the language of messages, the strongest first (POSIX, Internationalization Variables)."""


def in_locale(reason: Reason) -> str:
    """A reason in the words of the terminal's language."""
    locale = next((value for name in _NAMES if (value := os.environ.get(name))), "")
    return in_arabic(reason) if locale.lower().startswith("ar") else in_english(reason)
