"""Scoring against gold: a perfect answer has 1 everywhere, and each fault lowers its own measure and has its reason."""

import tomllib
from dataclasses import replace
from io import BytesIO

import pytest

from summariser.core.brief import compose
from summariser.core.evaluate import MEASURES, Answer, Evaluation, as_table, below, misquotes, score
from summariser.core.evaluate.result import measures
from summariser.core.merge.values import key
from summariser.edges import articles
from summariser.edges.gold import load_gold
from summariser.nouns.gold import Gold
from summariser.nouns.problems import NoInput, Problem
from tests.command import complaints, run
from tests.golden import GOLD, TEXTS, drafts, read, write_world
from tests.sample_brief import ACCOUNT
from tests.servers import Server

WORLD = Gold.model_validate(tomllib.loads(GOLD))


@pytest.fixture
def given(tmp_path):
    """The articles of the gold by file name."""
    return _articles_of(write_world(tmp_path / "world"))


def _articles_of(world):
    loaded = articles.load([str(world / "articles")], BytesIO())
    return {article.path.rsplit("/", 1)[1]: article for article in loaded.articles}


def answer(given, told, failed=None, why=lambda a, b: ""):
    readings, merged = read(given, told)
    brief = compose(merged, tuple(given.values()), readings, (), ACCOUNT)
    return Answer(given, readings, failed or {}, merged, brief, lambda a, b: key(a) == key(b), why)


def evaluated(given, told, gold=WORLD, **how):
    return score(gold, answer(given, told, **how))


def faults(evaluation, measure):
    return [fault for fault in evaluation.faults if fault.measure == measure]


def lowered(evaluation):
    return {name for name, value in measures(evaluation).items() if value < 1}


def test_answer_that_says_what_the_gold_says_has_1_everywhere_and_no_fault(given):
    evaluation = evaluated(given, drafts())
    assert (lowered(evaluation), evaluation.faults, evaluation.failed) == (set(), (), {})
    assert tuple(measures(evaluation)) == MEASURES
    sizes = {row.name: (row.gold, row.system) for row in evaluation.rows}
    assert sizes["incidents"] == (3, 3)
    assert sizes["actors"] == (6, 6)
    assert sizes["facts"] == (8, 8)
    assert sizes["statements"] == (2, 2)
    assert sizes["incidents.pairwise"] == sizes["disagreements"] == (1, 1)
    assert {share.name: share.part for share in evaluation.shares}["origins"] == 3


def test_order_of_the_articles_changes_nothing(given):
    told = drafts()
    told["b-fr.md"]["incidents"] = []
    told["b-fr.md"]["statements"] = []
    backwards = dict(reversed(given.items()))
    assert measures(evaluated(backwards, told)) == measures(evaluated(given, told))


def test_wrong_value_is_a_miss_and_a_spurious_fact_and_the_reason_has_both_values(given):
    told = drafts()
    told["a-en.md"]["incidents"][0]["facts"][0]["value"]["part_of_day"] = "dawn"
    evaluation = evaluated(given, told)
    missed, wrong = (
        next(fault for fault in faults(evaluation, "facts") if fault.side == side) for side in ("missed", "wrong")
    )
    assert (missed.what, missed.articles) == ("first/day", ("a-en.md",))
    assert "2031-05-02" in missed.reason
    assert "part_of_day dawn;" in missed.reason
    assert "first/day" in wrong.reason
    facts = next(row for row in evaluation.rows if row.name == "facts")
    assert (facts.precision, facts.recall) == (7 / 8, 7 / 8)


def test_value_that_rests_on_other_words_is_missed_and_the_reason_says_so(given):
    gold = tomllib.loads(GOLD.replace('["Three people were killed"]', '["condemned the attack"]'))
    evaluation = evaluated(given, drafts(), Gold.model_validate(gold))
    missed, wrong = faults(evaluation, "facts")
    assert (missed.what, missed.reason) == (
        "first/killed-3",
        "killed: the value is given, but for words at another place",
    )
    assert wrong.side == "wrong"


