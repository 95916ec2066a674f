"""Carries the conversation over the Telegram Bot API."""
