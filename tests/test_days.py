"""Merging day by day over an archive gives what merging all at once gives, and keeps the ids that it gave."""

from dataclasses import replace
from functools import cache
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.worlds import make_world
from summariser.core.evaluate.clusters import pairwise
from summariser.core.merge import merge, open_actors, open_incidents
from summariser.core.merge.blocking import spans_of, spans_since
from summariser.nouns.pairs import Ruling
from summariser.pipeline import Settings, read
from tests.command import ROOT
from tests.held import Held, clusters_of, reports_of

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


def test_the_articles_of_a_day_give_the_same_in_any_order():
    first, second = (Held(WORLD.families) for _ in "ab")
    half = len(WORLD.readings) // 2
    for held, way in ((first, 1), (second, -1)):
        held.day(WORLD.readings[:half][::way])
        held.day(WORLD.readings[half:][::way])
    assert first.lasting == second.lasting
    assert first.joined == second.joined


@settings(max_examples=4, deadline=None)
@given(how=SPLITS)
def test_every_report_has_a_lasting_id_that_it_keeps_but_for_what_turns_out_to_be_one(how):
    held = Held(WORLD.families)
    seen = {}
    for day in split(WORLD.readings, how):
        held.day(day)
        assert {report for one in day for report in reports_of(one)} <= held.lasting.keys()
        assert {report: held.gone_into(lasting) for report, lasting in seen.items()}.items() <= held.lasting.items()
        seen = dict(held.lasting)


def test_of_an_archive_only_what_matters_is_looked_at():
    world = make_world(600, seed=5)
    held = Held(world.families)
    held.day(world.readings[:-40])
    held.loaded.clear()
    met = held.day(world.readings[-40:])
    assert 0 < len(held.loaded) < len(world.readings) / 4
    assert len(met.at_hand.readings) == 40 + len(held.loaded) == 40 + len(set(held.loaded))


def test_what_turns_out_to_be_one_with_a_report_of_today_is_brought_in_whole():
    held = Held(WORLD.families)
    for day in split(WORLD.readings, (Random(2), [20, 40, 60])):
        met = held.day(day)
        at_hand = {reading.article for reading in met.at_hand.readings}
        assert met.touched <= met.at_hand.whole
        assert held.reported_in(met.touched) <= at_hand


def test_what_is_kept_but_not_told_yet_is_found_too():
    held = Held(WORLD.families)
    background, *news = WORLD.readings
    held.keep(background)
    again = [one for one in news if frozenset(told_of(one)) & frozenset(told_of(background))]
    met = held.day(again[:1])
    assert background.article in {reading.article for reading in met.at_hand.readings}


def told_of(reading):
    """Give the incidents that a reading truly tells."""
    return [WORLD.incidents[one.id] for one in reading.incidents]


@pytest.mark.parametrize("day", [700_000, 730_485, 741_347])
@pytest.mark.parametrize("later", [0, 1, 15, 16, 127, 128, 1000, 1024, 3000])
def test_what_is_told_on_a_later_day_is_looked_up_in_few_spans(day, later):
    since = spans_since(day)
    assert len(since) < 20
    assert set(since) & set(spans_of(day + later))
    assert not set(since) & set(spans_of(day - 16))
