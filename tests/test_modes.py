"""Which mode a run asks in: the one that worked before, that the server is known for, or that a small trial finds."""

import asyncio
import json
from functools import partial

import pytest
from tenacity import wait_none

from summariser.edges.llm import Memory, live, mode_for, tried
from summariser.edges.llm.address import OPENAI
from summariser.nouns.mode import Mode
from summariser.nouns.problems import KeyRefused, ServerProblem
from tests.command import cache_of, complaints, run
from tests.servers import Reply, Server, completion, error, models, unused_port
from tests.test_doctor import good, without_tools

OTHER = models("m", owner="somebody")


def silent(line):
    raise AssertionError(line)


def memory_in(folder, say=silent):
    return Memory(folder / "summariser" / "modes.json", say)


async def choosing(base_url, memory, model="m"):
    async with live(base_url, "sk-sentinel-7d1f0c", wait=wait_none()) as server:
        trying = partial(tried, server, model, clock=lambda: 0.0)
        return await mode_for(trying, server.look, server.place, model, memory)


def chosen(server, memory, model="m"):
    return asyncio.run(choosing(server if isinstance(server, str) else server.base_url, memory, model))


@pytest.mark.parametrize(
    ("owner", "mode"), [("vllm", "tools"), ("llamacpp", "json-schema"), ("library", "json-schema")]
)
def test_known_server_is_believed_without_a_trial(owner, mode, tmp_path):
    with Server(good, {"/v1/models": models("other", "m", owner=owner)}) as server:
        assert chosen(server, memory_in(tmp_path)).mode == mode
    assert (server.seen, server.looked) == ([], ["/v1/models"])


def test_openai_itself_is_not_even_looked_at(tmp_path):
    def unasked(*_):
        raise AssertionError("asked")

    assert asyncio.run(mode_for(unasked, unasked, OPENAI, "m", memory_in(tmp_path))).mode is Mode.TOOLS


def only(*modes):
    """A script of a server that answers in these modes, and in the others in prose."""

    def script(request, number):
        form = request.get("response_format", {}).get("type")
        mode = "tools" if "tools" in request else {"json_schema": "json-schema", "json_object": "json"}.get(form)
        if (mode or "markdown-json") in modes:
            return good(request, number)
        return Reply(completion(request, None, content="A foal, and four.", finish="stop"))

    return script


@pytest.mark.parametrize("page", [OTHER, {"data": []}, [], "models", Reply(b"<html>", 200), Reply(error("no"), 404)])
@pytest.mark.parametrize("mode", Mode)
def test_unknown_server_is_tried_down_the_list_until_a_mode_works(mode, page, tmp_path):
    with Server(only(mode), {"/v1/models": page}) as server:
        assert chosen(server, memory_in(tmp_path)).mode == mode
    assert len(server.seen) == list(Mode).index(mode) + 1


def test_what_breaks_down_over_a_mode_is_tried_in_the_next(tmp_path):
    def script(request, number):
        return Reply(error("tools: internal error"), 500) if "tools" in request else good(request, number)

    with Server(script, {"/v1/models": OTHER}) as server:
        assert chosen(server, memory_in(tmp_path)).mode is Mode.JSON_SCHEMA


def test_where_no_mode_works_tools_is_used_and_one_line_says_what_to_do(tmp_path):
    said = []
    with Server(only(), {"/v1/models": OTHER}) as server:
        assert chosen(server, memory_in(tmp_path, said.append)).mode is Mode.TOOLS
    assert len(said) == 1
    assert "summariser doctor" in said[0]
    assert "--mode" in said[0]


def test_what_no_mode_can_change_ends_the_search_at_once(tmp_path):
    with Server(lambda *_: Reply(error("no"), 401), {}) as server, pytest.raises(KeyRefused):
        chosen(server, memory_in(tmp_path))
    assert len(server.seen) == 1
    with pytest.raises(ServerProblem):
        chosen(f"http://127.0.0.1:{unused_port()}/v1", memory_in(tmp_path))


