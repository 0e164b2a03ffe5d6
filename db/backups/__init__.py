"""Backups: copies a database while it is in use, and puts a proved copy in the place of a database."""
