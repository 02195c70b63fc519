"""The English that briefs are written in."""

import pytest

from summariser.text.english import count, listed, plural, with_article


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("rocket", "rockets"),
        ("rocket or missile", "rockets or missiles"),
        ("salvo of rockets", "salvos of rockets"),
        ("salvo of rockets or missiles", "salvos of rockets or missiles"),
        ("person", "people"),
        ("person killed", "person killed"),
        ("family", "families"),
        ("series", "series"),
    ],
)
def test_plural_of_what_is_counted(one, many):
    assert plural(one) == many


def test_counts_are_words_up_to_nine():
    assert [count(n, "article") for n in (0, 1, 9, 10, 1200)] == [
        "no articles",
        "one article",
        "nine articles",
        "10 articles",
        "1,200 articles",
    ]


def test_lists_join_with_and():
    assert [listed(items) for items in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]


@pytest.mark.parametrize(
    "name", ["US Embassy in Duyal", "Government of Peru", "Governor of Valle", "Tarsona Port Authority"]
)
def test_bodies_take_an_article(name):
    assert with_article(name) == f"the {name}"


@pytest.mark.parametrize("name", ["Reuters", "Ana Prit", "Hamas", "The Hague Court", "the coalition", "water board"])
def test_names_that_have_or_take_no_article_are_left_alone(name):
    assert with_article(name) == name
