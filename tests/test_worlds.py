from collections import Counter
from itertools import combinations

import pytest

from benchmarks.worlds import FAMILIES, make_world, same_text
from summariser.core.evaluate.clusters import false_merges, pairwise
from summariser.core.merge import merge
from summariser.core.merge.actors import merge_actors
from summariser.core.merge.incidents import Court
from summariser.core.merge.incidents import _candidates as candidates
from summariser.core.merge.origins import world_of
from summariser.core.merge.sightings import sightings_of
from summariser.edges.prompts import load_types
from summariser.edges.shipped import incident_types_file
from summariser.nouns.known import Known


@pytest.fixture(scope="module")
def world():
    return make_world(300, seed=7)


def court_of(world):
    known = Known(outlets=world.outlets)
    inside = world_of(world.readings, merge_actors(world.readings, known), world.families, known)
    return Court(sightings_of(world.readings, inside), inside)


def test_blocking_loses_no_pair_that_the_rules_would_join(world):
    court = court_of(world)
    every = combinations(sorted(court.sightings), 2)
    wanted = {pair for pair in every if court.verdict(*pair).kind in ("join", "perhaps")}
    assert len(wanted) > 100
    assert wanted - candidates(court) == set()


def test_blocking_leaves_most_pairs_unjudged(world):
    court = court_of(world)
    size = len(court.sightings)
    assert len(candidates(court)) < size * (size - 1) / 2 / 20


def test_equal_numbers_and_seeds_give_equal_worlds_and_other_seeds_others():
    assert make_world(40, seed=1) == make_world(40, seed=1)
    assert make_world(40, seed=1).readings != make_world(40, seed=2).readings


def test_every_id_has_its_truth(world):
    assert set(world.incidents) == {one.id for reading in world.readings for one in reading.incidents}
    assert set(world.actors) == {one.id for reading in world.readings for one in reading.actors}
    assert set(world.outlets) == {reading.article for reading in world.readings}
    assert len(set(world.incidents.values())) == 300


def test_no_article_tells_one_incident_twice(world):
    for reading in world.readings:
        told = [world.incidents[one.id] for one in reading.incidents]
        assert len(set(told)) == len(told) > 0


def test_a_third_of_the_incidents_have_a_look_alike_of_the_week_before():
    world = make_world(600, seed=3)
    told = {world.incidents[one.id]: one for reading in world.readings for one in reading.incidents if one.facts}
    titles = Counter(one.title for one in told.values())
    alike = sum(number for number in titles.values() if number > 1)
    assert alike > len(told) / 3


def test_the_families_are_those_of_the_shipped_list():
    shipped = load_types(incident_types_file())
    assert {code: shipped[code].family for code in FAMILIES} == FAMILIES


def test_few_merges_of_an_invented_world_are_false_and_most_are_found(world):
    merged = merge(world.readings, world.families, Known(outlets=world.outlets))
    incidents = pairwise(merged.incident_of, world.incidents)
    assert incidents.precision > 0.95
    assert incidents.recall > 0.6
    assert len(false_merges(merged.actor_of, world.actors)) <= 1


def test_copies_of_one_text_are_one_incident_for_each_that_it_tells():
    world = same_text(40)
    merged = merge(world.readings, world.families)
    assert merged.incident_of.keys() == world.incidents.keys()
    assert pairwise(merged.incident_of, world.incidents).f1 == 1
    assert pairwise(merged.actor_of, world.actors).f1 == 1
