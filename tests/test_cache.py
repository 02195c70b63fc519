"""The cache: no question is paid for twice, what differs is asked anew, and what is on the disk is whole."""

import asyncio
import json
import resource
import subprocess
import sys

import pytest

from summariser.edges.cache import CacheFolder
from summariser.edges.llm import live, read
from summariser.edges.recordings import Cached, recording, replaying
from summariser.nouns.draft import DraftReading
from summariser.nouns.problems import AlreadyRunning, CannotRead, CannotWrite, NeverValid, Refused, TooLong
from summariser.nouns.question import Question
from tests.servers import Reply, Server, completion, error

MILL = {
    "actors": [
        {"id": "a1", "name": "Orla Mill", "kind": "organisation", "mentions": [{"sentence": 1, "quote": "磨坊"}]}
    ]
}
QUESTION = Question(
    task="read_article", article="ab" * 32, path="articles/x.txt", prompt="read_article.v1", prompt_sha256="1" * 64,
    schema_id="5" * 16, system="Report it.", user="<article-77aa>[1] 磨坊</article-77aa>", nonce="77aa",
)  # fmt: skip


def content(_draft):
    return []


def wants_actors(draft):
    return [] if draft.actors else ["there is no actor"]


@pytest.fixture
def folder(tmp_path):
    folder = CacheFolder(tmp_path / "cache")
    folder.open(2)
    return folder


@pytest.fixture
def server():
    with Server(lambda *_: MILL) as server:
        yield server


def ask(server, cached, *questions, examine=content, model="m", wrap=lambda create, _question: create):
    """Ask all `questions` at once, through `cached`."""

    async def one(question, create):
        way = wrap(cached.asking(create, question), question)
        return await read(question, way, DraftReading, model=model, examine=examine)

    async def asking():
        async with live(server.base_url, "sk-sentinel-5c1b") as create:
            return await asyncio.gather(*(one(question, create) for question in questions))

    return asyncio.run(asking())


def changed(**changes):
    return QUESTION.model_copy(update=changes)


def kept(folder):
    return sorted(path for path in folder.answers.rglob("*") if path.is_file())


# Nothing is paid for twice.


def test_what_was_answered_is_not_asked_again_re_asks_and_all(folder):
    with Server(lambda _, number: ["{", {"actors": []}, MILL][number - 1]) as server:
        first = ask(server, Cached(folder, "a"), QUESTION, examine=wants_actors)
        again = ask(server, Cached(folder, "a"), QUESTION, examine=wants_actors)
    assert first[0].asked_again == 2
    assert (len(server.seen), again) == (3, first)


def test_a_question_with_other_fences_is_the_same_question(server, folder):
    ask(server, Cached(folder, "a"), QUESTION)
    ask(server, Cached(folder, "a"), changed(nonce="99bb", user=QUESTION.user.replace("77aa", "99bb")))
    assert len(server.seen) == 1


def test_the_name_of_an_article_is_no_part_of_the_question(server, folder):
    ask(server, Cached(folder, "a"), QUESTION)
    ask(server, Cached(folder, "a"), changed(path="elsewhere.txt"))
    assert len(server.seen) == 1


def test_one_question_asked_ten_times_at_once_is_asked_once(server, folder):
    answers = ask(server, Cached(folder, "a"), *[QUESTION] * 10)
    assert len(server.seen) == 1
    assert all(answer == answers[0] for answer in answers)


def test_a_conversation_that_was_broken_off_goes_on_where_it_was(folder):
    with Server(lambda _, number: ["{", Reply(b"", 401), MILL][number - 1]) as server:
        with pytest.raises(Exception, match="API key"):
            ask(server, Cached(folder, "a"), QUESTION)
        (answer,) = ask(server, Cached(folder, "a"), QUESTION)
    assert (len(server.seen), answer.asked_again) == (3, 1)
    assert len(server.seen[2].body["messages"]) > 2


@pytest.mark.parametrize(
    ("question", "model", "address", "line"),
    [
        (changed(prompt_sha256="2" * 64, system="Report!"), "m", "a", "one question asked anew: the prompt changed"),
        (changed(schema_id="6" * 16, system="Report!"), "m", "a", "one question asked anew: the form of the answer"),
        (QUESTION, "n", "a", "one question asked anew: the model changed"),
        (QUESTION, "m", "b", "one question asked anew: the server, or what else is sent, changed"),
        (changed(user="another"), "m", "a", "one question asked anew: the server, or what else is sent, changed"),
    ],
)
def test_what_may_change_the_answer_is_asked_anew_and_said(server, folder, question, model, address, line):  # noqa: PLR0917 - as parametrized
    ask(server, Cached(folder, "a"), QUESTION)
    cached = Cached(folder, address)
    ask(server, cached, question, model=model)
    assert len(server.seen) == 2
    (told,) = cached.remarks()
    assert told.startswith(line)
    back = Cached(folder, "a")
    ask(server, back, QUESTION)
    assert (len(server.seen), back.remarks()) == (2, [])