def test_incident_that_is_not_read_costs_all_that_hangs_on_it(given):
    told = drafts()
    told["b-fr.md"]["incidents"] = []
    told["b-fr.md"]["statements"][0]["about"] = []
    evaluation = evaluated(given, told)
    assert measures(evaluation)["incidents.recall"] == pytest.approx(2 / 3)
    assert measures(evaluation)["incidents.pairwise.recall"] == 0
    assert measures(evaluation)["incidents.aligned.pairwise.recall"] == 1
    (merge,) = faults(evaluation, "incidents.pairwise")
    assert merge.reason == "it is not in the reading of b-fr.md"
    (disagreement,) = faults(evaluation, "disagreements")
    assert disagreement.reason.startswith("no side has killed-5")
    assert measures(evaluation)["disagreements.recall"] == 0
    assert measures(evaluation)["disagreements.precision"] == 1
    assert {fault.what for fault in faults(evaluation, "citations.nugget_recall")} == {
        "first/day", "first/city", "first/killed-5",
    }  # fmt: skip


def test_article_that_failed_is_missed_whole_and_is_listed(given):
    there = {name: article for name, article in given.items() if name != "c-en.md"}
    evaluation = evaluated(there, drafts(), failed={"c-en.md": "the model refused"})
    assert evaluation.articles == 3
    assert evaluation.failed == {"c-en.md": "the model refused"}
    assert {fault.reason for fault in faults(evaluation, "incidents")} == {
        "the article was not read: the model refused"
    }
    assert "c-en.md: the model refused" in as_table(evaluation)
    assert measures(evaluation)["actors.recall"] == pytest.approx(4 / 6)


def test_look_alikes_merged_into_one_are_a_false_merge_that_is_marked(given):
    whole = answer(given, drafts())
    one = whole.merged.incidents[0]
    members = tuple(member for incident in whole.merged.incidents for member in incident.members)
    groups = tuple(group for incident in whole.merged.incidents for group in incident.facts)
    merged = whole.merged.model_copy(
        update={
            "incidents": (one.model_copy(update={"members": members, "facts": groups, "reasons": ("same city",)}),),
            "incident_of": dict.fromkeys(whole.merged.incident_of, one.id),
        }
    )
    evaluation = score(WORLD, replace(whole, merged=merged))
    (fault,) = faults(evaluation, "incidents.pairwise")
    assert (fault.side, fault.what) == ("wrong", "first and second")
    assert fault.reason == "look-alikes in the gold; merged because: same city"
    assert measures(evaluation)["incidents.look_alikes_apart"] == 0
    assert measures(evaluation)["incidents.pairwise.precision"] == pytest.approx(1 / 3)
    assert measures(evaluation)["incidents.pairwise.recall"] == 1


def test_missed_merge_says_what_kept_the_two_apart(given):
    told = drafts()
    told["b-fr.md"]["actors"][0]["kind"] = "state"
    evaluation = evaluated(given, told, why=lambda a, b: f"{a[:12] != b[:12]}: not of one kind")
    (fault,) = faults(evaluation, "actors.pairwise")
    assert (fault.what, fault.articles) == ("kesh", ("a-en.md", "b-fr.md"))
    assert fault.reason == "kept apart: True: not of one kind"


def test_shorter_name_does_not_take_a_mention_inside_the_longer_one(tmp_path):
    world = write_world(tmp_path / "world", **{"c-en.md": TEXTS["c-en.md"] + "The Kesh Front stayed silent.\n"})
    told = drafts()
    told["c-en.md"]["actors"][0]["mentions"] = [{"sentence": 3, "quote": "Kesh Front was blamed"}]
    kesh, *others = WORLD.actors
    both = kesh.model_copy(update={"names": {**kesh.names, "c-en.md": ("Kesh Front",)}})
    evaluation = evaluated(_articles_of(world), told, WORLD.model_copy(update={"actors": (both, *others)}))
    assert [(fault.side, fault.what) for fault in faults(evaluation, "actors")] == [("missed", "kesh")]


def test_disagreement_of_another_type_is_missed_and_its_reason_names_the_type(given):
    (one,) = WORLD.incidents[0].disagreements
    first = WORLD.incidents[0].model_copy(update={"disagreements": (one.model_copy(update={"type": "updated"}),)})
    evaluation = evaluated(given, drafts(), WORLD.model_copy(update={"incidents": (first, WORLD.incidents[1])}))
    missed, wrong = faults(evaluation, "disagreements")
    assert (missed.reason, wrong.reason) == ("found as contradiction", "in the gold it is updated")
    assert measures(evaluation)["disagreements.recall"] == 0
    assert measures(evaluation)["disagreements.precision"] == 0
    assert measures(evaluation)["disagreements.type_accuracy"] == 0


