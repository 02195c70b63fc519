import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summariser.text.copies import copies_of

STORY = """Rockets fell on the harbour of Tarsona before dawn on Friday and set two fuel tanks on fire, the port said.
The first struck a warehouse on the eastern quay at about four in the morning, and three more followed in minutes.
At least six workers were taken to the city hospital with burns, and two of them were still there on Saturday.
The port authority said that 3 people were killed when the roof of the warehouse came down on the night shift.
No group said that it had fired the rockets, which were of a kind that the coast guard had not seen here before.
Ships that were waiting outside the breakwater were sent north to Morren, where the grain terminal stayed open.
The mayor asked people who live near the tanks to keep their windows shut until the smoke had blown out to sea.
It was the second time this year that the harbour was hit, after a drone broke a crane in the first days of March."""
PARAGRAPHS = STORY.split("\n")
OTHER = """A council in the hills above Oste voted to close its old cable car, whose last ride will be in September.
Engineers had found cracks in the upper wheel, and a new one would cost more than the village takes in ten years.
The cable car was built to carry milk down to the dairy and later took walkers up to the lake for half a century."""
CHINESE = (
    "星期五凌晨，几枚火箭弹落在塔尔索纳港口，引燃了两个油罐。港务局说，第一枚在凌晨四点左右击中东码头的一座仓库，"
    "随后几分钟内又有三枚落下。至少六名工人因烧伤被送往市医院，其中两人星期六仍在住院。没有组织承认发射了火箭弹。"
)


def copied(*texts):
    """The places of the texts, each with that of the text which it repeats."""
    found = copies_of({f"{place:04}": text for place, text in enumerate(texts)})
    return {int(one): int(first) for one, first in found.items()}


def test_the_same_text_in_another_shape_is_a_copy():
    assert copied(STORY, STORY.upper().replace(",", "")) == {1: 0}


def test_copies_with_another_figure_are_copies():
    edited = STORY.replace("3 people", "5 people").replace("six workers", "eight workers")
    assert copied(STORY, edited) in ({1: 0}, {0: 1})


def test_the_first_half_of_a_text_repeats_the_whole_whichever_comes_first():
    half = "\n".join(PARAGRAPHS[:4])
    assert copied(STORY, half) == {1: 0}
    assert copied(half, STORY) == {0: 1}


def test_an_article_that_quotes_a_paragraph_of_another_is_no_copy():
    assert copied(STORY, f"{OTHER}\n{PARAGRAPHS[2]}\n{OTHER.replace('Oste', 'Morren')}") == {}


def test_a_short_text_that_a_long_one_quotes_whole_is_no_copy():
    brief = f"{PARAGRAPHS[0]} {PARAGRAPHS[3]}"
    assert copied(brief, "\n".join([OTHER, OTHER[::-1], brief, *(one[::-1] for one in PARAGRAPHS)])) == {}


def test_a_line_and_a_notice_above_and_below_do_not_hide_a_copy():
    framed = f"By our own correspondent\n{STORY}\nSign up for our letter, it comes every morning and costs nothing."
    assert copied(STORY, framed) == {0: 1}


def test_articles_that_share_only_their_furniture_are_no_copies():
    notice = "This page was made by a machine and may have faults. " * 3 + "All rights are with the Tarsona Post. " * 8
    first, second = (f"{told}\n{notice}\n{STORY[::-1]}" for told in (OTHER, "\n".join(PARAGRAPHS[:3])))
    assert copied(first, second) == {}


def test_an_article_with_a_long_passage_of_its_own_is_no_copy():
    assert copied(STORY * 2, f"{STORY} {OTHER}") == {}


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("Quake of 5.1 near Oste.", "QUAKE of 5.1 near Oste", {1: 0}),
        ("Quake of 5.1 near Oste.", "Quake of 5.3 near Oste.", {}),
        (PARAGRAPHS[0], PARAGRAPHS[0].replace("Friday", "Sunday"), {}),
        ("", "", {}),
        ("…", "—", {}),
    ],
)
def test_short_texts_are_copies_only_if_their_words_are_equal(one, other, found):
    assert copied(one, other) == found


def test_scripts_without_spaces_are_compared_by_characters():
    assert copied(CHINESE, CHINESE.replace("六名", "八名"), CHINESE[::-1]) in ({1: 0}, {0: 1})


def test_accents_points_and_letter_forms_do_not_count():
    arabic = "سقطت صواريخ على ميناء ترسونة فجر الجمعة"
    assert copied(arabic, "سَقَطَتْ صواريخ على مينـــاء ترسونة فجر الجمعة") == {1: 0}


def test_what_two_halves_of_a_text_repeat_does_not_make_them_copies_of_one_another():
    first, second = "\n".join(PARAGRAPHS[:4]), "\n".join(PARAGRAPHS[4:])
    assert copied(first, second) == {}
    assert copied(first, second, STORY) == {0: 2, 1: 2}


def test_there_are_no_chains():
    words = [f"word{number}" for number in range(160)]
    a, b, c = (" ".join(words[start : start + 100]) for start in (0, 30, 60))
    found = copied(a, b, c)
    assert len(found) == 1
    assert set(found.values()).isdisjoint(found)


def test_five_hundred_articles_with_one_text_repeat_one_of_them():
    edited = [STORY.replace("3 people", f"{number} people") for number in range(250)]
    found = copied(*[STORY] * 250, *edited)
    assert len(found) == 499
    assert len(set(found.values())) == 1


words = st.sampled_from([f"w{number}" for number in range(400)])
texts = st.lists(st.lists(words, min_size=0, max_size=120).map(" ".join), min_size=1, max_size=4)


def groups(found, ids):
    return {frozenset(one for one in ids if found.get(one, one) == first) for first in ids}


@settings(max_examples=80, deadline=None)
@given(texts, st.lists(st.tuples(st.integers(0, 9), st.integers(0, 120)), max_size=4), st.randoms())
def test_the_order_and_the_names_of_articles_do_not_change_who_has_one_text(own, cuts, shuffle):
    told = own + [" ".join(own[at % len(own)].split()[:end]) for at, end in cuts]
    names = [f"{place:02}" for place in range(len(told))]
    other = shuffle.sample(names, len(names))
    found, again = (copies_of(dict(zip(ids, told, strict=True))) for ids in (names, other))
    back = dict(zip(other, names, strict=True))
    assert groups({back[one]: back[first] for one, first in again.items()}, names) == groups(found, names)


@settings(max_examples=80, deadline=None)
@given(texts, st.integers(0, 3), st.sampled_from(["0", "9"]))
def test_one_more_copy_makes_no_more_texts(own, which, name):
    told = {f"{place + 1}": text for place, text in enumerate(own)}
    more = {**told, name: own[which % len(own)]}
    texts_of = [len(one) - len(copies_of(one)) for one in (told, more)]
    assert texts_of[1] <= texts_of[0] or not own[which % len(own)]


def test_the_sample_misses_no_text_that_was_cut_short():
    draw = random.Random(7)
    vocabulary = [f"w{number}" for number in range(500)]
    for _ in range(200):
        whole = draw.choices(vocabulary, k=draw.randint(40, 200))
        part = whole[: max(40, len(whole) // 2)]
        assert copied(" ".join(whole), " ".join(part)) == {1: 0}
