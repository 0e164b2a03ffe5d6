"""The subject's own words, in the standard library only; every other package may import it."""
