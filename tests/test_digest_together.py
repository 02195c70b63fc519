"""Two runs of a digest at once, on one machine or on two with one archive: one works, nothing is done twice."""

import time

import pytest

from tests.newsdesk import Gate, Newsdesk, after, day, kill, questions
from tests.servers import Server

ARTICLES = 12
JOBS = 4


@pytest.fixture
def gate():
    return Gate()


@pytest.fixture
def server(gate):
    with Server(gate) as running:
        yield running
        gate.open.set()


@pytest.fixture
def machines(archive_url, server, tmp_path):
    """Two runs of one desk: on a file the same folder twice, on a database two machines that share nothing else."""
    first = Newsdesk(tmp_path / "first", server.base_url, archive_url)
    second = first if "://" not in archive_url else Newsdesk(tmp_path / "second", server.base_url, archive_url)
    for desk in each((first, second)):
        for number in range(ARTICLES):
            desk.add(number)
    return first, second


def each(machines):
    return list({id(one): one for one in machines}.values())


def test_the_second_leaves_at_once_with_its_own_code_and_disturbs_nothing(machines, server, gate, record_property):
    first, second = machines
    (second.folder / second.health).write_text("{}")
    under_way = first.started()
    after(server, 1)
    begun = time.monotonic()
    left = second.digest()
    record_property("seconds", took := time.monotonic() - begun)
    untouched = (second.folder / second.health).read_text()
    gate.open.set()
    under_way.communicate(timeout=60)
    assert (left.returncode, left.stdout, under_way.returncode) == (75, b"", 0)
    (line,) = left.stderr.decode().splitlines()
    assert "another run uses it; when that has ended, the same command goes on" in line
    assert took < 10  # under one second where nothing else goes on
    assert untouched == "{}"
    assert len(questions(server)) == len(set(questions(server))) == ARTICLES
    assert first.is_sound()


def test_whichever_comes_first_nothing_is_read_or_issued_or_sent_twice(machines, server, gate):
    gate.open.set()
    for _ in range(2):
        both = [desk.started() for desk in machines]
        for process in both:
            process.communicate(timeout=60)
        codes = {process.returncode for process in both}
        assert {0} <= codes <= {0, 75}
    assert len(questions(server)) == len(set(questions(server))) == ARTICLES
    assert list(machines[0].issued()) == [(day(), 1)]
    assert [name for desk in each(machines) for name in desk.letters()] == [f"{day()}.eml"]


def test_when_the_first_is_killed_the_second_goes_on_at_once_and_asks_only_what_is_not_kept(machines, server, gate):
    first, second = machines
    gate.few = ARTICLES // 2
    killed = first.started()
    after(server, gate.few + JOBS)
    kill(killed)
    gate.open.set()
    asked, kept = len(server.seen), first.readings()
    assert 0 < kept <= gate.few
    done = second.digest()
    assert (done.returncode, second.told(day())["account"]["read"]) == (0, ARTICLES)
    assert len(server.seen) - asked == ARTICLES - (kept if second is not first else gate.few)
    assert second.is_sound()
