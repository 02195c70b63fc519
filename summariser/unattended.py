"""Takes a desk's settings and gives a run as cron starts it: sources visited, digests issued, delivered, told of."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import chain, groupby, product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from summariser.asking import Settings
from summariser.core.render import as_atom, as_json_line, as_mail, as_markdown
from summariser.core.windows import window_after
from summariser.digest import Came, Order, Told, Waiting, due_in, issue
from summariser.edges import articles
from summariser.edges.archive import open_archive
from summariser.edges.archive.whole import Archive
from summariser.edges.collect import Desk, collect
from summariser.edges.journal import Journal, Level, health_line, last_health
from summariser.edges.output import Parcel, deliver, file_name, unnamed, write
from summariser.edges.scales import Scales
from summariser.edges.shipped import shipped
from summariser.nouns.archived import Collected, Issued
from summariser.nouns.article import Failure
from summariser.nouns.config import DigestConfig, SourceConfig
from summariser.nouns.digest import Digest
from summariser.nouns.forms import DigestForm
from summariser.nouns.health import Health, Outcome
from summariser.nouns.problems import EX_PARTIAL, Misconfigured, NoInput, Problem, Withheld
from summariser.pipeline import WEEK, named_within, weigh
from summariser.session import session
from summariser.text.clean import portable_path
from summariser.text.english import count

_FILES, _EML = "files", "eml"
"""The names by which the archive notes what went where."""
_OUTPUTS = "outputs"
"""The topic under which the archive notes since when there are which outputs."""
_ZONE_OF_THE_WEEK = "Europe/Berlin"
_IN_THE_FEED = 30
"""How many of the newest digests a feed has."""


@dataclass(frozen=True)
class Job:
    """What a run is started with: the desk, its sources, and where the run tells of itself.

    `since` and `until` name the first and the last digest wanted. `form` and `output` are for what is written besides
    the desk's own outputs: to the file, else to standard output; both None where the desk has outputs of its own.
    `clock` gives the time, `health` is the file for monitoring.
    """

    desk: DigestConfig
    sources: Sequence[SourceConfig]
    settings: Settings
    journal: Journal
    clock: Callable[[], datetime]
    since: date | None = None
    until: date | None = None
    form: DigestForm | None = None
    output: Path | None = None
    health: Path | None = None


def run(archive: Archive | Problem, job: Job) -> int:
    """Do what is due, and give the exit code: 0, or 3 where something is missing from a digest.

    Instead of the archive there may be the reason why it could not be opened, for monitoring is told of that as well.
    Raises it; Withheld where too much is missing for a digest; and what else ends a run, once what had been issued is
    delivered. The health file tells how it ended.
    """
    started = job.clock()
    report = _Report(job, started)
    try:
        if isinstance(archive, Problem):
            raise archive
        _work(archive, job, started, report)
    except Problem as problem:
        report.end(problem)
        raise
    return report.end(None)


def forecast(place: str | None, job: Job) -> list[str]:
    """Say, a line each, what came in, what is due, and what a run is likely to take; nothing is asked, kept or written.

    Sources are looked at, feeds and pages among them. Raises what looking raises.
    """
    with ExitStack() as stack:
        try:
            archive = stack.enter_context(open_archive(place, alone=False))
        except NoInput:  # the first run of all
            folder = stack.enter_context(TemporaryDirectory())
            archive = stack.enter_context(open_archive(Path(folder) / "archive.db"))
        came = _visit(_Unwritten(archive), job, job.clock())
        new = [one.article for one in chain(archive.unread(), came.collected)]
        lines = [
            f"came in: {count(len(came.collected), 'article')}; could not be taken: {len(came.failures)}",
            *(f"  {failure.reason}" for failure in came.failures),
            f"due: {_due(archive, job) or 'no digest'}",
        ]
        if not new:
            return lines
        scales, waiting = Scales(), Waiting(tuple(one.path for one in new))
        with session(waiting, iter(new), job.settings, scales) as under_way:
            return [*lines, *weigh(under_way, job.settings, scales)]


def _due(archive: Archive, job: Job) -> str:
    """Give the names of the digests that are due."""
    order = Order(job.desk, job.settings, job.clock(), job.since, job.until)
    return ", ".join(window.name for window in due_in(archive, order))


@dataclass(frozen=True)
class _Unwritten:
    """An archive in which nothing of a visit is kept."""

    archive: Archive

    def unknown(self, sha256s: Collection[str]) -> set[str]:
        return self.archive.unknown(sha256s)

    def remembered(self, source: str) -> dict[str, str]:
        return self.archive.remembered(source)

    def remember(self, source: str, what: Mapping[str, str]) -> None:
        """Keep nothing."""


def demo(say: Callable[[str], None]) -> Iterator[Told]:
    """Give the digests of the shipped week, replayed, as the run of each morning issues them."""
    fixture = shipped(WEEK)
    settings = Settings(
        model=None, base_url=None, api_key=None, record=None, replay=fixture / "recordings",
        strict=True, jobs=8, say=say, progress=False,
    )  # fmt: skip
    desk = DigestConfig(zone=_ZONE_OF_THE_WEEK)
    with TemporaryDirectory() as folder, open_archive(Path(folder) / "archive.db") as archive:
        for inbox in sorted((fixture / "inbox").iterdir()):
            morning = datetime.combine(date.fromisoformat(inbox.name), desk.at, ZoneInfo(desk.zone))
            came = _came([SourceConfig(name="inbox", folder=inbox)], archive, desk, morning)
            named = tuple(
                one.model_copy(update={"article": named_within(one.article, fixture)}) for one in came.collected
            )
            yield from issue(archive, replace(came, collected=named), Order(desk, settings, morning))


def _work(archive: Archive, job: Job, now: datetime, report: "_Report") -> None:
    """Visit the sources, issue what is due, and deliver it, even where something stops the rest."""
    outputs = _Outputs(archive, job)
    outputs.begin()
    problem: Problem | None = None
    try:
        came = _visit(archive, job, now)
        report.came(came)
        order = Order(job.desk, job.settings, now, job.since, job.until, _houses(job.sources))
        for told in issue(archive, came, order):
            report.issued(told)
    except Problem as stopped:
        problem = stopped
    report.newest(archive)
    outputs.deliver([told.issued for told in report.told])
    if problem:
        raise problem


def _visit(archive: Archive | _Unwritten, job: Job, now: datetime) -> Came:
    """Give what the sources have that is new. A file that is still being written is no fault: it waits."""
    if not job.sources:
        raise Misconfigured("no sources; name some in summariser.toml, as [[sources]]")
    return _came(job.sources, archive, job.desk, now)


def _came(sources: Sequence[SourceConfig], archive: Archive | _Unwritten, desk: DigestConfig, now: datetime) -> Came:
    came = list(collect(sources, Desk(articles=articles, archive=archive, zone=ZoneInfo(desk.zone), now=now)))
    failures = tuple(one for one in came if isinstance(one, Failure) and one.kind != "pending")
    return Came(tuple(one for one in came if isinstance(one, Collected)), failures, _all_dead(sources, failures))


def _all_dead(sources: Iterable[SourceConfig], failures: Iterable[Failure]) -> bool:
    """Whether not one of `sources` could be looked at: each has a failure of its own place, not of something in it."""
    failed = Counter((one.path, one.kind == "server") for one in failures)
    return not Counter((_place_of(one), bool(one.feed or one.url)) for one in sources) - failed


def _place_of(source: SourceConfig) -> str:
    """Give the path that the failure of a source as a whole has."""
    if address := source.feed or source.url:
        from summariser.edges.collect.feeds import shown

        return shown(address)
    return portable_path(str(source.folder or source.mail))


def _houses(sources: Iterable[SourceConfig]) -> dict[str, list[str]]:
    """Give the outlets of each publisher that the sources are said to belong to."""
    stated = sorted((one.publisher, one.outlet) for one in sources if one.publisher and one.outlet)
    return {house: [outlet for _, outlet in those] for house, those in groupby(stated, key=lambda one: one[0])}


# Where digests go


@dataclass(frozen=True)
class _Outputs:
    """The desk's outputs, and what the command line asks for besides."""

    archive: Archive
    job: Job

    def begin(self) -> None:
        """Take what was issued before an output was set up for delivered: nobody gets the whole past by mail."""
        before, now = self.archive.noted(_OUTPUTS), self.job.clock().isoformat()
        set_up = {output: before.get(output, now) for output in self._kept()}
        for output in set_up.keys() - before.keys():
            self._note(self.archive.undelivered(output), output)
        if set_up != before:  # one that is taken out is forgotten
            self.archive.note(_OUTPUTS, set_up)

    def deliver(self, new: Sequence[Issued]) -> None:
        """Put everything where it belongs, and write what the command line asks for.

        Raises CannotWrite, after the rest, when something cannot be put there: the next run puts it there.
        """
        wanted, desk = self._wanted(new), self.job.desk
        files = _once([*wanted, *self.archive.undelivered(_FILES)]) if desk.files else []
        letters = self.archive.undelivered(_EML) if desk.eml else ()
        parcels = [*self._letters(_once([*self._half_sent(), *letters])), *self._files(files), *self._feed()]
        for name in deliver(parcels, _Ledger(self, letters)):
            self.job.journal.note("delivered", name=name)
        self._note(files, _FILES)
        if wanted and (self.job.form or self.job.output or not (desk.files or desk.eml or desk.atom)):
            write(self._together(wanted, self.job.form or DigestForm.MD), self.job.output)

    def note_letter(self, issued: Issued) -> None:
        """Note for good that a digest goes out by mail."""
        self._note([issued], _EML)

    def _note(self, those: Iterable[Issued], output: str) -> None:
        for issued in those:
            self.archive.note_delivery(issued, output, self.job.clock())

    def _kept(self) -> list[str]:
        """Give the outputs of which the archive notes what went there."""
        desk = self.job.desk
        return [*([_FILES] if desk.files else []), *([_EML] if desk.eml else [])]

    def _wanted(self, new: Sequence[Issued]) -> list[Issued]:
        """Give what this run issued, and the last revisions of those that were asked for by their days."""
        first, last = self.job.since, self.job.until
        if not (first or last):
            return list(new)
        newest = {one.window.name: one for one in self.archive.digests()}
        asked = ((date.fromisoformat(name), one) for name, one in newest.items())
        return _once([*new, *(one for day, one in asked if (first or day) <= day <= (last or day))])

    def _files(self, those: Iterable[Issued]) -> Iterator[Parcel]:
        files = self.job.desk.files
        for one, form in product(those if files else (), (DigestForm.MD, DigestForm.JSON)):
            if files:
                yield Parcel(files.folder, _name(one, form), self._as(one, form))

    def _letters(self, those: Iterable[Issued]) -> Iterator[Parcel]:
        eml = self.job.desk.eml
        for one in those if eml else ():
            if eml:
                name = _name(one, DigestForm.EML)
                yield Parcel(eml.folder, name, self._as(one, DigestForm.EML), letter=name)

    def _half_sent(self) -> list[Issued]:
        """Give those that were noted, when their letters could not be given their names or the run was killed."""
        names = unnamed(self.job.desk.eml.folder) if self.job.desk.eml else set()
        return [one for one in self.archive.digests() if _name(one, DigestForm.EML) in names] if names else []

    def _feed(self) -> Iterator[Parcel]:
        atom = self.job.desk.atom
        newest = self.archive.digests()[-_IN_THE_FEED:]
        if atom and newest:
            text = as_atom([self._digest(one) for one in newest], atom.address)
            yield Parcel(atom.file.parent, atom.file.name, text.encode())

    def _together(self, those: Sequence[Issued], form: DigestForm) -> str:
        """Give one text of all: of several one feed, or as JSON a line each."""
        atom = self.job.desk.atom
        if form is DigestForm.ATOM and atom:
            return as_atom([self._digest(one) for one in those], atom.address)
        if form is DigestForm.JSON and len(those) > 1:
            return "".join(as_json_line(self._digest(one)) for one in those)
        return b"".join(self._as(one, form) for one in those).decode()

    def _as(self, issued: Issued, form: DigestForm) -> bytes:
        digest, desk = self._digest(issued), self.job.desk
        if form is DigestForm.JSON:
            return self.archive.digest(issued).encode()
        if form is DigestForm.MD:
            return as_markdown(digest).encode()
        if form is DigestForm.EML and desk.eml:
            return as_mail(digest, desk.eml.sender, desk.eml.to)
        raise Misconfigured(
            f"--format {form}: [digest.{form}] is missing in summariser.toml; it says what goes into one"
        )

    def _digest(self, issued: Issued) -> Digest:
        return Digest.model_validate_json(self.archive.digest(issued))


