"""Breaks the real process on purpose, and counts what people would have noticed.

`catalog` has the faults as data, `stories` what people do while one strikes, `campaign` runs many at
a time in one process, `kills` ends processes at random moments, `surroundings` breaks disk, database,
corpus. `python -m tests.faults` runs all of it and writes the table; the tests here run a sample.
"""
