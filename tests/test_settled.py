"""What an earlier digest told as one stays one; the rules and the model's rulings go on from there."""

import pytest

from summariser.core.merge import merge, open_actors, open_incidents
from summariser.core.merge.clusters import SINCE_EARLIER, Pair, cluster
from summariser.nouns.known import Aliases, Apart, Known
from summariser.nouns.pairs import Ruling
from tests.told import FAMILIES, Told, at, in_

EMBASSY = ("US Embassy in Duyal", "government_body", "US")
DAY = at("2031-05-02")


def tells(sign, *facts, type_="shelling", target=EMBASSY, **more):
    told = Told(sign, more.pop("published", None))
    roles = [("target", told.actor(*target))] if target else []
    told.incident(type_, *facts, roles=roles, **more)
    return told.reading()


def id_of(reading):
    return reading.incidents[0].id


def settled(*readings, lasting="I1"):
    return {id_of(one): lasting for one in readings}


def clusters(readings, **known):
    merged = merge(readings, FAMILIES, Known(**known))
    return sorted(sorted(member.id for member in one.members) for one in merged.incidents)


def ruled(a, b, verdict):
    first, second = sorted((a, b))
    return {(first, second): Ruling(a=first, b=second, verdict=verdict, reason="so", model="m")}


ALIKE = [tells(sign, DAY, in_("Duyal")) for sign in "123"]
FAR = tells("4", DAY, in_("Duyal"), target=None)
OTHER_DAY = tells("5", at("2031-05-09"), in_("Duyal"))


def test_reports_of_one_lasting_id_are_one_though_no_rule_joins_them_and_the_reason_says_so():
    merged = merge([ALIKE[0], FAR], FAMILIES, Known(settled=settled(ALIKE[0], FAR)))
    assert [len(one.members) for one in merged.incidents] == [2]
    assert merged.incidents[0].reasons == (SINCE_EARLIER,)


def test_where_the_rules_join_them_too_their_reasons_are_given_and_no_other():
    told = merge(ALIKE, FAMILIES).incidents
    assert merge(ALIKE, FAMILIES, Known(settled=settled(*ALIKE))).incidents == told
    assert SINCE_EARLIER not in told[0].reasons


def test_not_even_a_conflict_parts_them():
    assert clusters([ALIKE[0], OTHER_DAY], settled=settled(ALIKE[0], OTHER_DAY)) == [
        sorted(map(id_of, (ALIKE[0], OTHER_DAY)))
    ]


def test_a_new_report_comes_in_by_the_rules():
    assert clusters([*ALIKE[:2], FAR], settled=settled(ALIKE[0], FAR)) == [sorted(map(id_of, (*ALIKE[:2], FAR)))]


def test_a_new_report_in_conflict_with_any_of_them_stays_apart():
    given = [ALIKE[0], OTHER_DAY, ALIKE[1]]
    assert [id_of(ALIKE[1])] in clusters(given, settled=settled(ALIKE[0], OTHER_DAY))


def test_two_lasting_ids_are_joined_by_the_rules_and_kept_apart_by_a_conflict():
    two = settled(ALIKE[0]) | settled(ALIKE[1], lasting="I2")
    assert len(clusters(ALIKE[:2], settled=two)) == 1
    two = settled(ALIKE[0]) | settled(OTHER_DAY, lasting="I2")
    assert len(clusters([ALIKE[0], OTHER_DAY], settled=two)) == 2


def test_a_mention_without_a_day_that_is_settled_brings_no_second_incident_in():
    mention = tells("6", at(None, "04:00"), in_("Duyal"))
    first, second = (
        tells("7", at("2031-05-02", "04:15"), in_("Duyal")),
        tells("8", at("2031-05-03", "04:15"), in_("Duyal")),
    )
    assert sorted(map(len, clusters([mention, second]))) == [2]
    found = clusters([mention, first, second], settled=settled(mention, first))
    assert found == sorted([sorted(map(id_of, (mention, first))), [id_of(second)]])