def test_mode_that_worked_is_remembered_for_its_server_and_model_alone(tmp_path):
    with Server(without_tools, {"/v1/models": OTHER}) as server, Server(good, {"/v1/models": OTHER}) as other:
        chosen(server, memory_in(tmp_path)).worked()
        asked = len(server.seen)
        again = chosen(server, memory_in(tmp_path))
        assert (again.mode, again.remembered) == (Mode.JSON_SCHEMA, True)
        again.worked()
        assert (len(server.seen), server.looked) == (asked, ["/v1/models"])
        assert chosen(server, memory_in(tmp_path), "n").remembered is False
        assert chosen(other, memory_in(tmp_path)).mode is Mode.TOOLS
        told = json.loads((tmp_path / "summariser" / "modes.json").read_bytes())
        assert told == {"version": 1, "modes": {server.base_url[:-3]: {"m": "json-schema"}}}
        assert [path.name for path in (tmp_path / "summariser").iterdir()] == ["modes.json"]


def test_mode_is_not_remembered_before_it_worked(tmp_path):
    with Server(good, {"/v1/models": OTHER}) as server:
        chosen(server, memory_in(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_remembered_mode_that_no_longer_works_is_forgotten_in_one_line_that_names_the_flag(tmp_path):
    said = []
    with Server(without_tools, {"/v1/models": OTHER}) as server:
        chosen(server, memory_in(tmp_path)).worked()
        chosen(server, memory_in(tmp_path, said.append)).failed()
        assert len(said) == 1
        assert said[0].startswith(
            f"the mode json-schema, which worked with m at {server.base_url[:-3]} before, no longer"
        )
        assert "--mode" in said[0]
        assert chosen(server, memory_in(tmp_path)).remembered is False


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b"\xff", b"{}", b'{"version": 2, "modes": {}}', b'{"version": 1, "modes": []}',
        b'{"version": 1, "modes": {"http://h": {"m": "telepathy"}}}', b'{"version": 1, "modes": {"http://h": []}}',
        b"[" * 100_000,
    ],
)  # fmt: skip
def test_memory_that_is_none_or_of_another_version_is_passed_over_in_one_line_and_written_anew(content, tmp_path):
    path, said = tmp_path / "summariser" / "modes.json", []
    path.parent.mkdir()
    path.write_bytes(content)
    with Server(good, {"/v1/models": OTHER}) as server:
        chosen(server, memory_in(tmp_path, said.append)).worked()
        assert len(said) == 1
        assert said[0] == f"{path}: not the modes that this version remembers; it is passed over and written anew"
        assert chosen(server, memory_in(tmp_path)).remembered


def test_memory_that_cannot_be_written_or_read_costs_one_line_each(tmp_path):
    (tmp_path / "summariser").write_text("a file where the folder should be")
    said = []
    with Server(good, {"/v1/models": OTHER}) as server:
        found = chosen(server, memory_in(tmp_path, said.append))
        found.worked()
    assert found.mode is Mode.TOOLS
    assert len(said) == 2
    assert "cannot be read" in said[0]
    assert "cannot be written" in said[1]


# A whole run.

ARTICLE = "A ferry ran aground near Port Ellery on 4 May 2031. Nobody was hurt.\n"
ACTORS = {
    "actors": [{"id": "a1", "name": "Ferry", "kind": "organisation", "mentions": [{"sentence": 1, "quote": "A ferry"}]}]
}


def calling(request, _number):
    """A server with tools."""
    return Reply(completion(request, ACTORS))


def reading(request, number):
    """A server without tools, which answers about articles too."""
    about_article = "ferry" in request["messages"][1]["content"]
    return without_tools(request, number) if "tools" in request or not about_article else calling(request, number)


@pytest.fixture
def desk(tmp_path):
    (tmp_path / "ferry.txt").write_text(ARTICLE)
    return tmp_path


def extract(server, desk, *options):
    url = ["--base-url", server.base_url] if server else []
    return run("extract", "ferry.txt", "--model", "m", *url, *options, cwd=desk)


def forms(server):
    """The form of answer that each request asked for; None for a call, or for words."""
    return [request.body.get("response_format", {}).get("type") for request in server.seen]


def remembered(desk):
    return json.loads((cache_of(desk) / "modes.json").read_bytes())["modes"]


