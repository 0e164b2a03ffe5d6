"""The words that join a participle to its clause: «اینکه», «این مطلب که», «نگرانی از اینکه»."""

from extraction.cue_words import words


def after_that(keys: list[str], token: int) -> int | None:
    """The token after «اینکه», «این که», «این مطلب که» or «که»; None where none of them stands there."""
    ahead = [*keys[token : token + 4], "", "", "", ""]
    if ahead[0] in {"اینکه", "آنکه", "که"}:
        return token + 1
    if ahead[0] in {"این", "آن"} and ahead[1] == "که":
        return token + 2
    if ahead[0] in {"این", "آن"} and ahead[1] in words("that nouns") and ahead[2] == "که":
        return token + 3
    return None


def after_feeling(keys: list[str], token: int) -> int | None:
    """The token after «نگرانی از اینکه» and the like: one or two words, «از» or another preposition, a clause."""
    for length in range(1, 5):
        if keys[token + length - 1 : token + length] in (["،"], [":"], ["."], ["\n"]):
            return None
        after = after_that(keys, token + length)
        if after is not None:
            return after
    return None
