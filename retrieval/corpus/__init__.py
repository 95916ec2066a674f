"""Files to Documents: one reader a format, cleaning, metadata of the source."""
