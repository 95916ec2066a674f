"""The pages of a PDF: glyphs at places → lines in the order of reading → paragraphs and headings."""
