"""What each subcommand of `shahid` does; `bot.cli` parses the command line and calls them."""
