"""Question sets in, runs and measures out, and the gate that holds them."""
