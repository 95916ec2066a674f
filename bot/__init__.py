"""The bot: takes questions from Telegram, a local page or the terminal, and shows answers of `retrieval`."""
