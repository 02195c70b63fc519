"""Makes a desk's folder, with settings, sources and outputs, and a model's server; runs `summariser digest` in it."""

import json
import os
import re
import signal
import subprocess
import threading
import time
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from summariser.edges.archive import open_archive
from tests.command import COMMAND, cache_of, run
from tests.servers import Reply, completion

KEY = "sk-sentinel-77ab12"
DAY = timedelta(days=1)
STARTED = datetime.now(UTC).replace(microsecond=0)
_ENDS = ("avir", "enko", "ishta", "opol", "ugrad", "ymbek", "essa", "orro")
SINCE = timedelta(hours=2)
"""How long ago the newest window has ended: the command's clock is real, and no window is to end during a test."""
CITIES = [f"{first}{last}" for first in ("Dal", "Mor", "Tes", "Vol", "Kur", "Ban") for last in _ENDS]
SETTINGS = """
model = "m"
base_url = "{base_url}"
jobs = 4

[digest]
zone = "{zone}"
at = {at}
archive = "{archive}"

[digest.files]
folder = "out"

[digest.eml]
from = "Desk <desk@example.org>"
to = ["readers@example.org"]
folder = "outbox"

[digest.atom]
file = "public/feed.atom"
address = "https://desk.example/digest.atom"

[[sources]]
name = "Wires"
folder = "news"
outlet = "The Quay"
"""


def ended(days_ago=0):
    """When the window ended, and the next began, whose digest is the newest one that is due, or so many days older."""
    return STARTED - SINCE - days_ago * DAY


def day(days_ago=0):
    """The name of that digest."""
    return ended(days_ago).date().isoformat()


@dataclass
class Newsdesk:
    """A folder with settings, articles in `news`, digests in `out`, mails in `outbox`, the archive in `data`.

    `archive` is a file of the folder, or a URL, which goes into the environment as it has a password in practice.
    """

    folder: Path
    base_url: str
    archive: str = "data/archive.db"
    health: str = "health.json"
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self):
        (self.folder / "news").mkdir(parents=True, exist_ok=True)
        if "://" in self.archive:
            self.environment = {"SUMMARISER_ARCHIVE": self.archive} | self.environment
        self.set_up()

    def set_up(self, **changes):
        """Write the settings, with `changes` of what follows the equals sign."""
        archive = "data/archive.db" if "://" in self.archive else self.archive
        given = {"base_url": self.base_url, "archive": archive, "at": f"{ended():%H:%M:%S}", "zone": "UTC"}
        (self.folder / "summariser.toml").write_text(SETTINGS.format(**given | changes))

    def set_up_more(self, more):
        """Write `more` at the end of the settings."""
        with (self.folder / "summariser.toml").open("a") as settings:
            settings.write(more)

    def add(self, number, days_ago=0, text=None, name=None, published=None):
        """Put an article into `news`, published three hours before the end of that window if nothing else is said."""
        published = published or ended(days_ago) - timedelta(hours=3)
        usual = f"Ferry number {number} ran aground on {published:%Y-%m-%d} in {CITIES[number]}. Nobody knows why."
        words = text or usual
        file = self.folder / "news" / (name or f"{number:03}.md")
        file.write_text(f"---\ndate: {published:%Y-%m-%dT%H:%M:%SZ}\n---\n\n{words}\n")
        # Not as if it were still being written: the run would wait for a moment.
        os.utime(file, (time.time() - 60,) * 2)
        return file

    def digest(self, *flags, **environment):
        """Run `summariser digest` to its end."""
        return run("digest", *self._flags(flags), cwd=self.folder, **self._environment(environment))

    def started(self, *flags, log=None, **environment):
        """Start `summariser digest`, as a group of processes of its own, its log to a file or to be asked for."""
        inherited = {n: v for n, v in os.environ.items() if not n.startswith(("OPENAI", "SUMMARISER"))}
        environment = inherited | {"SUMMARISER_CACHE": str(cache_of(self.folder))} | self._environment(environment)
        with log.open("wb") if log else nullcontext(subprocess.PIPE) as stderr:
            return subprocess.Popen(
                [COMMAND, "digest", *self._flags(flags)], cwd=self.folder, start_new_session=True, env=environment,
                stdout=subprocess.PIPE, stderr=stderr,
            )  # fmt: skip

    def archive_command(self, *words):
        """Run `summariser archive` on the archive."""
        place = [] if "://" in self.archive else ["--archive", self.archive]
        return run("archive", *words, *place, cwd=self.folder, **self._environment({}))

    def opened(self, *, alone=False):
        """Give the archive, to be looked at only if nothing else is said."""
        return open_archive(self.archive if "://" in self.archive else self.folder / self.archive, alone=alone)

    def is_sound(self):
        """Whether the archive passes its own check."""
        with self.opened() as archive:
            assert archive.check().broken == ()
        return True

    def issued(self):
        """Give the digests of the archive, byte for byte, by name and revision, in their order."""
        with self.opened() as archive:
            return {(one.window.name, one.revision): archive.digest(one) for one in archive.digests()}

    def readings(self):
        """Give how many articles have a reading in the archive."""
        with self.opened() as archive:
            return archive.check().readings

    def told(self, name, revision=1):
        """Give the JSON of a digest in `out`."""
        return json.loads((self.folder / "out" / _file(name, revision)).read_bytes())

    def out(self):
        """Give every file in `out`, by name."""
        return {path.name: path.read_bytes() for path in sorted((self.folder / "out").glob("[!.]*"))}

    def letters(self):
        """Give the names of the mails that the mail system would send."""
        return sorted(path.name for path in (self.folder / "outbox").glob("*.eml"))

    def last_health(self):
        """Give what the health file says."""
        return json.loads((self.folder / self.health).read_bytes())

    def _flags(self, flags):
        return ["--health", self.health, *map(str, flags)]

    def _environment(self, environment):
        return {"OPENAI_API_KEY": KEY} | self.environment | environment


