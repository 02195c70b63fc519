"""A digest that is killed again and again ends as an uninterrupted one: nothing lost, paid twice, or sent twice."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter

from tests.command import ROOT
from tests.newsdesk import Newsdesk, aground, day, kill, questions, slowly
from tests.servers import Server, unused_port

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


KILLED_ONCE_NOTED = """
import os, signal
from datetime import UTC, datetime
from pathlib import Path
from summariser import unattended
from summariser.asking import Settings
from summariser.edges.archive import open_archive
from summariser.edges.config import load_config
from summariser.edges.journal import Journal

class Killing:
    def __init__(self, archive):
        self.archive = archive
    def __getattr__(self, name):
        return getattr(self.archive, name)
    def note_delivery(self, issued, output, at):
        self.archive.note_delivery(issued, output, at)
        if output == "eml":
            os.kill(os.getpid(), signal.SIGKILL)

config = load_config(Path("summariser.toml"))
settings = Settings(
    model="m", base_url=config.base_url, api_key="k", record=None, replay=None, strict=False, jobs=1, say=print,
    progress=False,
)
clock = lambda: datetime.now(UTC)
job = unattended.Job(config.digest, config.sources, settings, Journal(None, clock), clock)
Path("data").mkdir()
with open_archive(Path("data/archive.db")) as archive:
    unattended.run(Killing(archive), job)
"""


def test_a_letter_that_is_noted_when_the_run_is_killed_goes_out_with_the_next_one_and_once(tmp_path):
    desk = Newsdesk(tmp_path / "desk", f"http://127.0.0.1:{unused_port()}/v1")
    command, environment = [sys.executable, "-c", KILLED_ONCE_NOTED], os.environ | {"PYTHONPATH": str(ROOT)}
    killed = subprocess.run(command, cwd=desk.folder, env=environment, timeout=60, check=False)
    assert (killed.returncode, desk.letters()) == (-signal.SIGKILL, [])
    _goes_out_with_the_next_run_and_once(desk)


def test_a_letter_whose_name_is_taken_goes_out_when_it_is_free_and_once(tmp_path):
    desk = Newsdesk(tmp_path / "desk", f"http://127.0.0.1:{unused_port()}/v1")
    in_the_way = desk.folder / "outbox" / f"{day()}.eml"
    in_the_way.mkdir(parents=True)
    for _ in range(2):
        done = desk.digest()
        assert (done.returncode, "the next run puts it there" in done.stderr.decode()) == (73, True)
    in_the_way.rmdir()
    _goes_out_with_the_next_run_and_once(desk)


def _goes_out_with_the_next_run_and_once(desk):
    assert [path.name for path in (desk.folder / "outbox").iterdir()] == [f".{day()}.eml.part"]
    (desk.folder / "outbox" / ".2031-01-01.eml.part").write_text("of somebody else")
    mail = MailSystem(desk)
    for _ in range(2):
        assert desk.digest().returncode == 0
        mail.collect()
    assert [(name, data.startswith(b"From: ")) for name, data in mail.sent] == [(f"{day()}.eml", True)]
    assert [path.name for path in (desk.folder / "outbox").iterdir()] == [".2031-01-01.eml.part"]


def test_what_was_issued_while_there_was_no_mail_is_not_mailed_once_there_is_whatever_sources_are_called(tmp_path):
    desk = Newsdesk(tmp_path / "desk", f"http://127.0.0.1:{unused_port()}/v1")
    settings = desk.folder / "summariser.toml"
    with_mail = settings.read_text().replace('"Wires"', '"eml"')
    settings.write_text(with_mail)
    assert desk.digest("--since", day(2), "--until", day(2)).returncode == 0
    head, _, tail = with_mail.partition("[digest.eml]")
    settings.write_text(f"{head}[digest.atom]{tail.partition('[digest.atom]')[2]}")
    assert desk.digest("--until", day(1)).returncode == 0
    settings.write_text(with_mail)
    assert desk.digest().returncode == 0
    assert desk.letters() == [f"{day(2)}.eml", f"{day(0)}.eml"]
