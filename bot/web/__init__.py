"""Serves the conversation as a web page to the browser of this machine."""
