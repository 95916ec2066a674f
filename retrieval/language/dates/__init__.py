"""Dates in Arabic text → ISO 8601 values, Gregorian, with where they stand."""
