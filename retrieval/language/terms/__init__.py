"""Words → the terms of each field: stems, roots, lemmas, grams; stop words."""
