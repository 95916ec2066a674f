"""Sends Replies: renders them, splits long ones, keeps the order, and calls the Bot API."""
