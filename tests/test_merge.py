from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from summariser.core.merge import merge
from summariser.nouns.article import Evidence
from summariser.nouns.base import Noun
from tests.strategies import worlds
from tests.told import FAMILIES, Told, at, in_, number

LAWS = settings(max_examples=40, deadline=None)


def evidence_in(thing):
    if isinstance(thing, Evidence):
        yield thing
    elif isinstance(thing, Noun):
        for name in type(thing).model_fields:
            yield from evidence_in(getattr(thing, name))
    elif isinstance(thing, tuple):
        for one in thing:
            yield from evidence_in(one)


def articles_of(members):
    return [member.id.split(":")[0] for member in members]


@LAWS
@given(worlds, st.randoms(use_true_random=False))
def test_the_result_is_the_same_in_any_order_of_articles(world, random):
    shuffled = random.sample(world, len(world))
    assert merge(shuffled, FAMILIES).model_dump_json() == merge(world, FAMILIES).model_dump_json()


@LAWS
@given(worlds)
def test_no_evidence_is_lost(world):
    told = {
        one
        for reading in world
        for things in (reading.actors, reading.incidents, reading.series, reading.standing_facts, reading.statements)
        for one in evidence_in(things)
    }
    assert told <= set(evidence_in(merge(world, FAMILIES)))


@LAWS
@given(worlds)
def test_every_fact_stands_in_exactly_one_side_and_every_side_of_a_disagreement_in_the_incident(world):
    merged = merge(world, FAMILIES)
    told = sorted(fact.id for reading in world for incident in reading.incidents for fact in incident.facts)
    shown = [
        fact.id
        for incident in merged.incidents
        for group in incident.facts
        for side in group.sides
        for fact in side.facts
    ]
    assert sorted(shown) == told
    for incident in merged.incidents:
        sides = {side for group in incident.facts for side in group.sides}
        assert all(set(one.sides) <= sides for group in incident.facts for one in group.disagreements)


@LAWS
@given(worlds)
def test_nothing_told_as_two_in_one_article_becomes_one(world):
    merged = merge(world, FAMILIES)
    for kind in (merged.actors, merged.incidents, merged.series, merged.standing_facts, merged.statements):
        for one in kind:
            assert len(set(articles_of(one.members))) == len(one.members)


@LAWS
@given(worlds)
def test_every_thing_told_is_in_exactly_one_merged_thing_and_the_maps_say_which(world):
    merged = merge(world, FAMILIES)
    homes = {member.id: one.id for one in merged.actors for member in one.members}
    assert merged.actor_of == homes
    assert set(homes) == {actor.id for reading in world for actor in reading.actors}
    happened = {member.id: one.id for one in (*merged.incidents, *merged.series) for member in one.members}
    assert merged.incident_of == happened
    assert len(happened) == sum(len(reading.incidents) + len(reading.series) for reading in world)
    assert len([m for one in merged.statements for m in one.members]) == sum(len(r.statements) for r in world)
    assert len([m for one in merged.standing_facts for m in one.members]) == sum(len(r.standing_facts) for r in world)


@LAWS
@given(worlds)
def test_no_merged_incident_holds_two_countries_or_days_that_exclude_each_other(world):
    for one in merge(world, FAMILIES).incidents:
        for a, b in combinations(one.members, 2):
            days, others = ({f.value.edtf for f in m.facts if f.aspect == "time" and f.value.edtf} for m in (a, b))
            assert (days, others) not in [({"2031-05-02"}, {"2031-05-03"}), ({"2031-05-03"}, {"2031-05-02"})]
            lands, elsewhere = ({f.value.country for f in m.facts if f.aspect == "place"} for m in (a, b))
            assert not lands or not elsewhere or None in lands | elsewhere or lands & elsewhere


@LAWS
@given(worlds)
def test_every_merging_has_a_reason_and_nothing_alone_has_one(world):
    merged = merge(world, FAMILIES)
    for kind in (merged.actors, merged.incidents, merged.series, merged.standing_facts, merged.statements):
        for one in kind:
            assert bool(one.reasons) == (len(one.members) > 1)


def rocket_at(sign, clock, city="Duyal", date="2031-05-02"):
    told = Told(sign)
    told.incident("shelling", at(date, clock), in_("Green Gate", city))
    return told.reading()


def test_likeness_does_not_chain_across_a_conflict():
    early, between, late = rocket_at("1", "01:00"), rocket_at("2", "04:30"), rocket_at("3", "08:00")
    merged = merge([early, between, late], FAMILIES)
    assert [len(one.members) for one in merged.incidents] == [2, 1]
    assert any("01:00 against 08:00" in words for words in merged.incidents[1].apart)


def test_many_articles_with_one_text_are_one_incident():
    told = []
    for position in range(120):
        one = Told("a", "2031-05-02")
        one.article, one.prefix = f"{position:064x}", f"{position:012x}"
        one.actor("Duyal Town Hall", country="XA")
        one.incident("shelling", at("2031-05-02", "04:00"), in_("Green Gate", "Duyal"), ("killed", number(3)))
        told.append(one.reading())
    merged = merge(told, FAMILIES)
    assert [len(one.members) for one in merged.incidents] == [120]
    assert [len(one.members) for one in merged.actors] == [120]


def test_no_readings_merge_into_nothing():
    assert merge([], FAMILIES).incidents == ()