def test_run_finds_the_mode_once_and_its_recordings_are_replayed(desk):
    with Server(reading, {"/v1/models": OTHER}) as server:
        done = extract(server, desk, "--record", "kept")
        assert (done.returncode, complaints(done)) == (0, [])
        assert forms(server) == [None, "json_schema", "json_schema"]
        assert extract(server, desk, "--refresh").stdout == done.stdout
        assert forms(server)[3:] == ["json_schema"]
    assert extract(None, desk, "--replay", "kept", "--strict").stdout == done.stdout


@pytest.mark.parametrize(("mode", "form"), [("json", "json_object"), ("markdown-json", None)])
def test_mode_that_is_set_is_asked_in_without_a_look_or_a_trial(mode, form, desk):
    with Server(reading, {"/v1/models": OTHER}) as server:
        done = extract(server, desk, "--mode", mode)
    assert (done.returncode, complaints(done)) == (0, [])
    assert (forms(server), server.looked) == ([form], [])


def test_run_in_a_remembered_mode_that_no_longer_works_says_so_once_and_the_mode_is_forgotten(desk):
    def script(request, number):
        return calling(request, number) if number == 1 else reading(request, number)

    with Server(script, {"/v1/models": models("m")}) as server:
        assert extract(server, desk).returncode == 0
        assert remembered(desk) == {server.base_url[:-3]: {"m": "tools"}}
        failing = extract(server, desk, "--refresh")
        assert failing.returncode == 65
        assert remembered(desk) == {server.base_url[:-3]: {}}
        (told,) = [line for line in complaints(failing) if "no longer does" in line]
        assert "the mode tools" in told
        assert "--mode" in told
        assert extract(server, desk, "--refresh", "--mode", "json-schema").returncode == 0


def test_run_that_takes_everything_from_the_cache_says_nothing_of_the_mode(desk):
    with Server(calling, {"/v1/models": models("m")}) as server:
        extract(server, desk)
        (cache_of(desk) / "modes.json").unlink()
        assert extract(server, desk).returncode == 0
        assert len(server.seen) == 1
        assert not (cache_of(desk) / "modes.json").exists()
        extract(server, desk, "--refresh")
        assert remembered(desk) == {server.base_url[:-3]: {"m": "tools"}}


def test_memory_that_breaks_off_while_it_is_written_stays_whole_and_leaves_nothing_beside_it(tmp_path):
    memory = memory_in(tmp_path)
    memory.keep("http://h", "m", Mode.JSON)
    with pytest.raises(UnicodeEncodeError):
        memory.keep("http://h", "\udcff", Mode.JSON)
    assert memory.recall("http://h", "m") is Mode.JSON
    assert [path.name for path in (tmp_path / "summariser").iterdir()] == ["modes.json"]


def test_estimate_asks_nothing_and_knows_the_answers_in_the_mode_that_is_remembered(desk):
    with Server(reading, {"/v1/models": OTHER}) as server:
        assert b"answered already: 0" in extract(server, desk, "--dry-run").stdout
        assert (server.seen, server.looked) == ([], [])
        extract(server, desk)
        asked = len(server.seen)
        assert b"answered already: 1" in extract(server, desk, "--dry-run").stdout
        assert len(server.seen) == asked


def test_without_the_cache_no_mode_is_remembered(desk):
    with Server(reading, {"/v1/models": OTHER}) as server:
        assert extract(server, desk, "--no-cache").returncode == 0
    assert not cache_of(desk).exists()


def test_refused_key_is_one_request_and_one_line_also_where_the_mode_is_not_known(desk):
    with Server(lambda *_: Reply(error("no"), 401), {}) as server:
        done = extract(server, desk)
    assert (done.returncode, len(server.seen), len(complaints(done))) == (78, 1, 1)


def test_doctor_remembers_what_it_found(desk):
    with Server(reading, {"/v1/models": OTHER}) as server:
        assert run("doctor", "--base-url", server.base_url, "--model", "m", cwd=desk).returncode == 0
        asked = len(server.seen)
        assert extract(server, desk).returncode == 0
    assert len(server.seen) == asked + 1
