"""The bot's own Arabic texts, and the grammar of Arabic numbers and times."""
