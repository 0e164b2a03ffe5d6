"""Joins extraction to the database: readers, speaker resolution, deciding and storing."""
