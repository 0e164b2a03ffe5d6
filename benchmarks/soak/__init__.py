"""Asks a server for hours in every way that clients do, and looks whether it stays as it was."""