def test_disagreement_that_the_gold_does_not_have_is_false(given):
    first = WORLD.incidents[0].model_copy(update={"disagreements": ()})
    evaluation = evaluated(given, drafts(), WORLD.model_copy(update={"incidents": (first, WORLD.incidents[1])}))
    (fault,) = faults(evaluation, "disagreements")
    assert (fault.side, fault.reason) == ("wrong", "the gold has no such disagreement")
    assert measures(evaluation)["disagreements.precision"] == 0
    assert measures(evaluation)["disagreements.recall"] == 1


def test_side_on_the_words_of_the_gold_with_its_figure_is_the_golds_whatever_is_said_to_be_counted(given):
    told = drafts()
    for name, limits in (("a-en.md", {"scope": "in Tarso"}), ("b-fr.md", {"counted": "worker"})):
        told[name]["incidents"][0]["facts"][1]["value"] |= limits
    evaluation = evaluated(given, told)
    assert measures(evaluation)["disagreements.recall"] == measures(evaluation)["disagreements.precision"] == 1
    assert measures(evaluation)["facts.recall"] < 1


def test_side_on_the_words_of_the_gold_with_another_figure_is_not_the_golds(given):
    told = drafts()
    told["a-en.md"]["incidents"][0]["facts"][1]["value"] |= {"low": 4, "high": 4}
    evaluation = evaluated(given, told)
    assert measures(evaluation)["disagreements.recall"] == 0


def test_disagreement_with_one_side_that_no_reading_has_is_missed_but_not_among_those_that_were_read(given):
    told = drafts()
    del told["a-en.md"]["incidents"][0]["facts"][1]
    evaluation = evaluated(given, told)
    assert measures(evaluation)["disagreements.recall"] == 0
    (read,) = (row for row in evaluation.rows if row.name == "disagreements.aligned")
    assert (read.gold, read.recall) == (0, 1)


def test_side_without_one_of_its_articles_is_not_whole(given):
    whole = answer(given, drafts())
    incidents = tuple(_with_sides_of(one, given["c-en.md"].sha256) for one in whole.merged.incidents)
    lost = replace(whole, merged=whole.merged.model_copy(update={"incidents": incidents}))
    evaluation = score(WORLD, lost)
    assert lowered(evaluation) == {"disagreements.side_completeness"}
    assert [(fault.articles, fault.reason) for fault in faults(evaluation, "disagreements.side_completeness")] == [
        (("a-en.md",), "not on the side killed-3"),
        (("b-fr.md",), "not on the side killed-5"),
    ]


def _with_sides_of(incident, article):
    """The incident with its disagreements told by `article` alone."""
    return incident.model_copy(update={"facts": tuple(_group_of(group, article) for group in incident.facts)})


def _group_of(group, article):
    told = [
        one.model_copy(update={"sides": tuple(side.model_copy(update={"articles": (article,)}) for side in one.sides)})
        for one in group.disagreements
    ]
    return group.model_copy(update={"disagreements": tuple(told)})


def test_origins_that_are_not_as_many_as_in_the_gold_are_listed_with_their_names(given):
    outcry = WORLD.statements[0].model_copy(update={"origins": ()})
    evaluation = evaluated(given, drafts(), WORLD.model_copy(update={"statements": (outcry,)}))
    (fault,) = faults(evaluation, "origins")
    assert fault.what == "outcry"
    assert fault.reason == "origins: 1 (Kesh Front), in the gold 2"


def test_origins_are_not_compared_where_another_article_is_counted_along(given):
    whole = answer(given, drafts())
    every = tuple(article.sha256 for article in given.values())
    incidents = tuple(_with_all_sides_of(one, every) for one in whole.merged.incidents)
    counted = replace(whole, merged=whole.merged.model_copy(update={"incidents": incidents}))
    assert {share.name: share.whole for share in score(WORLD, counted).shares}["origins"] == 1


