"""All SQL: tables, queries by subject, sessions, search and paging."""
