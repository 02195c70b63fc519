"""Pairs that no rule decides: asked once, recorded, bounded, never against a conflict, and apart without an answer."""

import json

import pytest

from summariser.adjudication import LEAST_QUESTIONS
from summariser.core.merge import merge, open_incidents
from summariser.nouns.known import Known
from summariser.nouns.pairs import Ruling
from tests.command import complaints, run
from tests.servers import Reply, Server, completion, error
from tests.told import FAMILIES, Told, at, in_, number

MORNING = "---\ndate: 2031-05-03\noutlet: Duyal Post\n---\n\nA bomb went off in Duyal on 2 May 2031. Smoke rose.\n"
EVENING = "---\ndate: 2031-05-03\noutlet: The Nord Echo\n---\n\nOn 2 May 2031 a blast shook Duyal. Windows broke.\n"


def evidence(quote):
    return [{"sentence": 1, "quote": quote}]


def blast(words, date, place="Duyal"):
    day = {"type": "time", "words": date, "edtf": "2031-05-02", "basis": "stated"}
    city = {"type": "place", "words": place, "name": "Duyal", "city": "Duyal", "country": "XA"}
    facts = [
        {"aspect": "time", "value": day, "evidence": evidence(date)},
        {"aspect": "place", "value": city, "evidence": evidence(place)},
    ]
    incident = {"id": "i1", "type": "bombing", "title": f"Bomb: {words}", "background": False}
    return {"incidents": [incident | {"facts": facts, "evidence": evidence(words)}]}


READINGS = {
    "A bomb went off": blast("A bomb went off", "2 May 2031"),
    "a blast shook": blast("a blast shook Duyal", "2 May 2031"),
}


def answering(verdict="same", reason="both tell of one bomb"):
    """A script that reads the two articles and rules on every pair; `verdict` may be a Reply instead."""

    def script(request, _number):
        tool = request["tool_choice"]["function"]["name"]
        if tool == "DraftRuling":
            ruling = {"reason": reason, "verdict": verdict}
            return verdict if isinstance(verdict, Reply) else Reply(completion(request, ruling, tool=tool))
        asked = request["messages"][1]["content"]
        return next(draft for words, draft in READINGS.items() if words in asked)

    return script


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.md").write_text(MORNING)
    (tmp_path / "b.md").write_text(EVENING)
    return tmp_path


def briefed(server, folder, *flags):
    return run(
        "brief", "a.md", "b.md", "--base-url", server.base_url, "--model", "m", *flags, cwd=folder, OPENAI_API_KEY="k"
    )


def tools_asked(server):
    return [one.body["tool_choice"]["function"]["name"] for one in server.seen]


def test_a_pair_that_is_ruled_one_is_joined_and_the_brief_says_by_whom(folder):
    with Server(answering()) as server:
        done = briefed(server, folder, "--format", "json")
    brief = json.loads(done.stdout)
    assert done.returncode == 0
    assert [one["articles"] for one in brief["incidents"]] == [2]
    assert "judged one by m-2031-05-02, not by a rule" in [one["text"] for one in brief["incidents"][0]["joined"]]
    (told,) = brief["account"]["adjudicated"]
    assert (told["task"], told["same"], told["different"], told["not_asked"]) == ("same_incident", 1, 0, 0)
    assert tools_asked(server).count("DraftRuling") == 1


@pytest.mark.parametrize("verdict", ["different", "cannot_tell"])
def test_a_pair_that_is_not_ruled_one_stays_apart(folder, verdict):
    with Server(answering(verdict)) as server:
        done = briefed(server, folder, "--format", "json")
    brief = json.loads(done.stdout)
    assert [one["articles"] for one in brief["incidents"]] == [1, 1]
    assert brief["account"]["adjudicated"][0][verdict] == 1


def test_the_account_tells_what_was_asked(folder):
    with Server(answering()) as server:
        done = briefed(server, folder)
    assert "asked about one pair that no rule decides" in done.stdout.decode()


def test_without_adjudication_nothing_is_asked_and_the_pair_stays_apart(folder):
    with Server(answering()) as server:
        done = briefed(server, folder, "--no-adjudicate", "--format", "json")
    assert tools_asked(server) == ["DraftReading", "DraftReading"]
    assert [one["articles"] for one in json.loads(done.stdout)["incidents"]] == [1, 1]


def test_a_ruling_is_recorded_and_replayed_without_network(folder):
    with Server(answering()) as server:
        briefed(server, folder, "--record", "kept", "-o", "live.json")
        asked = len(server.seen)
    done = run("brief", "a.md", "b.md", "--replay", "kept", "--strict", "-o", "again.json", cwd=folder, network=False)
    live, again = (json.loads((folder / name).read_text()) for name in ("live.json", "again.json"))
    assert (done.returncode, asked) == (0, 3)
    assert live["incidents"] == again["incidents"]
    assert len(list((folder / "kept").glob("same_incident.*.json"))) == 1


def test_a_missing_ruling_costs_that_pair_only_and_is_told(folder):
    with Server(answering()) as server:
        briefed(server, folder, "--record", "kept")
    next((folder / "kept").glob("same_incident.*")).unlink()
    done = run("brief", "a.md", "b.md", "--replay", "kept", "--format", "json", cwd=folder, network=False)
    assert done.returncode == 3
    assert [one["articles"] for one in json.loads(done.stdout)["incidents"]] == [1, 1]
    (line,) = complaints(done)
    assert "whether two incidents are one (Bomb: A bomb went off / Bomb: a blast shook Duyal)" in line
    assert "--record kept" in line


