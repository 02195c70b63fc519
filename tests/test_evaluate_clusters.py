"""Agreement of two partitions: equal to the definitions, known at the ends, blind to what clusters are called."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summariser.core.evaluate.clusters import b_cubed, false_merges, missed_merges, pairs_within, pairwise

partitions = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=25).map(
    lambda both: tuple(dict(enumerate(side)) for side in zip(*both, strict=True))
)
"""Two partitions of the same items."""


def by_definition_pairwise(system, gold):
    said = {pair for pair in combinations(gold, 2) if system[pair[0]] == system[pair[1]]}
    true = {pair for pair in combinations(gold, 2) if gold[pair[0]] == gold[pair[1]]}
    return len(said & true) / len(said) if said else 1.0, len(said & true) / len(true) if true else 1.0


def by_definition_b_cubed(system, gold):
    def mates(of, item):
        return {other for other in of if of[other] == of[item]}

    both = [(mates(system, item), mates(gold, item)) for item in gold]
    precision = sum(len(said & true) / len(said) for said, true in both) / len(gold)
    return precision, sum(len(said & true) / len(true) for said, true in both) / len(gold)


@given(partitions)
def test_scores_are_what_the_definitions_say(both):
    system, gold = both
    assert pairwise(system, gold)[:2] == pytest.approx(by_definition_pairwise(system, gold))
    assert b_cubed(system, gold)[:2] == pytest.approx(by_definition_b_cubed(system, gold))


@given(partitions)
def test_scores_lie_between_0_and_1_and_f1_between_precision_and_recall(both):
    for scores in (pairwise(*both), b_cubed(*both)):
        assert all(0 <= score <= 1 + 1e-12 for score in scores)
        assert min(scores[:2]) - 1e-12 <= scores.f1 <= max(scores[:2]) + 1e-12


@given(partitions)
def test_precision_of_one_side_is_recall_of_the_other(both):
    system, gold = both
    for measure in (pairwise, b_cubed):
        assert measure(system, gold).precision == pytest.approx(measure(gold, system).recall)


@given(partitions)
def test_names_of_the_clusters_change_nothing(both):
    system, gold = both
    renamed = {item: f"cluster {9 - cluster}" for item, cluster in system.items()}
    assert pairwise(renamed, gold) == pairwise(system, gold)
    assert b_cubed(renamed, gold) == pytest.approx(b_cubed(system, gold))
    assert false_merges(renamed, gold) == false_merges(system, gold)
    assert missed_merges(renamed, gold) == missed_merges(system, gold)


@given(partitions)
def test_no_merge_is_listed_exactly_where_a_score_is_perfect(both):
    system, gold = both
    assert (not false_merges(system, gold)) == (pairwise(system, gold).precision == 1)
    assert (not missed_merges(system, gold)) == (pairwise(system, gold).recall == 1)


def test_one_cluster_of_all_has_full_recall_and_the_precision_of_its_pairs():
    gold = dict(zip("abcdef", "112233", strict=True))
    everything = dict.fromkeys(gold, 0)
    assert pairwise(everything, gold)[:2] == pytest.approx((3 / 15, 1))
    assert b_cubed(everything, gold)[:2] == pytest.approx((2 / 6, 1))
    assert false_merges(everything, gold) == [("a", "c"), ("a", "e"), ("c", "e")]


def test_every_item_alone_is_precise_and_recalls_only_itself():
    gold = dict(zip("abcdef", "112233", strict=True))
    alone = {item: item for item in gold}
    assert pairwise(alone, gold) == (1, 0, 0)
    assert b_cubed(alone, gold)[:2] == pytest.approx((1, 1 / 2))
    assert missed_merges(alone, gold) == [("a", "b"), ("c", "d"), ("e", "f")]


def test_missed_merges_have_one_line_for_two_clusters_however_many_items_they_hold():
    gold = dict.fromkeys(range(40), "one")
    halves = {item: item % 2 for item in gold}
    assert missed_merges(halves, gold) == [(0, 1)]


def test_example_of_bagga_and_baldwin_has_the_precision_of_their_paper():
    truth = dict(zip(range(1, 13), "aaaaabbccccc", strict=True))
    first = truth | dict.fromkeys((8, 9, 10, 11, 12), "b")
    second = truth | dict.fromkeys((8, 9, 10, 11, 12), "a")
    assert b_cubed(first, truth)[:2] == pytest.approx((16 / 21, 1))
    assert b_cubed(second, truth)[:2] == pytest.approx((7 / 12, 1))


def test_partitions_of_different_items_are_refused():
    with pytest.raises(ValueError, match="same items"):
        pairwise({"a": 1}, {"b": 1})


def test_pairs_within_clusters_are_counted():
    assert pairs_within(dict(zip("abcdef", "111223", strict=True))) == 4
