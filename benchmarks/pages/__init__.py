"""Measures what the pages for readers cost and weigh, and takes their pictures."""
