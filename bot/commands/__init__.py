"""What each call of `shahid` does; `bot.cli` reads the words, these do the work."""
