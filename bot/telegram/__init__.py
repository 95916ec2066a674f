"""Connects the conversation to the Telegram Bot API."""

import os

# Without this, python-telegram-bot 22 warns at each flood wait. It is read after this import.
os.environ.setdefault("PTB_TIMEDELTA", "true")
