"""Articles of the proofs: each has a number of its own, several speakers, a source that it names, and a longer text."""

from typing import Any

_PEOPLE = (
    ("مریم نیک‌فر", "شهردار سپیدان"),
    ("بهرام آذرپی", "مدیرعامل آب منطقه‌ای رودبالا"),
    ("نگار دشتبان", "رئیس شورای شهر مهرود"),
    ("کاوه سپهرنیا", "مدیر راه‌های دشت‌آرا"),
)
_OUTLETS = ("سپیدان‌نامه", "دریچه شمال", "آوای البرز")


def article(number: int, *, is_longer: bool) -> dict[str, Any]:
    """The input of `ingestArticle` for the article of this number, in its first text or in the longer later one."""
    (first, office), (second, other_office) = (_PEOPLE[(number + shift) % len(_PEOPLE)] for shift in (0, 1))
    sentences = [
        f"به گزارش ایسنا، {first}، {office} گفت: پل شماره {number} تا پایان سال باز می‌شود.",
        f"وی افزود: برای این پل {number + 7} میلیارد تومان هزینه شد.",
        f"{second}، {other_office} تأکید کرد که راه شماره {number} باز می‌ماند.",
    ]
    if is_longer:
        sentences.append(f"{second} همچنین گفت: خط شماره {number} فردا راه می‌افتد.")
    return {
        "url": f"https://example.org/proofs/{number}",
        "outlet": _OUTLETS[number % len(_OUTLETS)],
        "title": f"پل شماره {number}",
        "section": "شهر",
        "tags": ["پل", f"راه {number % 5}"],
        "publishedAt": f"2024-04-{number % 28 + 1:02}",
        "text": "\n".join(sentences),
    }
