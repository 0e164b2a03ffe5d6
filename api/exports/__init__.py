"""Files of claims, for spreadsheets, programs and other sites' timelines."""
