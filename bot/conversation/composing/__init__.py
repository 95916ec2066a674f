"""Answers and screens → Replies: what is quoted, cited and laid out, and in what order."""
