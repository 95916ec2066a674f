"""What those who run the bot can see of it: log lines and metrics, without tokens and people's words."""