def _file(name, revision):
    return f"{name}.json" if revision == 1 else f"{name}.r{revision}.json"


# The model


def first_sentence(request):
    said = request["messages"][1]["content"]
    line = next(line for line in said.splitlines() if line.startswith("[1]"))
    return line.removeprefix("[1] ").partition(".")[0]


def aground(request, _number=0):
    """Read an article: one incident, in the words of its first sentence; or rule that two incidents are not one."""
    tool = request["tool_choice"]["function"]["name"]
    if tool == "DraftRuling":
        return Reply(completion(request, {"reason": "nothing ties them", "verdict": "same"}, tool=tool))
    words = first_sentence(request)
    evidence = [{"sentence": 1, "quote": words}]
    kind = "bombing" if "blast" in words or "bomb" in words else "transport_accident"
    incident = {"id": "i1", "type": kind, "title": words, "background": False, "evidence": evidence}
    return {"actors": [], "incidents": [incident | {"facts": _facts(words)}]}


def _facts(words):
    """A day and a city where the words name them as in "on DAY in CITY": a pair that no rule decides."""
    if " on " not in words or " in " not in words:
        return []
    date, _, city = words.partition(" on ")[2].partition(" in ")
    day = {"type": "time", "words": date, "edtf": date, "basis": "stated"}
    place = {"type": "place", "words": city, "name": city, "city": city, "country": "XA"}
    return [
        {"aspect": "time", "value": day, "evidence": [{"sentence": 1, "quote": date}]},
        {"aspect": "place", "value": place, "evidence": [{"sentence": 1, "quote": city}]},
    ]


def slowly(seconds, script=aground):
    """Answer as `script` does, after so long."""

    def answer(request, number):
        time.sleep(seconds)
        return script(request, number)

    return answer


@dataclass
class Gate:
    """A script that answers as `aground` does, but only the first `few` questions until it is opened."""

    few: int = 0
    open: threading.Event = field(default_factory=threading.Event)

    def __call__(self, request, number):
        if number > self.few:
            self.open.wait(60)
        return aground(request)


def after(server, requests):
    """Wait until the server has seen so many requests."""
    until = time.monotonic() + 60
    while len(server.seen) < requests:
        assert time.monotonic() < until
        time.sleep(0.005)


def questions(server):
    """What was asked, one for each request, without the marks around an article, which are others each time."""
    return [re.sub("-[0-9a-f]{16}>", ">", seen.said[1]) for seen in server.seen]


def kill(process):
    """Kill the whole group, as the system does, and give what it had said."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    return process.communicate(timeout=60)