class _Ledger:
    """Which letters went out, by their file names, as the archive has it."""

    def __init__(self, outputs: _Outputs, due: Iterable[Issued]) -> None:
        self._outputs = outputs
        self._due = {_name(one, DigestForm.EML): one for one in due}

    def sent(self, name: str) -> bool:
        return name not in self._due

    def note(self, name: str) -> None:
        self._outputs.note_letter(self._due.pop(name))


def _name(issued: Issued, form: DigestForm) -> str:
    return file_name(issued.window.name, issued.revision, form.value)


def _once(those: Iterable[Issued]) -> list[Issued]:
    """Give each digest and revision once, oldest first."""
    found = {(one.window.end, one.revision): one for one in those}
    return [found[key] for key in sorted(found)]


# What the run tells of itself


@dataclass
class _Report:
    """What a run came to, for its log and for monitoring."""

    job: Job
    started: datetime
    told: list[Told] = field(default_factory=list)
    _newest: Issued | None = None
    _failures: set[str] = field(default_factory=set)

    def came(self, came: Came) -> None:
        """Note what the sources gave."""
        self.job.journal.note("collected", articles=len(came.collected), failures=len(came.failures))
        self._tell("not taken", [failure.reason for failure in came.failures])

    def issued(self, told: Told) -> None:
        """Note a digest, and what is missing from it."""
        self.told.append(told)
        account, issued = told.digest.account, told.issued
        self.job.journal.note(
            "issued", digest=issued.window.name, number=issued.number, revision=issued.revision,
            articles=account.given, read=account.read,
        )  # fmt: skip
        self._tell("missing", told.missing)

    def _tell(self, event: str, reasons: Iterable[str]) -> None:
        """Note each reason once why something is not there."""
        for reason in dict.fromkeys(reasons):
            if reason not in self._failures:
                self.job.journal.note(event, Level.WARNING, why=reason)
            self._failures.add(reason)

    def newest(self, archive: Archive) -> None:
        """Note the newest digest of the archive."""
        self._newest = next(iter(archive.digests()[-1:]), None)

    def end(self, problem: Problem | None) -> int:
        """Tell the log and the health file how the run ended, and give its exit code."""
        partial = any(told.missing for told in self.told)
        code = problem.exit_code if problem else EX_PARTIAL if partial else 0
        if isinstance(problem, Withheld):
            self._tell("missing", problem.missing)
        health = Health(
            last_run=self.started,
            outcome=self._outcome(problem),
            exit_code=code,
            **self._standing(),
            articles=sum(told.digest.account.given for told in self.told),
            failures=len(self._failures),
            withheld=str(problem) if isinstance(problem, Withheld) else None,
            duration=round((self.job.clock() - self.started).total_seconds(), 2),
        )
        self.job.journal.note(
            "ended", Level.ERROR if problem else Level.INFO, outcome=health.outcome, code=code, seconds=health.duration
        )
        if self.job.health:
            write(health_line(health), self.job.health)
        return code

    def _outcome(self, problem: Problem | None) -> Outcome:
        if problem:
            return "withheld" if isinstance(problem, Withheld) else "failed"
        if not self.told:
            return "nothing due"
        return "incomplete" if any(told.missing for told in self.told) else "issued"

    def _standing(self) -> dict[str, Any]:
        """Give the newest digest, as the archive has it, else as the last run told of it, which looked into it."""
        if self._newest is None:
            last = last_health(self.job.health) if self.job.health else None
            return last.model_dump(include=_STANDING) if last else {}
        window, desk = self._newest.window, self.job.desk
        return {
            "digest": window.name,
            "number": self._newest.number,
            "revision": self._newest.revision,
            "as_of": window.end,
            "next_due": window_after(window, ZoneInfo(desk.zone), desk.at).end,
        }


_STANDING = {"digest", "number", "revision", "as_of", "next_due"}
