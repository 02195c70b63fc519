"""The gold of the project: what it holds, and how well the part to tune on is merged."""

from pathlib import Path

import pytest

from summariser.edges.gold import load_gold
from tests.command import ROOT, complaints, run

GOLD = ROOT / "fixtures" / "gold"
PARTS = ("tune", "opened", "opened_2", "opened_3", "opened_4", "held_back")
LEAST = {
    "incidents.pairwise.precision": 1,
    "incidents.pairwise.f1": 0.95,
    "incidents.look_alikes_apart": 1,
    "actors.pairwise.precision": 1,
    "actors.aligned.pairwise.recall": 0.95,
    "statements.pairwise.precision": 1,
    "disagreements.recall": 0.85,
    "disagreements.precision": 0.85,
    "disagreements.side_completeness": 0.95,
    "citations.exact": 1,
    "citations.coverage": 1,
}


HELD_BACK = LEAST | {
    "actors.aligned.pairwise.recall": 0.9,
    "statements.pairwise.precision": 0.9,
    "disagreements.recall": 0.9,
    "disagreements.precision": 0.9,
}


def evaluated(part, *flags, cwd):
    return run(
        "evaluate", GOLD / part, "--replay", GOLD / part / "recordings", "--strict", *flags, cwd=cwd, network=False
    )


def test_the_gold_is_of_eighty_articles_in_eight_languages_about_thirty_incidents_half_of_them_look_alikes():
    articles = [path for part in PARTS for path in (GOLD / part / "articles").iterdir()]
    incidents = [one for part in PARTS for one in load_gold(GOLD / part).incidents]
    assert len(articles) >= 80
    assert len({path.stem.rpartition("-")[2] for path in articles}) >= 8
    assert len(incidents) >= 30
    assert 2 * sum(bool(one.look_alikes) for one in incidents) >= len(incidents)


@pytest.mark.parametrize("part", PARTS)
def test_each_part_has_all_types_of_disagreement_and_actors_of_several_articles(part):
    gold = load_gold(GOLD / part)
    types = {one.type for incident in gold.incidents for one in incident.disagreements}
    assert len(types) == 6
    assert sum(len(actor.names) > 1 for actor in gold.actors) >= 20


def test_no_incident_stands_in_two_parts():
    ids = [one.id for part in PARTS for one in load_gold(GOLD / part).incidents]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("part", "least"), [("tune", LEAST), ("held_back", HELD_BACK)])
def test_a_part_is_merged_as_well_as_when_it_was_measured(part, least, tmp_path):
    bounds = (flag for name, bound in least.items() for flag in ("--min", f"{name}={bound}"))
    done = evaluated(part, *bounds, cwd=tmp_path)
    assert complaints(done) == []
    assert done.returncode == 0


def test_without_questions_nothing_is_merged_wrongly_either(tmp_path):
    bounds = [name for name in LEAST if name.endswith("precision") and "pairwise" in name]
    done = evaluated(
        "tune", "--no-adjudicate", *(flag for name in bounds for flag in ("--min", f"{name}=1")), cwd=tmp_path
    )
    assert complaints(done) == []
    assert done.returncode == 0


@pytest.mark.parametrize("part", PARTS)
def test_every_article_and_every_pair_of_the_gold_has_its_answer(part, tmp_path):
    folder = Path(GOLD / part)
    done = run("brief", folder / "articles", "--replay", folder / "recordings", "--strict", "-o", "b.md", cwd=tmp_path)
    assert complaints(done) == []
    assert done.returncode == 0