def test_refresh_asks_again_once_and_replaces(server, folder):
    ask(server, Cached(folder, "a"), QUESTION)
    with Server(lambda *_: {"actors": []}) as other:
        ask(other, Cached(folder, "a", refresh=True), QUESTION, QUESTION)
    (answer,) = ask(server, Cached(folder, "a"), QUESTION)
    assert (len(server.seen), len(other.seen), answer.draft.actors) == (1, 1, ())


def test_live_and_kept_answers_are_the_same_conversation_whatever_the_server_calls_its_calls(folder):
    def odd(request, number):
        told = completion(request, '{ "actors" :[ ] }' if number == 1 else MILL)
        told["choices"][0]["message"]["tool_calls"][0]["id"] = f"call_{number}_of_thousands"
        return Reply(told)

    with Server(odd) as server:
        first = ask(server, Cached(folder, "a"), QUESTION, examine=wants_actors)
        assert ask(server, Cached(folder, "a"), QUESTION, examine=wants_actors) == first
    assert len(server.seen) == 2


# What failed is asked anew by the next run, and only by that.


@pytest.mark.parametrize(("finish", "problem"), [("length", Refused), ("tool_calls", NeverValid)])
def test_what_nothing_came_of_is_asked_anew_only_when_it_was_set_aside(folder, finish, problem):
    with Server(lambda request, _: Reply(completion(request, "{", finish=finish))) as server:
        for _ in range(2):
            cached = Cached(folder, "a")
            with pytest.raises(problem):
                ask(server, cached, QUESTION)
        asked = len(server.seen)
        assert not cached.is_set_aside(QUESTION, "m")
        cached.set_aside(QUESTION)
        assert cached.is_set_aside(QUESTION, "m")
        with pytest.raises(problem):
            ask(server, Cached(folder, "a"), QUESTION)
    assert len(server.seen) == 2 * asked
    assert not cached.is_set_aside(QUESTION, "m")


# With --record.


def test_recordings_are_made_out_of_the_cache_without_a_call(server, folder, tmp_path):
    first = ask(server, Cached(folder, "a"), QUESTION)
    ask(server, Cached(folder, "a"), QUESTION, wrap=lambda create, one: recording(create, tmp_path / "kept", one))
    assert len(server.seen) == 1

    async def replayed():
        create = replaying(tmp_path / "kept", QUESTION, report=print, strict=True)
        return await read(QUESTION, create, DraftReading, model="m", examine=content)

    assert [asyncio.run(replayed())] == first


@pytest.mark.parametrize(("model", "calls"), [("m", 1), ("n", 2)])
def test_what_is_recorded_already_is_not_asked_and_not_written_again(server, tmp_path, model, calls):
    def known(create, question):
        return recording(create, tmp_path / "kept", question, anew=False)

    for number in (1, 2):
        folder = CacheFolder(tmp_path / f"cache{number}")
        folder.open(2)
        ask(server, Cached(folder, "a"), QUESTION, wrap=known, model="m" if number == 1 else model)
        (file,) = (tmp_path / "kept").iterdir()
        if number == 1:
            file.write_text(json.dumps(json.loads(file.read_text()) | {"note": "looked at by hand"}))
    assert len(server.seen) == calls
    assert ("looked at" in file.read_text()) == (calls == 1)


# The disk.


def test_answers_hold_no_key_and_no_address(server, folder):
    ask(server, Cached(folder, server.base_url), QUESTION)
    (file,) = kept(folder)
    assert not [word for word in ("sentinel", "127.0.0.1", "Bearer") if word in file.read_text()]


def too_long(_request, _number):
    return Reply(error("This model's maximum context length is 10 tokens", "context_length_exceeded"), 400)


