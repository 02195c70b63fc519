"""What a digest tells gets an id once, and keeps it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summariser.core.lasting import assigned

REPORTS = st.lists(st.integers(0, 40).map(lambda n: f"r{n:02}"), unique=True, min_size=1, max_size=30)


@st.composite
def clusters(draw):
    """Reports in clusters, each known by its first report, and lasting ids that some of them have."""
    found = {}
    for report in draw(REPORTS):
        found.setdefault(draw(st.integers(0, 6)), []).append(report)
    given_ids = st.sampled_from(["I1", "I2", "I3", "I10", None])
    settled = {one: lasting for of in found.values() for one in of if (lasting := draw(given_ids))}
    return {min(of): of for of in found.values()}, settled


def test_new_ones_count_on_in_order_of_their_first_reports():
    found = assigned({"b": ["b", "c"], "a": ["a", "z"]}, {}, 7, "statement")
    assert found.of == {"a": "T7", "b": "T8"}
    assert found.next_number == 9
    assert [(one.id, one.kind, one.reports) for one in found.lasting] == [
        ("T7", "statement", ("a", "z")),
        ("T8", "statement", ("b", "c")),
    ]


def test_a_cluster_keeps_the_id_of_its_reports_and_takes_new_ones_in():
    found = assigned({"a": ["a", "m"]}, {"m": "I3"}, 7, "incident")
    assert (found.of, found.joined, found.next_number) == ({"a": "I3"}, {}, 7)
    assert found.lasting[0].reports == ("a", "m")


def test_of_two_that_turn_out_to_be_one_the_lower_number_stays():
    found = assigned({"a": ["a", "b", "c"]}, {"a": "I10", "b": "I9"}, 11, "incident")
    assert (found.of, found.joined) == ({"a": "I9"}, {"I10": "I9"})


def test_an_id_whose_reports_stand_in_two_clusters_stays_with_most_of_them():
    found = assigned({"a": ["a"], "b": ["b", "c"]}, {"a": "I4", "b": "I4", "c": "I4"}, 5, "incident")
    assert found.of == {"a": "I5", "b": "I4"}


@pytest.mark.parametrize(("kind", "letter"), [("incident", "I"), ("series", "S"), ("statement", "T"), ("actor", "A")])
def test_each_kind_has_its_letter(kind, letter):
    assert assigned({"a": ["a"]}, {}, 1, kind).of == {"a": f"{letter}1"}


@given(clusters())
def test_no_id_is_given_twice_no_report_is_lost_and_the_order_does_not_matter(told):
    of, settled = told
    found = assigned(of, settled, 11, "incident")
    assert len(set(found.of.values())) == len(of) == len(found.lasting)
    assert sorted(report for one in found.lasting for report in one.reports) == sorted(
        r for c in of.values() for r in c
    )
    assert assigned(dict(reversed(of.items())), settled, 11, "incident") == found


@given(clusters())
def test_an_id_once_given_goes_on_or_into_another_that_does(told):
    of, settled = told
    found = assigned(of, settled, 11, "incident")
    going_on = set(found.of.values())
    for old in set(settled.values()):
        assert (old in going_on) != (found.joined.get(old) in going_on)
