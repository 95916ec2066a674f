"""Readers of office files, books, letters and subtitles."""
