"""The words of the bot: every text of its own, and Arabic grammar for numbers and times."""
