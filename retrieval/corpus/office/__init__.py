"""Office files, part by part: what a reader of the finished document sees."""
