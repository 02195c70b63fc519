"""`summariser digest` as a process: stopped, without a key, on a full disk, run again, or only asked what it may do."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
from base64 import b64encode
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.command import cache_of
from tests.newsdesk import KEY, Gate, Newsdesk, after, aground, day, questions
from tests.postgresql import PASSWORD
from tests.servers import Reply, Server, error

ARTICLES = 6


@pytest.fixture
def gate():
    return Gate()


@pytest.fixture
def server(gate):
    with Server(gate) as running:
        yield running
        gate.open.set()


@pytest.fixture
def desk(tmp_path, server):
    return filled(Newsdesk(tmp_path / "desk", server.base_url))


def filled(desk):
    for number in range(ARTICLES):
        desk.add(number)
    return desk


def state(folder):
    """Every file under `folder` with its bytes."""
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def errors(done):
    """The lines of the log that tell what went wrong, and what is no line of it."""
    return [line for line in done.stderr.decode().splitlines() if " info " not in line]


# Stopped


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_the_run_with_its_code_and_the_next_one_goes_on_and_pays_nothing_twice(
    desk, server, gate, number, code
):
    gate.few = 2
    stopped = desk.started()
    after(server, gate.few + 4)
    stopped.send_signal(number)
    gate.open.set()
    out, said = stopped.communicate(timeout=60)
    assert (stopped.returncode, out) == (code, b"")
    assert b"Traceback" not in said
    assert said.decode().splitlines()[-1].startswith("summariser: stopped")
    health = desk.last_health()
    assert (health["outcome"], health["exit_code"], health["digest"]) == ("failed", code, None)
    assert desk.is_sound()
    assert desk.digest().returncode == 0
    assert desk.told(day())["account"]["read"] == ARTICLES
    assert len(questions(server)) == len(set(questions(server))) == ARTICLES


def test_what_was_issued_before_a_signal_is_delivered(desk, server, gate):
    """The second digest has to ask about a pair of its two bombs, and the signal comes while it does."""
    for number, days_ago in ((40, 1), (41, 0)):
        desk.add(number, days_ago, text=f"A bomb went off number {number} on {day(1)} in Dalavir. Windows broke.")
    gate.few = ARTICLES + 2
    stopped = desk.started("--since", day(1))
    after(server, gate.few + 1)
    assert "Ferry" not in questions(server)[-1]
    stopped.send_signal(signal.SIGTERM)
    gate.open.set()
    stopped.communicate(timeout=60)
    assert stopped.returncode == 143
    assert list(desk.issued()) == [(day(1), 1)]
    assert set(desk.out()) == {f"{day(1)}.json", f"{day(1)}.md"}
    assert desk.letters() == [f"{day(1)}.eml"]
    assert desk.last_health()["digest"] == day(1)
    assert desk.digest().returncode == 0
    assert list(desk.issued()) == [(day(1), 1), (day(0), 1)]
    assert desk.letters() == [f"{day(1)}.eml", f"{day(0)}.eml"]


# Run again


def test_the_days_that_are_asked_for_again_come_out_as_they_were_and_nothing_is_sent(desk, server, gate):
    gate.open.set()
    desk.add(30, days_ago=1)
    first = desk.digest("--since", day(1))
    before, letters = (state(desk.folder / "out"), desk.issued()), desk.letters()
    for letter in letters:
        (desk.folder / "outbox" / letter).unlink()  # the mail system has sent it
    again = desk.digest("--since", day(1), "--until", day(0), "--format", "json")
    assert (first.returncode, again.returncode, len(letters)) == (0, 0, 2)
    assert [json.loads(line) for line in again.stdout.splitlines()] == [*map(json.loads, before[1].values())]
    assert ((state(desk.folder / "out"), desk.issued()), desk.letters()) == (before, [])
    assert len(server.seen) == ARTICLES + 1


# Only asked what it would do


@pytest.mark.parametrize("before", ["no archive", "an archive"])
def test_a_dry_run_asks_nothing_and_writes_nothing_and_says_what_is_due(desk, server, gate, before):
    gate.open.set()
    if before == "an archive":
        desk.digest("--until", day(1))
        desk.add(20)
    asked, was, answers = len(server.seen), state(desk.folder), state(cache_of(desk.folder) / "answers")
    done = desk.digest("--dry-run")
    assert (done.returncode, len(server.seen)) == (0, asked)
    assert f"due: {day()}\n" in done.stdout.decode()
    assert f"came in: {'one article' if before == 'an archive' else 'six articles'}; " in done.stdout.decode()
    assert state(desk.folder) == was
    assert state(cache_of(desk.folder) / "answers") == answers


# What cannot work


@pytest.mark.parametrize("key", ["sk-sentinel\n77", "sk-sentinel-ключ", "wrong"])
def test_a_key_that_cannot_be_used_ends_the_run_without_a_digest(desk, key):
    with Server(lambda *_: Reply(error("no such key", "invalid_api_key"), 401)) as strict:
        desk.base_url = strict.base_url
        desk.set_up()
        done = desk.digest(OPENAI_API_KEY=key)
    assert (done.returncode, desk.issued(), desk.letters()) == (78, {}, [])
    assert b"Traceback" not in done.stderr
    assert b"sentinel" not in done.stderr
    assert (desk.last_health()["outcome"], desk.last_health()["exit_code"]) == ("failed", 78)


def test_a_server_that_does_not_answer_gives_no_digest_and_the_next_run_issues_it(desk, server, gate):
    gate.open.set()
    with Server(aground) as gone:
        desk.base_url = gone.base_url
    desk.set_up()
    done = desk.digest()
    assert done.returncode == 69
    assert desk.issued() == {}
    desk.base_url = server.base_url
    desk.set_up()
    assert desk.digest().returncode == 0
    assert desk.told(day())["account"]["read"] == ARTICLES


@contextmanager
def small_disk(megabytes):
    folder = tempfile.mkdtemp(prefix="summariser-disk-", dir="/tmp")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder], capture_output=True, check=False
    ).returncode
    try:
        if mounted:
            pytest.skip("a disk that is small enough to fill takes the right to mount one")
        yield Path(folder)
    finally:
        if not mounted:
            subprocess.run(["umount", "-l", folder], check=True)
        Path(folder).rmdir()


def fill(disk, leaving):
    """Fill `disk` but for so many bytes; give what has to be deleted to make room."""
    ballast = disk / "ballast"
    with ballast.open("wb") as file:
        file.truncate(0)
        os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(disk).free - leaving)
    return ballast


def test_on_a_full_disk_of_outputs_the_digest_is_issued_and_delivered_once_there_is_room(desk, server, gate):
    gate.open.set()
    with small_disk(1) as disk:
        for name in ("out", "outbox"):
            (disk / name).mkdir()
            (desk.folder / name).symlink_to(disk / name)
        ballast = fill(disk, 0)
        done = desk.digest()
        assert done.returncode == 73
        assert "cannot be written" in errors(done)[-1]
        assert (list(desk.issued()), desk.out(), desk.letters()) == ([(day(), 1)], {}, [])
        assert desk.last_health()["exit_code"] == 73
        ballast.unlink()
        assert desk.digest().returncode == 0
        assert (set(desk.out()), desk.letters()) == ({f"{day()}.json", f"{day()}.md"}, [f"{day()}.eml"])
    assert len(server.seen) == ARTICLES


@pytest.mark.parametrize("leaving", [40_000, 120_000])
def test_on_a_full_disk_of_the_archive_nothing_is_lost_and_the_same_command_goes_on(desk, server, gate, leaving):
    gate.open.set()
    for number in range(ARTICLES, 30):
        desk.add(number)
    with small_disk(4) as disk:
        desk.archive = f"{disk}/archive.db"
        desk.set_up()
        assert desk.digest("--until", day(1)).returncode == 0
        for number in range(30, 48):
            desk.add(number, text=f"Ferry number {number} ran aground. {'Nobody knows why at all. ' * 60}")
        ballast = fill(disk, leaving)
        done = desk.digest()
        assert done.returncode == 74, done.stderr
        (line,) = [line for line in errors(done) if line.startswith("summariser: ")]
        assert "disk" in line
        assert desk.out().keys() == {f"{day(1)}.json", f"{day(1)}.md"}
        ballast.unlink()
        assert desk.digest().returncode == 0
        assert desk.is_sound()
        assert desk.told(day())["account"]["read"] == 48
    assert len(questions(server)) == len(set(questions(server)))


# Secrets


def forms(secret):
    raw = secret.encode()
    return [raw, b64encode(raw).rstrip(b"="), quote(secret, safe="").encode(), json.dumps(secret)[1:-1].encode()]


def test_neither_the_key_nor_the_password_of_the_database_comes_out_anywhere(postgresql, tmp_path, server, gate):
    gate.open.set()
    schema = postgresql.place().rpartition("%3D")[2]
    url = f"{postgresql.with_password()}?options=-csearch_path%3D{schema}"
    desk = filled(Newsdesk(tmp_path / "desk", server.base_url, url))
    done = [
        desk.digest("--log-format", "json", "--record", "recorded"),
        desk.digest("--dry-run"),
        desk.archive_command("backup", "backup.db"),
        desk.archive_command("export", "exported"),
    ]
    assert [one.returncode for one in done] == [0] * 4, [one.stderr for one in done]
    with Server(lambda *_: Reply(error(f"{KEY} is refused", "invalid_api_key"), 401)) as strict:
        desk.base_url = strict.base_url
        desk.set_up()
        desk.add(20)
        done.append(desk.digest("--health", "second.json"))
    wrong = postgresql.with_password(quote(f"{PASSWORD}x", safe=""))
    done += [
        desk.digest(SUMMARISER_ARCHIVE=wrong),
        desk.digest(SUMMARISER_ARCHIVE=f"{wrong}?sslmode={PASSWORD}"),
        desk.digest(SUMMARISER_ARCHIVE=wrong.replace("postgresql", "mysql")),
    ]
    assert [one.returncode for one in done[4:]] == [78] * 4, [one.stderr for one in done[4:]]
    said = [stream for one in done for stream in (one.stdout, one.stderr)]
    files = [*state(desk.folder).values(), *state(cache_of(desk.folder)).values()]
    tables = postgresql.execute(
        f"SELECT table_to_xml(c.oid, true, true, '')::text FROM pg_class c "
        f"WHERE relnamespace = '{schema}'::regnamespace AND relkind = 'r'"
    )
    kept = [str(row[0]).encode() for row in tables]
    assert len(files) > 20
    assert len(kept) > 5
    for place in [*said, *files, *kept]:
        assert not [form for secret in (KEY, PASSWORD) for form in forms(secret) if form in place]


def test_a_digest_does_not_say_at_which_address_the_model_is_and_the_log_does(tmp_path):
    def script(request, number):
        if "number 3" in request["messages"][1]["content"]:
            return Reply(error("filtered", "content_filter"), 400)
        return aground(request)

    with Server(script) as server:
        desk = filled(Newsdesk(tmp_path / "desk", server.base_url))
        done = desk.digest()
    place = server.base_url.removesuffix("/v1").encode()
    (failure,) = desk.told(day())["failures"]
    assert (done.returncode, place in done.stderr) == (3, True)
    assert "the content filter of the model's server refused the question" in failure["reason"]
    published = [desk.folder / name for name in ("out", "outbox", "public")]
    assert not [file for folder in published for file in folder.iterdir() if place in file.read_bytes()]
