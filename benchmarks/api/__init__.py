"""How much CPU the reading API spends on a request, beside PostGraphile 5 over the same tables."""
