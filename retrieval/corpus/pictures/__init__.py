"""Quotations → pictures of the pages that they stand on, with their lines marked."""
