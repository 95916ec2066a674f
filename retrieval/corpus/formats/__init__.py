"""One reader for each format of files: bytes in, a draft out."""