def test_what_is_settled_apart_is_asked_about_again_only_for_the_sake_of_a_new_report():
    assert len(open_incidents([ALIKE[0], FAR], FAMILIES)) == 1
    apart = settled(ALIKE[0]) | settled(FAR, lasting="I2")
    assert open_incidents([ALIKE[0], FAR], FAMILIES, Known(settled=apart)) == ()
    assert len(open_incidents([ALIKE[0], FAR], FAMILIES, Known(settled=settled(ALIKE[0])))) == 1


@pytest.mark.parametrize("ids", ["reports", "lasting"])
def test_a_ruling_of_an_earlier_day_holds_for_what_has_more_reports_now(ids):
    apart = settled(ALIKE[1]) | settled(FAR, lasting="I2")
    pair = (id_of(ALIKE[1]), id_of(FAR)) if ids == "reports" else ("I1", "I2")
    given = [*ALIKE[:2], FAR]
    assert len(open_incidents(given, FAMILIES, Known(settled=apart))) == 1
    assert open_incidents(given, FAMILIES, Known(settled=apart, rulings=ruled(*pair, "different"))) == ()
    assert len(clusters(given, settled=apart, rulings=ruled(*pair, "same"))) == 1


# Actors


def names(*actors):
    """One article each, with one actor."""
    readings = []
    for sign, actor in enumerate(actors, 1):
        told = Told(str(sign))
        told.actor(*actor)
        readings.append(told.reading())
    return readings


def actors_of(readings, **known):
    return sorted(len(one.members) for one in merge(readings, FAMILIES, Known(**known)).actors)


def lasting_actors(readings, *ids):
    return {reading.actors[0].id: one for reading, one in zip(readings, ids, strict=True) if one}


HARBOUR = ("Harbour Brigades", "armed_group", "IQ")
PORT = ("Port Legion", "armed_group", "IQ")


def test_actors_of_one_lasting_id_are_one_and_a_namesake_comes_in():
    told = names(HARBOUR, PORT, PORT)
    assert actors_of(told) == [1, 2]
    assert actors_of(told, settled=lasting_actors(told, "A1", "A1", None)) == [3]


def test_what_the_user_names_as_two_is_parted_all_the_same():
    told = names(HARBOUR, PORT)
    apart = Aliases(apart=(Apart(names=(HARBOUR[0], PORT[0])),))
    assert actors_of(told, settled=lasting_actors(told, "A1", "A1"), aliases=apart) == [1, 1]


def test_actors_settled_apart_are_asked_about_again_only_for_the_sake_of_a_new_one():
    told = names(("Tarek Ostrin", "person", "IQ"), ("Ostrin", "person", "IQ"))
    assert len(open_actors(told)) == 1
    assert len(open_actors(told, Known(settled=lasting_actors(told, "A1", None)))) == 1
    assert open_actors(told, Known(settled=lasting_actors(told, "A1", "A2"))) == ()


def test_a_ruling_on_two_lasting_actors_holds_for_all_who_have_their_ids():
    told = names(("Tarek Ostrin", "person", "IQ"), ("Ostrin", "person", "IQ"), ("Ostrin", "person", "IQ"))
    known = Known(settled=lasting_actors(told, "A1", "A2", None), rulings=ruled("A1", "A2", "different"))
    assert open_actors(told, known) == ()


# Clusters


def test_a_doubt_about_one_settled_member_keeps_nobody_from_another():
    pairs = [Pair(5, "a", "c", "alike")]
    doubt = {("b", "c"), ("c", "b")}
    assert [
        one.ids for one in cluster("abc", pairs, lambda x, y: (x, y) in doubt, [("a", "b")], lambda _, __: False)
    ] == [("a", "b", "c")]
    assert [one.ids for one in cluster("abc", pairs, lambda x, y: (x, y) in doubt, [("a", "b")])] == [
        ("a", "b"),
        ("c",),
    ]
