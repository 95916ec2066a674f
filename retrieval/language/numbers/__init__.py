"""Numbers in Arabic text, in digits and in words → values, with what they count."""