def _with_all_sides_of(incident, articles):
    """The incident with each of its sides told by `articles`."""
    groups = [
        group.model_copy(
            update={"sides": tuple(side.model_copy(update={"articles": articles}) for side in group.sides)}
        )
        for group in incident.facts
    ]
    return incident.model_copy(update={"facts": tuple(groups)})


def test_statement_told_as_two_is_a_missed_merge_of_statements(given):
    told = drafts()
    told["b-fr.md"]["statements"][0]["content"] = "spoke of an act without equal in the valley"
    told["b-fr.md"]["statements"][0]["kind"] = "threatens"
    evaluation = evaluated(given, told)
    (fault,) = faults(evaluation, "statements.pairwise")
    assert (fault.what, fault.reason) == ("outcry", "kept apart: told as two acts of speech")
    assert measures(evaluation)["origins"] == 1


def test_statement_of_another_kind_is_found_and_listed(given):
    told = drafts()
    told["a-en.md"]["statements"][0]["kind"] = "denies"
    evaluation = evaluated(given, told)
    assert measures(evaluation)["statements.recall"] == 1
    assert measures(evaluation)["statements.kind"] == 1 / 2
    assert [fault.reason for fault in faults(evaluation, "statements.kind")] == [
        "told as denies, in the gold as condemns"
    ]


def test_citation_whose_words_do_not_stand_at_their_place_is_not_exact(given):
    moved = {
        name: article.model_copy(update={"text": article.text.replace("Three", "Seven")})
        for name, article in given.items()
    }
    evaluation = score(WORLD, replace(answer(given, drafts()), articles=moved))
    assert measures(evaluation)["citations.exact"] < 1
    assert "do not stand" in faults(evaluation, "citations.exact")[0].reason


def test_bounds_that_are_not_reached_have_a_line_each(given):
    told = drafts()
    told["b-fr.md"]["incidents"] = []
    told["b-fr.md"]["statements"][0]["about"] = []
    bounds = {"incidents.recall": 0.9, "incidents.precision": 1.0, "facts.f1": 0.99}
    lines = below(evaluated(given, told), bounds)
    assert [line.split()[0] for line in lines] == ["incidents.recall", "facts.f1"]
    assert "0.6667" in lines[0]


def test_table_is_markdown_of_aligned_columns_and_shows_foreign_words_as_they_are(given):
    told = drafts()
    told["a-en.md"]["incidents"] = []
    told["a-en.md"]["statements"][0]["about"] = []
    text = as_table(evaluated(given, told, WORLD.model_copy(update={"note": "<b>x</b> [y](z)\x1b[31m"})))
    table = [line for line in text.splitlines() if line.startswith("|")]
    assert len({len(line) for line in table}) == 2
    assert "\\<b\\>x\\</b\\> \\[y\\](z)" in text
    assert "\x1b" not in text
    assert "- first (a-en.md): no incident of the reading rests on the words that tell it" in text


def test_words_that_do_not_stand_in_the_body_are_named_with_their_place(given):
    bad = GOLD.replace('["Two people"]', '["Two persons"]').replace('"b-fr.md" = ["Front Kesh"]', '"x.md" = ["K"]')
    lines = misquotes(Gold.model_validate(tomllib.loads(bad)), given, ())
    assert len(lines) == 2
    assert lines[0].startswith("actor kesh: there is no article x.md")
    assert lines[1].startswith("fact injured of second: c-en.md does not have the words 'Two persons'")
    outlet = GOLD.replace('["Two people"]', '["Evening Reed"]')
    assert len(misquotes(Gold.model_validate(tomllib.loads(outlet)), given, ())) == 1


@pytest.mark.parametrize(
    ("gold", "place"),
    [
        ("note = x", "line 1"),
        (GOLD.replace('kind = "armed_group"', 'kind = "army"', 1), "actors.0.kind"),
        (GOLD.replace('"killed-5"]', '"killed-9"]'), "killed-9"),
    ],
)
def test_bad_gold_is_one_line_with_place_and_fault(tmp_path, gold, place):
    (tmp_path / "gold.toml").write_text(gold)
    with pytest.raises(Problem, match=place) as caught:
        load_gold(tmp_path)
    assert (caught.value.exit_code, "\n" in str(caught.value)) == (65, False)


