import json
import subprocess
import sys
import urllib.request
from io import BytesIO

import pytest

from benchmarks.answering import Desk, extractions_of, prepare
from benchmarks.newsroom import MARK, TOWN_LENGTH, make_articles
from summariser.core.ground import check, complaints
from summariser.edges.articles import load
from summariser.edges.prompts import load_types
from summariser.edges.shipped import incident_types_file
from summariser.nouns.draft import DraftReading
from tests.command import ROOT, run
from tests.servers import Server

CODES = frozenset(load_types(incident_types_file()))


@pytest.fixture(params=[(900, 1), (4000, 4)])
def stories(request):
    return list(make_articles(20, *request.param))


def loaded(story):
    return load(["-"], BytesIO(story.text.encode())).articles[0]


def test_everything_that_an_invented_articles_answer_says_holds(stories):
    for story in stories:
        article, draft = loaded(story), DraftReading.model_validate(story.answer)
        assert complaints(draft, article, CODES) == []
        reading = check(draft, article, CODES)
        assert reading.rejections == ()
        assert [len(one.facts) for one in reading.incidents] == [len(one["facts"]) for one in story.answer["incidents"]]


def test_invented_articles_are_known_for_their_language_and_have_about_the_length_asked_for(stories):
    assert [loaded(story).language for story in stories] == [story.language for story in stories]
    shortest, longest = min(len(story.text) for story in stories), max(len(story.text) for story in stories)
    assert longest < 1.5 * shortest


def test_a_world_of_articles_is_the_same_again_and_no_two_have_one_town():
    assert list(make_articles(30, 900)) == list(make_articles(30, 900))
    assert next(make_articles(1, 900)) != next(make_articles(1, 900, seed=2))
    towns = {story.town for story in make_articles(300, 900)}
    assert len(towns) == 300
    assert all(len(town) == TOWN_LENGTH and town.startswith(MARK) for town in towns)


def test_extractions_stand_in_the_text_in_order_and_tell_as_much_as_the_answer(stories):
    for story in stories:
        extractions = extractions_of(story)
        places = [story.text.index(one.words) for one in extractions]
        assert places == sorted(places)
        told = [next(iter(json.loads(one.told))) for one in extractions]
        assert told.count("fact") == sum(len(one["facts"]) for one in story.answer["incidents"])
        assert told.count("statement") == len(story.answer["statements"])


def test_a_part_of_an_article_is_answered_with_the_extractions_that_stand_in_it():
    story = next(make_articles(1, 4000, stories=4))
    desk = Desk({story.town.encode(): prepare(story)})
    part = story.text.split("\n\n")[1]
    asked = json.dumps({"messages": [{"role": "user", "content": part}]}).encode()
    message = json.loads(desk.answer(asked, "extractions"))["choices"][0]["message"]
    given = json.loads(message["content"])["extractions"]
    assert given == [json.loads(one.told) for one in extractions_of(story) if one.words in part]
    assert 0 < len(given) < len(extractions_of(story))


@pytest.fixture
def server():
    command = [sys.executable, str(ROOT / "benchmarks" / "answering.py"), "--articles", "6", "--length", "900"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        yield process.stdout.readline().decode().strip()
        process.communicate()


def test_the_command_reads_every_invented_article_from_the_server_with_nothing_rejected(server, tmp_path):
    (tmp_path / "articles").mkdir()
    for story in make_articles(6, 900):
        (tmp_path / "articles" / f"{story.town}.txt").write_text(story.text)
    done = run(
        "extract", "articles", "--base-url", f"{server}/20/reading/v1", "--model", "m", cwd=tmp_path,
        XDG_CACHE_HOME=str(tmp_path / "cache"),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    readings = [json.loads(line) for line in done.stdout.splitlines()]
    assert [len(one["incidents"]) for one in readings] == [1] * 6
    assert [one["rejections"] for one in readings] == [[]] * 6
    with urllib.request.urlopen(f"{server}/stats") as answer:
        told = json.load(answer)
    assert (told["requests"], told["unknown"]) == (6, 0)
    assert told["most_at_once"] > 1


def test_every_question_begins_with_the_same_instructions_and_offers_the_same_form(tmp_path):
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.txt").write_text(f"Council of {name}\n\nThe council of {name} met on Monday.\n")
    with Server(lambda _, __: {}) as server:
        run(
            "extract", ".", "--base-url", server.base_url, "--model", "m", cwd=tmp_path,
            XDG_CACHE_HOME=str(tmp_path / "cache"),
        )  # fmt: skip
    bodies = [seen.body for seen in server.seen]
    assert len(bodies) == 3
    assert {body["messages"][0]["role"] for body in bodies} == {"system"}
    varied = [[message["content"] for message in body["messages"][1:]] for body in bodies]
    assert all(len(one) == 1 for one in varied)
    fixed = [{**body, "messages": body["messages"][:1]} for body in bodies]
    assert fixed[0] == fixed[1] == fixed[2]
