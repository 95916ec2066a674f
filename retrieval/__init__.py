"""Answers questions by verbatim quotation from a folder of documents.

This is the facade: all that `bot` may import. Nothing here knows Telegram, HTTP, an event loop or
a database.
"""