def test_a_server_that_fails_on_a_pair_costs_that_pair_only(folder):
    with Server(answering(Reply(error("no"), status=400))) as server:
        done = briefed(server, folder, "--format", "json")
    account = json.loads(done.stdout)["account"]
    assert done.returncode == 3
    assert len(account["adjudicated"][0]["unanswered"]) == 1


def test_a_question_about_a_pair_names_no_file_and_keeps_what_articles_say_between_fences(folder):
    with Server(answering()) as server:
        briefed(server, folder)
        (asked,) = (one for one in server.seen if one.body["tool_choice"]["function"]["name"] == "DraftRuling")
    rules, told = asked.said
    assert "A bomb went off" not in rules
    assert "a.md" not in told
    fence = told.splitlines()[2].strip("<>")
    assert told.count(f"<{fence}>") == told.count(f"</{fence}>") == 2


def bombing(sign, *facts, **more):
    told = Told(sign, "2031-05-03")
    told.incident("bombing", *facts, **more)
    return told.reading()


def ruled(readings, verdict="same"):
    """The incidents after all open pairs got one verdict."""
    pairs = open_incidents(readings, FAMILIES)
    rulings = {(one.a, one.b): Ruling(a=one.a, b=one.b, verdict=verdict, reason="so", model="m") for one in pairs}
    return merge(readings, FAMILIES, Known(rulings=rulings)).incidents


def test_the_questions_are_the_same_with_and_without_rulings():
    readings = [bombing(sign, at("2031-05-02"), in_("Duyal")) for sign in "123"]
    pairs = open_incidents(readings, FAMILIES)
    rulings = {(one.a, one.b): Ruling(a=one.a, b=one.b, verdict="same", reason="so", model="m") for one in pairs}
    assert len(pairs) == 3
    assert open_incidents(readings, FAMILIES, Known(rulings=rulings)) == ()
    assert [len(one.members) for one in ruled(readings)] == [3]


def test_rulings_do_not_chain_across_a_conflict():
    readings = [
        bombing("1", at("2031-05-02", "01:00"), in_("Duyal")),
        bombing("2", at("2031-05-02"), in_("Duyal")),
        bombing("3", at("2031-05-02", "23:00"), in_("Duyal")),
    ]
    assert sorted(len(one.members) for one in ruled(readings)) == [1, 2]


def test_what_conflicts_is_never_asked_about():
    readings = [
        bombing("1", at("2031-05-02"), in_("Duyal"), ("killed", number(40))),
        bombing("2", at("2031-05-06"), in_("Duyal"), ("killed", number(40))),
    ]
    assert open_incidents(readings, FAMILIES) == ()


def test_questions_are_bounded_and_what_was_not_asked_is_counted(tmp_path):
    many = 12
    drafts = {}
    for place in range(many):
        words = f"Bomb number {place} went off"
        drafts[words] = blast(words, "2 May 2031")
        (tmp_path / f"{place}.md").write_text(f"---\noutlet: Paper {place}\n---\n\n{words} in Duyal on 2 May 2031.\n")

    def script(request, _number):
        tool = request["tool_choice"]["function"]["name"]
        if tool == "DraftRuling":
            return Reply(completion(request, {"reason": "x", "verdict": "cannot_tell"}, tool=tool))
        return next(draft for words, draft in drafts.items() if words in request["messages"][1]["content"])

    with Server(script) as server:
        done = run(
            "brief", ".", "--base-url", server.base_url, "--model", "m", "--format", "json", cwd=tmp_path,
            OPENAI_API_KEY="k",
        )  # fmt: skip
    (told,) = json.loads(done.stdout)["account"]["adjudicated"]
    pairs = many * (many - 1) // 2
    assert (told["cannot_tell"], told["not_asked"]) == (LEAST_QUESTIONS, pairs - LEAST_QUESTIONS)


# --explain


def test_explain_tells_rule_by_rule_what_joined_and_what_splits(folder):
    with Server(answering("different", "two bombs")) as server:
        briefed(server, folder, "--record", "kept")
    done = run("brief", ".", "--replay", "kept", "--explain", "1,2", cwd=folder, network=False)
    told = done.stdout.decode()
    assert "judged two by m-2031-05-02: two bombs" in told
    assert "same day (2 May 2031)" in told
    assert "a.md" in told
    assert "b.md" in told
    whole = run("brief", ".", "--replay", "kept", "--explain", "all", cwd=folder, network=False).stdout.decode()
    assert [line[:2] for line in whole.splitlines() if not line.startswith(" ")] == ["1.", "2."]


@pytest.mark.parametrize(("told", "code"), [("x", 2), ("1,2,3", 2), ("1,9", 65), ("0", 65)])
def test_explain_of_what_there_is_not_is_one_line_and_a_code(folder, told, code):
    with Server(answering()) as server:
        briefed(server, folder, "--record", "kept")
    done = run("brief", "a.md", "--replay", "kept", "--explain", told, cwd=folder, network=False)
    assert (done.returncode, done.stdout) == (code, b"")
