"""Parts of a text: every sentence once, in order, under the size, cut only where a reader pauses and in no grapheme."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summariser.text.fold import cluster_end
from summariser.text.parts import size, split
from summariser.text.segment import segment

WORDS = st.sampled_from(
    (
        "The ferry ran aground.", "Nobody knows why, said the owner;", "Đò mắc cạn.", "渡轮在清晨搁浅，没有人受伤。",
        "e\u0301", "👩‍👩‍👧‍👧", "🇫🇷🇩🇪", "กำ", "جنحت العبّارة،", "क्षत्रिय", "\u0301", "x" * 150,
        "…", "\n", "\n\n", "\r\n\r\n", "\t", " ",
    )
)  # fmt: skip
TEXTS = st.lists(WORDS, max_size=60).map(" ".join) | st.lists(WORDS, max_size=60).map("".join) | st.text(max_size=400)
PIECES = st.tuples(TEXTS, st.integers(30, 400))


def parted(text, most):
    return split(text, segment(text), most)


def words_of(text, sentences):
    return "".join("".join(text[one.start : one.end].split()) for one in sentences)


@given(PIECES)
def test_parts_have_every_character_of_every_sentence_once_and_in_order(given_text):
    text, most = given_text
    parts = parted(text, most)
    told = [one for part in parts for one in part]
    assert words_of(text, told) == words_of(text, segment(text))
    assert all(before.end <= after.start for before, after in pairwise(told))
    assert all(parts)


@given(PIECES)
def test_pieces_keep_the_number_and_the_bounds_of_their_sentence(given_text):
    text, most = given_text
    sentences = {one.number: one for one in segment(text)}
    for piece in (one for part in parted(text, most) for one in part):
        whole = sentences[piece.number]
        assert whole.start <= piece.start < piece.end <= whole.end
        assert piece.line == whole.line


@given(st.lists(WORDS.filter(lambda word: len(word) < 20), max_size=200).map(" ".join), st.integers(60, 400))
def test_no_part_is_longer_than_allowed(text, most):
    assert all(size(part) <= most for part in parted(text, most))


@given(PIECES)
def test_only_a_single_grapheme_may_be_longer_than_allowed(given_text):
    text, most = given_text
    for part in parted(text, most):
        assert size(part) <= most or len(part) == 1
        if size(part) > most:
            assert cluster_end(text, part[0].start) >= part[0].end


@given(TEXTS)
def test_text_that_is_not_too_long_is_one_part_as_it_stands(text):
    sentences = segment(text)
    assert split(text, sentences, 100_000) == ([sentences] if sentences else [])


@given(PIECES)
def test_parts_of_parts_are_parts(given_text):
    text, most = given_text
    again = split(text, [one for part in parted(text, 2 * most) for one in part], most)
    assert words_of(text, [one for part in again for one in part]) == words_of(text, segment(text))


@pytest.mark.parametrize("grapheme", ["e\u0301\u0323", "👩‍👩‍👧‍👧", "🇫🇷", "กำ", "क्षि", "각"])
def test_no_cut_falls_into_a_grapheme(grapheme):
    text = grapheme * 100
    for part in (part for most in range(40, 60) for part in parted(text, most)):
        assert text[part[0].start : part[0].end].replace(grapheme, "") == ""


def test_parts_end_with_a_paragraph_where_one_ends_in_their_second_half():
    paragraph = "The ferry ran aground. Nobody knows why. It was dark."
    text = "\n\n".join([paragraph] * 40)
    for part in parted(text, 700):
        assert text[part[-1].end :].startswith("\n\n") or part[-1].end == len(text)


def test_parts_are_about_equally_long():
    text = "The ferry ran aground. " * 300
    sizes = [size(part) for part in parted(text, 3000)]
    assert max(sizes) < 1.1 * min(sizes)


def test_long_sentence_is_cut_after_a_clause_else_at_a_space():
    clauses = "the ferry ran aground at the pier of the old harbour, " * 40
    assert all(text_of(clauses, part).endswith(",") for part in parted(clauses, 200))
    words = "aground " * 200
    assert all(set(text_of(words, part).split()) == {"aground"} for part in parted(words, 200))


def text_of(text, part):
    return text[part[0].start : part[-1].end]


def test_decimal_comma_is_no_pause():
    text = "about 2,500 and " * 100
    assert not any(text_of(text, part).endswith(",") for part in parted(text, 120))