def test_folder_without_gold_is_no_input(tmp_path):
    with pytest.raises(NoInput, match=r"gold\.toml"):
        load_gold(tmp_path)


def test_texts_of_the_world_hold_all_words_of_its_gold(given):
    assert set(given) == set(TEXTS)
    assert misquotes(WORLD, given, ()) == []


# The command


@pytest.fixture
def replayed(tmp_path):
    """A folder with the gold's world and the recorded answers that say what the gold says."""
    write_world(tmp_path / "world")
    with Server(_answering(drafts())) as server:
        done = evaluate(tmp_path, "--base-url", server.base_url, "--model", "m", "--record", "kept", OPENAI_API_KEY="k")
    assert (done.returncode, complaints(done)) == (0, [])
    return tmp_path


def _answering(told):
    """A script that answers with the draft of the article that it is asked about."""

    def script(request, _number):
        said = str([message["content"] for message in request["messages"]])
        return next(told[name] for name, text in TEXTS.items() if text.split(".")[0] in said)

    return script


def evaluate(folder, *options, **environment):
    return run("evaluate", "world", *options, cwd=folder, **environment)


def test_evaluation_is_the_same_live_and_replayed_and_needs_no_network(replayed):
    first, second = (evaluate(replayed, "--replay", "kept", "--strict", network=False) for _ in range(2))
    assert (first.returncode, first.stderr) == (0, b"")
    assert first.stdout == second.stdout
    assert first.stdout.startswith(b"two shellings of one barracks: 3 articles, 0 not read\n")


def test_json_holds_the_rows_the_shares_and_the_faults(replayed):
    done = evaluate(replayed, "--replay", "kept", "-o", "scores.json")
    assert (done.returncode, done.stdout) == (0, b"")
    evaluation = Evaluation.model_validate_json((replayed / "scores.json").read_bytes())
    assert tuple(measures(evaluation)) == MEASURES


def test_bound_that_is_not_reached_ends_with_code_1_and_a_line(replayed):
    (replayed / "world" / "gold.toml").write_text(GOLD.replace('"2031-05-06"', '"2031-05-07"'))
    bounds = ["--min", "facts.recall=0.95", "--min", "incidents.pairwise.f1=1", "--min", "facts.precision=0.5"]
    done = evaluate(replayed, "--replay", "kept", *bounds)
    (line,) = complaints(done)
    assert done.returncode == 1
    assert "facts.recall is 0.8750, less than the 0.95" in line
    assert b"facts, missed: 1" in done.stdout


@pytest.mark.parametrize(
    "bound", ["facts.beauty=1", "facts.recall", "facts.recall=x", "facts.recall=2", "facts.recall=nan"]
)
def test_bound_that_cannot_be_is_a_usage_error_before_anything_is_asked(tmp_path, bound):
    done = evaluate(tmp_path, "--replay", "kept", "--min", bound)
    assert done.returncode == 2
    assert bound.encode() in done.stderr


def test_unknown_measure_is_answered_with_the_known_ones(tmp_path):
    said = evaluate(tmp_path, "--min", "beauty=1").stderr.decode()
    assert all(name in "".join(said.split()).replace("│", "") for name in MEASURES)


def test_article_that_could_not_be_read_makes_the_result_partial(replayed):
    next((replayed / "kept").iterdir()).unlink()
    done = evaluate(replayed, "--replay", "kept")
    assert done.returncode == 3
    assert len(complaints(done)) == 1
    assert b"3 articles, 1 not read" in done.stdout


def test_bad_gold_costs_no_question_and_one_line(tmp_path):
    write_world(tmp_path / "world", GOLD.replace('["Two people"]', '["Two persons"]'))
    with Server(_answering(drafts())) as server:
        done = evaluate(tmp_path, "--base-url", server.base_url, "--model", "m", OPENAI_API_KEY="k")
    (line,) = complaints(done)
    assert (done.returncode, server.seen, done.stdout) == (65, [], b"")
    assert "fact injured of second: c-en.md does not have the words 'Two persons'" in line


def test_folder_without_articles_is_no_input(tmp_path):
    (tmp_path / "world").mkdir()
    (tmp_path / "world" / "gold.toml").write_text(GOLD)
    done = evaluate(tmp_path, "--replay", "kept")
    assert (done.returncode, len(complaints(done))) == (66, 1)