def test_that_a_question_is_too_long_is_asked_once_until_it_is_set_aside_or_refreshed(folder):
    requests = []

    def asked(server, cached, **how):
        with pytest.raises(TooLong):
            ask(server, cached, QUESTION, **how)
        requests.append(len(server.seen))

    with Server(too_long) as server:
        for _ in range(2):
            asked(server, Cached(folder, "http://h"))
        fresh = Cached(folder, "http://h", refresh=True)
        for _ in range(2):
            asked(server, fresh)
        fresh.set_aside(QUESTION)
        asked(server, Cached(folder, "http://h"))
    assert requests == [1, 1, 2, 2, 3]
    assert "127.0.0.1" not in kept(folder)[0].read_text()


def test_that_a_re_ask_is_too_long_is_kept_beside_the_first_answer(folder):
    def script(request, number):
        return {"actors": []} if number == 1 else too_long(request, number)

    with Server(script) as server:
        for _ in range(2):
            with pytest.raises(TooLong):
                ask(server, Cached(folder, "http://h"), QUESTION, examine=wants_actors)
    assert (len(server.seen), len(kept(folder))) == (2, 2)


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff", b'{"task": "other"}'])
def test_a_damaged_answer_is_asked_anew_and_said(server, folder, damage):
    ask(server, Cached(folder, "a"), QUESTION)
    (file,) = kept(folder)
    whole = file.read_bytes()
    file.write_bytes(damage)
    cached = Cached(folder, "a")
    ask(server, cached, QUESTION)
    assert (len(server.seen), file.read_bytes()) == (2, whole)
    (line,) = cached.remarks()
    assert line.startswith(f"{file}: not an answer (")


def test_an_answer_that_cannot_be_read_ends_the_run_and_is_not_paid_for_again(server, folder):
    ask(server, Cached(folder, "a"), QUESTION)
    (file,) = kept(folder)
    file.unlink()
    file.mkdir()
    with pytest.raises(CannotRead, match=r"cannot be read \(.*\)"):
        ask(server, Cached(folder, "a"), QUESTION)
    assert len(server.seen) == 1


@pytest.mark.parametrize("spoil", ["another form", "no form"])
def test_a_cache_of_another_version_is_left_alone(server, folder, spoil):
    ask(server, Cached(folder, "a"), QUESTION)
    before = kept(folder)
    form = folder.path / "form"
    form.write_text("answers of summariser, form 9\n") if spoil == "another form" else form.unlink()
    with pytest.raises(CannotRead, match="another version of summariser; set SUMMARISER_CACHE"):
        CacheFolder(folder.path).open(2)
    assert kept(folder) == before


def test_a_cache_that_cannot_be_made_is_said_before_anything_is_asked(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(CannotWrite, match="cannot be written") as raised:
        CacheFolder(tmp_path / "file" / "cache").open(2)
    assert raised.value.exit_code == 73


def test_a_disk_without_room_for_what_will_be_under_way_is_said_before_anything_is_asked(tmp_path):
    code = "from pathlib import Path; from summariser.edges.cache import *; CacheFolder(Path('cache')).open(2)"
    ended = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)),
    )
    assert "CannotWrite: the cache cache: cannot be written (File too large)" in ended.stderr


def test_an_answer_that_comes_when_the_disk_is_full_goes_into_the_reserve_and_ends_the_run(folder):
    class Full(CacheFolder):
        """A disk on which nothing has room until the reserve is given up."""

        def make_room(self):
            (self.answers / QUESTION.article[:2]).unlink()
            super().make_room()

    full = Full(folder.path)

    def filling(_request, _number):
        (folder.answers / QUESTION.article[:2]).touch()
        return MILL

    full.open(2)
    with Server(filling) as server:
        with pytest.raises(CannotWrite, match="SUMMARISER_CACHE"):
            ask(server, Cached(full, "a"), QUESTION)
        assert (full.path / "reserve").stat().st_size == 0
        ask(server, Cached(full, "a"), QUESTION)
    assert len(server.seen) == 1


def test_locks_hold_against_other_processes_and_end_with_them(folder):
    code = (
        "import sys; from pathlib import Path; from summariser.edges.cache import *\n"
        "folder = CacheFolder(Path(sys.argv[1])); folder.open(2); folder.run_alone('x'); print(folder.take('y'))\n"
        "sys.stdout.flush(); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(folder.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout.readline() == b"True\n"
    assert not folder.take("y")
    assert folder.take("z")
    with pytest.raises(AlreadyRunning) as raised:
        folder.run_alone("x")
    assert raised.value.exit_code == 75
    holder.kill()
    holder.wait()
    holder.stdin.close()
    holder.stdout.close()
    assert folder.take("y")
    folder.run_alone("x")
