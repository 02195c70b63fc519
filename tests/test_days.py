"""Merging day by day over an archive gives what merging all at once gives, and keeps the ids that it gave."""

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.worlds import make_world
from summariser.core.evaluate.clusters import pairwise
from summariser.core.merge import merge, open_actors, open_incidents
from summariser.nouns.pairs import Ruling
from summariser.pipeline import Settings, read
from tests.command import ROOT
from tests.held import Held, clusters_of

GOLD = ROOT / "fixtures" / "gold"
WORLD = make_world(60, seed=5)


@cache
def gold(part):
    replayed = GOLD / part / "recordings"
    silent = Settings(None, None, None, None, replayed, strict=True, jobs=1, say=lambda _: None, progress=False)
    return read([str(GOLD / part / "articles")], silent)


def days_of(readings, cuts):
    """Split `readings` into days, each of which has one at least."""
    places = sorted({cut % len(readings) for cut in cuts} - {0})
    return [readings[start:end] for start, end in zip([0, *places], [*places, len(readings)], strict=True)]


SPLITS = st.tuples(st.randoms(use_true_random=False), st.lists(st.integers(0, 10_000), max_size=8))


def split(readings, how):
    random, cuts = how
    shuffled = list(readings)
    random.shuffle(shuffled)
    return days_of(shuffled, cuts)


def after(days, families, known_of=lambda _, known: known):
    held = Held(families)
    for day in days:
        held.day(day, known_of)
    return held


@pytest.mark.parametrize("part", ["tune", "opened_2", "held_back"])
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(how=SPLITS)
def test_incidents_of_days_are_those_of_all_articles_at_once(part, how):
    run = gold(part)
    held = after(split(run.readings, how), run.families)
    whole = merge(run.readings, run.families)
    assert clusters_of(held.lasting, whole.incident_of) == {
        frozenset(member.id for member in one.members) for one in (*whole.incidents, *whole.series)
    }


@pytest.mark.parametrize("part", ["tune", "opened"])
@settings(max_examples=2, deadline=None)
@given(how=SPLITS)
def test_with_questions_they_are_so_too_and_no_pair_is_asked_about_twice(part, how):
    run = gold(part)
    whole = merge(run.readings, run.families, run.known)
    truth = {**whole.incident_of, **whole.actor_of}
    asked = []

    def known_of(at_hand, known):
        rulings = {}
        for open_pairs in (
            lambda k: open_actors(at_hand.readings, k),
            lambda k: open_incidents(at_hand.readings, run.families, k),
        ):
            for pair in open_pairs(replace(known, rulings=all_rulings | rulings)):
                verdict = "same" if truth[pair.a] == truth[pair.b] else "different"
                rulings[pair.a, pair.b] = Ruling(a=pair.a, b=pair.b, verdict=verdict, reason="so", model="gold")
                asked.append((pair.a, pair.b))
        all_rulings.update(rulings)
        return replace(known, rulings=dict(all_rulings))

    all_rulings = {}
    held = after(split(run.readings, how), run.families, known_of)
    assert len(set(asked)) == len(asked)
    found = pairwise({one: held.lasting[one] for one in whole.incident_of}, whole.incident_of)
    assert (found.precision, found.recall) == (1, 1)
