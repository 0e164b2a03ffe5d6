"""Reads what a client selects with one SQL statement for each root field."""
