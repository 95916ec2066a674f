"""Prints of one text as different programs make them, with the text that is right."""
