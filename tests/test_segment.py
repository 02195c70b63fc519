"""Sentences: where they begin and end, and the laws that offsets and lines keep for any text."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from summariser.text.segment import cuts, segment

_ODD = 'aB9. !?。؟।"«»\n\r\t\v\f\x1c\x85\u00a0\u2028\u2029\u3000\u200b\ufeff\u0301J.é😀ไข'
texts = st.text(alphabet=st.sampled_from(_ODD), max_size=60) | st.text(max_size=60)


def words(text, language="und", body=0):
    return [text[s.start : s.end] for s in segment(text, language, body)]


@given(texts)
@example("Dr. J.\u00a0R. Ode spoke.\r\nThen he left.\rAll did.")
def test_sentences_are_in_order_apart_and_hold_every_character_that_is_not_white_space(text):
    sentences = segment(text)
    at = 0
    for number, sentence in enumerate(sentences, 1):
        assert sentence.number == number
        assert at <= sentence.start < sentence.end <= len(text)
        assert text[at : sentence.start].strip() == ""
        assert text[sentence.start : sentence.end].strip() == text[sentence.start : sentence.end]
        at = sentence.end
    assert text[at:].strip() == ""


@given(texts)
def test_the_line_of_a_sentence_is_the_one_an_editor_shows(text):
    for sentence in segment(text):
        assert sentence.line == len(re.findall(r"\r\n|\n|\r", text[: sentence.start])) + 1


@given(texts, st.sampled_from(["\n", "\r\n", "\r"]))
def test_sentences_of_a_body_are_those_of_the_body_alone_moved_by_what_stands_before_it(text, newline):
    head = f"---{newline}title: The weir. Gave way.{newline}---{newline}"
    text = "x" + text  # so that the head's last line break stays whole
    alone = [(s.number, s.start + len(head), s.end + len(head), s.line + 3) for s in segment(text)]
    assert [(s.number, s.start, s.end, s.line) for s in segment(head + text, body=len(head))] == alone


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "The weir gave way. Two farms were flooded.", ["The weir gave way.", "Two farms were flooded."]),
        ("en", "Mr. Ode spoke to Dr. Lin.", ["Mr. Ode spoke to Dr. Lin."]),
        ("vi", "Đập bị vỡ lúc rạng sáng. Hai xã bị ngập!", ["Đập bị vỡ lúc rạng sáng.", "Hai xã bị ngập!"]),
        ("ar", "انهار السد فجراً. هل كان متوقعاً؟ لا.", ["انهار السد فجراً.", "هل كان متوقعاً؟", "لا."]),
        ("fr", "La digue a cédé. Deux fermes sont inondées.", ["La digue a cédé.", "Deux fermes sont inondées."]),
        ("zh", "堤坝决口。两个村庄被淹！", ["堤坝决口。", "两个村庄被淹！"]),
        ("hi", "बाँध टूट गया। दो गाँव डूब गए।", ["बाँध टूट गया।", "दो गाँव डूब गए।"]),
        ("th", "เขื่อนพังเมื่อเช้า", ["เขื่อนพังเมื่อเช้า"]),
        ("und", "The weir gave way. Two farms.", ["The weir gave way.", "Two farms."]),
    ],
)
def test_sentences_end_where_readers_of_the_language_end_them(language, text, expected):
    assert words(text, language) == expected


@pytest.mark.parametrize("newline", ["\n", "\r", "\r\n", "\u2028", "\u2029", "\x85", "\v", "\f"])
def test_any_line_break_ends_a_sentence(newline):
    assert words(f"Photo by Ana Prit{newline}the weir at noon") == ["Photo by Ana Prit", "the weir at noon"]


def test_white_space_around_a_sentence_and_blank_lines_are_left_out():
    text = "\n \u00a0\u3000The weir gave way.\t\n\n\u2003\n"
    assert [(text[s.start : s.end], s.line) for s in segment(text)] == [("The weir gave way.", 2)]


def test_a_text_without_words_has_no_sentences():
    assert segment(" \n\u00a0\r\n") == segment("") == ()


def test_a_space_near_initials_that_makes_the_splitter_panic_costs_no_sentence():
    text = "He is D\u00a0. Ode. He left."
    assert words(text, "en")[-1] == "He left."


def test_a_line_on_which_the_splitter_panics_stays_whole(capfd):
    assert cuts("].ßr.].D\u00a0.", "de") == []
    assert "panicked" in capfd.readouterr().err
