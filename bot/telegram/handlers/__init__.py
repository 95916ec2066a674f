"""One callable for each kind of update: what arrives becomes an act of the conversation."""
