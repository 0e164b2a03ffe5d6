"""The `gozareh` command, one module a noun."""
