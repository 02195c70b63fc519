"""A digest that is killed again and again ends as an uninterrupted one: nothing lost, paid twice, or sent twice."""

import json
import random
import time
from collections import Counter

from tests.newsdesk import Newsdesk, aground, day, kill, questions, slowly
from tests.servers import Server

JOBS = 4
SLOW = 0.1
ARTICLES = 40
EVENTS = 60  # of an uninterrupted run: questions and lines of its log


def fill(desk):
    """Forty articles over three days, and among them two pairs that no rule decides."""
    for number in range(1, ARTICLES - 2):
        desk.add(number, days_ago=number % 3)
    for number, days_ago, words in ((38, 2, "bomb went off"), (39, 1, "blast was heard"), (40, 0, "bomb exploded")):
        desk.add(number, days_ago=days_ago, text=f"A {words} on {day(2)} in Dalavir. Windows broke.")
    return desk


def everything(desk):
    """Give all that is published, by name, and the digests as the archive has them."""
    atom = (desk.folder / "public" / "feed.atom").read_bytes()
    return desk.out(), atom, desk.issued()


class MailSystem:
    """Takes letters out of the outbox, as they come."""

    def __init__(self, desk):
        self.outbox = desk.folder / "outbox"
        self.sent = []

    def collect(self):
        for letter in self.outbox.glob("*.eml"):
            self.sent.append((letter.name, letter.read_bytes()))
            letter.unlink()


def killed_somewhere(desk, server, when, events):
    """Start a digest and kill it within as many events, questions and lines of its log, or at some time before.

    Gives whether it had not ended by itself.
    """
    log, asked = desk.folder / "log", len(server.seen)
    early = when.random() < 0.2
    until = time.monotonic() + (when.uniform(0, 2) if early else 60)
    some = when.randint(1, events)
    process = desk.started("--since", day(2), log=log)
    while process.poll() is None and time.monotonic() < until:
        if len(server.seen) - asked + log.read_bytes().count(b"\n") >= some:
            break
        time.sleep(0.002)
    time.sleep(when.uniform(0, SLOW))
    under_way = process.poll() is None
    kill(process)
    for file in (desk.folder / "out").glob("[!.]*.json"):
        json.loads(file.read_bytes())  # whole, or not there
    return under_way


def test_killed_at_random_moments_it_ends_with_the_bytes_of_an_uninterrupted_run(
    archive_url, tmp_path, kills, record_property
):
    when = random.Random(kills)
    with Server(slowly(SLOW, aground)) as server:
        whole = fill(Newsdesk(tmp_path / "whole", server.base_url))
        assert whole.digest("--since", day(2)).returncode == 0
        different = Counter(questions(server))
        assert (len(different), set(different.values())) == (ARTICLES + 2, {1})
        server.seen.clear()

        desk = fill(Newsdesk(tmp_path / "killed", server.base_url, archive_url))
        mail = MailSystem(desk)
        under_way = 0
        for _ in range(kills):
            under_way += killed_somewhere(desk, server, when, 2 + 2 * EVENTS // kills)
            mail.collect()
        done = desk.digest("--since", day(2))
        mail.collect()
        asked = Counter(questions(server))
    assert done.returncode == 0, done.stderr
    assert desk.archive_command("check").returncode == 0
    assert everything(desk) == everything(whole)
    assert asked.keys() == different.keys()
    assert asked.total() <= len(different) + JOBS * under_way
    assert sorted(mail.sent) == [(name, (whole.folder / "outbox" / name).read_bytes()) for name in whole.letters()]
    assert len(mail.sent) == 3
    record_property("kills under way", under_way)
    record_property("asked again", asked.total() - len(different))
