"""Timelines inside other sites' pages."""
