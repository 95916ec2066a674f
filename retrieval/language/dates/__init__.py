"""Dates in Arabic text → Gregorian ISO 8601 values with their offsets."""
