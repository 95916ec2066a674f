"""Carries the conversation over the Telegram Bot API."""

import os

# python-telegram-bot 22 asks for the choice and warns at each flood wait without it; it is read late.
os.environ.setdefault("PTB_TIMEDELTA", "true")
