"""What was judged, and how. Every sentence is made up for this test."""

import pytest

from domain.statement import SpeechAct
from extraction.statements import find_statements


@pytest.mark.parametrize(
    ("text", "target", "judgement"),
    [
        ("وی ساخت جاده را ضروری دانست.", "ساخت جاده", "ضروری"),
        ("وی نیز ساخت جاده را کاری بزرگ توصیف کرد.", "ساخت جاده", "کاری بزرگ"),
        ("وی این حمله را محکوم کرد.", "این حمله", None),
        ("وی با اشاره به بستن پل، این کار را خطا خواند.", "بستن پل", "خطا"),
        ("وی در واکنش به بستن پل این کار را خطا خواند.", "بستن پل", "خطا"),
        ("وی با اشاره به بستن پل، درباره کار مردم، این کار را خطا خواند.", "این کار", "خطا"),
        ("وی این کار را خطا خواند.", "این کار", "خطا"),
        (f"وی با اشاره به بستن پل، {'در شهر ' * 110}این کار را خطا خواند.", "این کار", "خطا"),
        ("وی از همکارش به عنوان مردی دانا یاد کرد.", "همکارش", "مردی دانا"),
        ("وی رقیبش را به دروغ متهم کرد.", "رقیبش", "به دروغ"),
        ("وی گفت: هوا سرد است.", None, None),
    ],
)
def test_target_and_judgement_are_told_apart(text: str, target: str | None, judgement: str | None) -> None:
    """A and B of «A را B دانست»; «این کار» is what it stands for where one candidate stands in the sentence."""
    [statement] = find_statements(text)
    assert (statement.target and statement.target.of(text)) == target
    assert (statement.judgement and statement.judgement.of(text)) == judgement


@pytest.mark.parametrize(
    ("text", "speech_act"),
    [
        ("وی گفت: هوا سرد است.", SpeechAct.ASSERTED),
        ("وی این خبر را تکذیب کرد.", SpeechAct.DENIED),
        ("وی خواستار ساخت جاده شد.", SpeechAct.DEMANDED),
        ("وی نسبت به ریزش کوه هشدار داد.", SpeechAct.WARNED),
        ("وی قول داد که جاده را بسازد.", SpeechAct.PROMISED),
        ("وی پرسید: جاده کجاست؟", SpeechAct.ASKED),
        ("وی از کارگران جاده قدردانی کرد.", SpeechAct.THANKED),
    ],
)
def test_the_cue_tells_the_speech_act(text: str, speech_act: SpeechAct) -> None:
    """Denials, demands, warnings, promises, questions and thanks are told apart from assertions."""
    [statement] = find_statements(text)
    assert statement.speech_act is speech_act
