import pytest

from summariser.core.merge import merge
from tests.told import FAMILIES, Told


def merged_names(*articles):
    """Merge articles, each a list of (name, kind, country); give the names of each merged actor's members."""
    told = []
    for sign, actors in zip("1234", articles, strict=False):
        article = Told(sign)
        for actor in actors:
            article.actor(*actor)
        told.append(article.reading())
    return merge(told, FAMILIES).actors


ONE = [
    [("US Embassy in Duyal", "government_body", "US"), ("Embassy of the United States in Duyal", "organisation", None)],
    [("Kesh Front", "armed_group", "IQ"), ("The Kesh Front", "coalition", "IQ")],
    [("President Ana Prit", "person", "PE"), ("Ana Prit", "person", None)],
    [("Mohammed Ali al-Sarrani", "person", "IQ"), ("Muhammad Ali Al Sarrani", "person", "IQ")],
    [("police", "government_body", "PE"), ("Police", "government_body", "PE")],
    [("Prit", "person", "PE"), ("Prit", "person", "PE")],
    [("Coast Guard", "government_body", "UK"), ("Coast Guard", "government_body", "GB")],
    [("Coast Guard", "government_body", "EL"), ("Coast Guard", "government_body", "GR")],
]
TWO = [
    [("militants", "unnamed_group", "PE"), ("militants", "unnamed_group", "PE")],
    [("Hezbollah", "armed_group", "LB"), ("Kataib Hezbollah", "armed_group", None)],
    [("Iraq", "state", "IQ"), ("Iraq", "government_body", "IQ")],
    [("Kesh Front", "armed_group", "IQ"), ("Kesh Front", "armed_group", "IR")],
    [("Ana Prit", "person", "PE"), ("Ana Prit", "organisation", "PE")],
    [("Ana Prit", "person", "PE"), ("Prit", "person", "PE")],
    [("police", "government_body", None), ("police", "government_body", None)],
    [("Prit", "person", None), ("Prit", "person", "PE")],
    [("Mohammed Ali al-Sarrani", "person", "IQ"), ("Muhammad Ali Al Sarrani", "person", None)],
    [("Mohammed Sarrani", "person", "IQ"), ("Muhammad Sarrani", "person", "IQ")],
    [("Mohammed Ali Karim al-Sarrani", "person", "IQ"), ("Muhammad Ali Al Sarrani", "person", "IQ")],
]


@pytest.mark.parametrize("pair", ONE)
def test_one_actor_under_two_names_is_one(pair):
    (merged,) = merged_names([pair[0]], [pair[1]])
    assert len(merged.members) == 2
    assert merged.reasons


@pytest.mark.parametrize("pair", TWO)
def test_look_alikes_stay_apart(pair):
    assert len(merged_names([pair[0]], [pair[1]])) == 2


def test_two_actors_of_one_article_never_become_one():
    twice = [("Kesh Front", "armed_group", "IQ"), ("the Kesh Front", "armed_group", "IQ")]
    merged = merged_names(twice, twice[:1])
    assert sorted(len(one.members) for one in merged) == [1, 2]


def test_a_name_without_country_joins_neither_of_two_countries():
    front = [("Kesh Front", "armed_group", country) for country in ("IQ", None, "IR")]
    assert len(merged_names(*([one] for one in front))) == 3


def test_kinds_that_a_model_confuses_do_not_chain_to_kinds_that_exclude_each_other():
    front = [("Kesh Front", kind, "IQ") for kind in ("armed_group", "organisation", "government_body")]
    merged = merged_names(*([one] for one in front))
    assert sorted(len(one.members) for one in merged) == [1, 2]


def test_the_reason_says_what_is_alike_and_in_how_many_articles():
    names = ["US Embassy in Duyal", "American Embassy in Duyal", "Embassy of the USA in Duyal"]
    (merged,) = merged_names(*([(name, "government_body", "US")] for name in names))
    assert merged.reasons == ("same name, kind and country in three articles",)
    spelt = ("Mohammed Ali al-Sarrani", "Muhammad Ali Al Sarrani")
    (merged,) = merged_names(*([(name, "person", "IQ")] for name in spelt))
    assert merged.reasons == (
        "same person and country in 2 spellings (Mohammed Ali al-Sarrani; Muhammad Ali Al Sarrani) in two articles",
    )


def test_an_actor_that_is_part_of_itself_is_noted_and_belongs_to_nothing():
    told = Told("1")
    first = told.actor("Kesh Front", "armed_group", "IQ", part_of=f"{told.prefix}:a2")
    told.actor("Kesh Council", "organisation", "IQ", part_of=first)
    merged = merge([told.reading()], FAMILIES)
    assert [one.part_of for one in merged.actors] == [f"{told.prefix}:a2", None]
    assert merged.notes == ("Kesh Council: is told to be part of itself; not kept",)


def test_what_an_actor_belongs_to_is_the_merged_actor():
    first, second = Told("1"), Told("2")
    first.actor("United States", "state", "US")
    state = second.actor("USA", "state", "US")
    second.actor("US Embassy in Duyal", country="US", part_of=state)
    merged = merge([first.reading(), second.reading()], FAMILIES)
    assert merged.actors[1].part_of == merged.actors[0].id == f"{first.prefix}:a1"
