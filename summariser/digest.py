"""Takes an archive, what came in, and settings, and gives the digests that are due, each kept before it is shown.

[Collected] --archive--> [unread Article] --session--> Reading, kept as it comes
due windows --place--> the articles of each --meet--> Merged --compose_digest--> Digest --archive--> issued
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import chain
from zoneinfo import ZoneInfo

from summariser import __version__
from summariser.adjudication import Adjudication, adjudicate
from summariser.asking import Settings
from summariser.core.brief import Material, compose_digest
from summariser.core.cost import cost_of
from summariser.core.lasting import assigned
from summariser.core.merge import Met, Neighbourhood, changes, meet, stored_keys
from summariser.core.render import as_json
from summariser.core.windows import place, window_after, windows_due
from summariser.edges import llm, prompts
from summariser.edges.archive.whole import Archive
from summariser.edges.shipped import incident_types_file, shipped
from summariser.knowledge import aliases_of, known_of
from summariser.nouns.archived import Collected, Issue, Issued, KeptAnswer, Lasting, LastingKind, Untold
from summariser.nouns.article import Article, Failure
from summariser.nouns.brief import Account
from summariser.nouns.config import DigestConfig
from summariser.nouns.digest import Digest, Heading
from summariser.nouns.draft import DraftReading
from summariser.nouns.known import Known
from summariser.nouns.merged import Merged, MergedActor, MergedIncident, MergedSeries, MergedStatement
from summariser.nouns.pairs import DraftRuling, Ruling
from summariser.nouns.problems import Busy, Misconfigured, Problem, ServerProblem, Withheld
from summariser.nouns.question import NOTHING, Question, Usage, added, total
from summariser.nouns.reading import Actor, Incident, Reading, Series, Statement
from summariser.nouns.window import Timing, Window
from summariser.reader import Read
from summariser.session import TASK_PROMPT, Session, session
from summariser.text.english import count

_TRIED = timedelta(days=3)
"""How long after it came in an article is asked about again that gives no reading: each time may have to be paid."""

_SERVER_AT = re.compile(r"(?<=the model's server) at https?://\S+")
_ADDRESS = re.compile(r"https?://[^\s,;)]+")


@dataclass(frozen=True)
class Came:
    """What the sources gave: new articles, and what could not be had; `dead` if not one source could be looked at."""

    collected: tuple[Collected, ...] = ()
    failures: tuple[Failure, ...] = ()
    dead: bool = False


@dataclass(frozen=True)
class Order:
    """What a run is to do: the desk's settings, those of the model, the moment of the run, and the days asked for.

    `houses` gives the outlets of each publisher that the settings of the sources name.
    """

    desk: DigestConfig
    settings: Settings
    now: datetime
    since: date | None = None
    until: date | None = None
    houses: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        """The desk's time zone."""
        return ZoneInfo(self.desk.zone)


@dataclass(frozen=True)
class Told:
    """A digest as it was issued, and a line for each thing that is missing from it."""

    issued: Issued
    digest: Digest
    missing: tuple[str, ...]


def issue(archive: Archive, came: Came, order: Order) -> Iterator[Told]:
    """Keep what came in, have it read, and issue the digests that are due and the revisions that late articles make.

    Each is in the archive before it is given, oldest window first; run again after any end it goes on where it stopped.
    Raises Withheld instead of a digest that would miss too much, and of all later ones; what no article can escape (a
    refused key, an unknown model, a full disk, Ctrl-C); and what the archive raises.
    """
    archive.collect(came.collected)
    due = due_in(archive, order)
    _remember_first(archive, due)
    with ExitStack() as stack:
        asking = _Asking(archive, order, stack)
        asking.read()
        tasks = _tasks(archive, order, due)
        try:
            for task in tasks:
                yield _issued(archive, order, asking, task, came if task is tasks[-1] else replace(came, failures=()))
        finally:
            asking.settle()


# Which digests are to be issued

_FIRST = "first digest"
"""The topic under which the archive notes the first digest of all while it is not issued."""


def due_in(archive: Archive, order: Order) -> list[Window]:
    """Give the windows whose digests are due, oldest first; until one is issued they count from the first that was."""
    issued, desk = archive.digests(), order.desk
    last, since = issued[-1].window if issued else None, order.since
    first = None if last or since else archive.noted(_FIRST).get("name")
    since = date.fromisoformat(first) if first else since
    return windows_due(order.zone, desk.at, order.now, last, since, order.until)


def _remember_first(archive: Archive, due: Sequence[Window]) -> None:
    """Remember the first digest of all, so that its news is not background should the first run fail."""
    if due and not archive.digests() and archive.noted(_FIRST).get("name") != due[0].name:
        archive.note(_FIRST, {"name": due[0].name})


@dataclass(frozen=True)
class _Task:
    """A digest to be issued: its heading, and the articles of its window, read or not.

    `late` are those that came after its first revision. `background` are noted with it, and it tells none of them;
    the `orphaned` among them came late for a window whose texts were pruned. `ahead` are articles whose date is in the
    future, and not believed. `astray` are unread ones of earlier windows: they are missing here, for it is not worth a
    revision to say so; should one be read yet, it is told in a revision of this digest.
    """

    heading: Heading
    today: frozenset[str]
    late: frozenset[str] = frozenset()
    background: frozenset[str] = frozenset()
    ahead: frozenset[str] = frozenset()
    orphaned: frozenset[str] = frozenset()
    astray: frozenset[str] = frozenset()


def _tasks(archive: Archive, order: Order, due: Sequence[Window]) -> list[_Task]:
    """Give what is to be issued, oldest window first."""
    last = {one.window.end: one for one in archive.digests()}
    windows, zone, at = [one.window for one in last.values()], order.zone, order.desk.at
    came = _orphaned(_placed(archive.untold(), windows, due, order), archive)
    tasks: list[_Task] = []
    for window in sorted([*due, *(one for one in windows if one.end in came.told)], key=lambda one: one.end):
        earlier, new = last.get(window.end), came.told.get(window.end, frozenset())
        heading = Heading(
            number=earlier.number if earlier else len(windows) + due.index(window) + 1,
            revision=earlier.revision + 1 if earlier else 1,
            window=window,
            next_due=window_after(window, zone, at).end,
        )
        told = archive.told_in(window.end) | archive.missed_in(window.end) if earlier else frozenset()
        task = _Task(heading, told | new, new if earlier else frozenset(), ahead=new & came.ahead)
        tasks.append(task if tasks else replace(task, background=came.background, orphaned=came.orphaned))
    if due:
        tasks[-1] = replace(tasks[-1], today=tasks[-1].today | came.astray, astray=came.astray)
    return tasks


@dataclass(frozen=True)
class _Placed:
    """Articles that no digest has told: those to be told, by the ends of their windows, and those older than all.

    `astray` came too late for the digest of their window, or are older than all, and have no reading.
    """

    told: Mapping[datetime, frozenset[str]]
    background: frozenset[str]
    ahead: frozenset[str]
    astray: frozenset[str]
    orphaned: frozenset[str] = frozenset()


def _orphaned(came: _Placed, archive: Archive) -> _Placed:
    """Put what came late for a window whose texts were pruned into the background: no revision of it can be whole."""
    lost = {end for end in came.told if archive.is_pruned(end)}
    orphaned = frozenset(chain.from_iterable(came.told[end] for end in lost))
    told = {end: those for end, those in came.told.items() if end not in lost}
    return replace(came, told=told, background=came.background | orphaned, orphaned=orphaned)


def _placed(untold: Sequence[Untold], windows: Sequence[Window], due: Sequence[Window], order: Order) -> _Placed:
    """Place articles; one without a reading counts in one digest only, and can neither revise nor lie behind."""
    told: dict[datetime, set[str]] = defaultdict(set)
    background, ahead, astray = set[str](), set[str](), set[str]()
    for one in untold:
        placing = place(one.moment, order.now, windows, due, order.zone)
        if one.missed:
            told[one.missed] |= {one.sha256} if one.read else set()
        elif placing.window and (one.read or placing.timing is Timing.IN_TIME):
            told[placing.window.end].add(one.sha256)
            ahead |= {one.sha256} if placing.ahead else set()
        elif placing.timing in {Timing.LATE, Timing.BACKGROUND}:
            (background if one.read else astray).add(one.sha256)
    those_of = {end: frozenset(those) for end, those in told.items() if those}
    return _Placed(those_of, frozenset(background), frozenset(ahead), frozenset(astray))


# One digest


def _issued(archive: Archive, order: Order, asking: "_Asking", task: _Task, came: Came) -> Told:
    """Compose a digest and put it in the archive. Raises Withheld when too much is missing from it."""
    readings = archive.readings(task.today)
    failed = archive.failures(task.today - readings.keys())
    missing = (*failed.values(), *came.failures)
    if task.heading.revision == 1:  # a revision tells more than what is there already, whatever is missing
        name = f"no digest of {task.heading.window.name}"
        _alive(name, came.dead, missing)
        own = task.today - task.astray
        share = _Share(len(readings), len(own), order.desk.min_success)
        _enough(name, share, [failed[one] for one in own & failed.keys()], missing)
    before = _before(archive, task.heading.window)
    told = [entry.incident for entry in before.entries] if before else []
    joined = archive.joined(told)
    look = _Look(archive, task.heading.window.end)
    besides = frozenset(joined.get(one, one) for one in told)
    met, ruled = asking.meet([readings[one] for one in sorted(readings)], look, besides)
    lasting = _lasting(met, archive.last_numbers())
    collected = archive.collected([one.article for one in met.at_hand.readings] + sorted(task.today - readings.keys()))
    material = Material(
        articles=[one.article for one in collected.values()],
        readings=met.at_hand.readings,
        today=task.today,
        late=task.late,
        lasting=lasting.of,
        joined={**joined, **lasting.joined},
        account=asking.account(len(task.today), readings, ruled),
        failures=[*map(_without_address, failed.values()), *came.failures],
        before=before,
        reliability={sha256: one.reliability for sha256, one in collected.items() if one.reliability},
        known=met.known,
        notes=_notes(task, collected),
    )
    news = changes(met.merged, met.at_hand.readings, readings, met.known)
    digest = compose_digest(met.merged, news, task.heading, material)
    issued = archive.issue(
        Issue(
            window=task.heading.window,
            number=task.heading.number,
            revision=task.heading.revision,
            digest=as_json(digest),
            told=tuple(sorted(readings)),
            missing=tuple(sorted(task.today - readings.keys())),
            background=tuple(sorted(task.background)),
            lasting=lasting.new,
            joined=lasting.joined,
            rulings=_lasting_rulings(met, lasting.of),
        )
    )
    return Told(issued, digest, (*_reasons(missing), *_unruled(ruled)))


def _without_address(failure: Failure) -> Failure:
    """Leave out, for a digest is published, at which address the model's server is; the log has it."""
    head = f"{failure.path}: "
    told = _SERVER_AT.sub("", failure.reason.removeprefix(head))
    reason = _ADDRESS.sub("…", told)
    return failure.model_copy(update={"reason": head + reason if failure.reason.startswith(head) else reason})


def _alive(name: str, dead: bool, missing: Sequence[Failure]) -> None:
    if dead:
        raise Withheld(f"{name}: not one source could be looked at; see why, and run again", _reasons(missing))


@dataclass(frozen=True)
class _Share:
    """How many articles were read of those given, and the least share that a digest is made of."""

    read: int
    given: int
    least: float

    def is_reached_with(self, more: int) -> bool:
        # Divided, not multiplied: 11 of 20 are 0.55, and 0.55 times 20 is more than 11.
        return not self.given or (self.read + more) / self.given >= self.least


def _enough(name: str, share: _Share, unread: Collection[Failure], missing: Sequence[Failure]) -> None:
    """See that a digest would tell of enough of what came in; what of it is `missing` goes with the problem.

    Raises Withheld; but ServerProblem or Busy where it would be enough had the model's server answered, which passes.
    """
    if share.is_reached_with(0):
        return
    lost = [one for one in unread if one.kind in {ServerProblem.kind, Busy.kind}]
    if share.is_reached_with(len(lost)):
        first = min(lost, key=lambda one: one.kind != Busy.kind)
        raise (Busy if first.kind == Busy.kind else ServerProblem)(f"{name}: {first.reason}")
    raise Withheld(
        f"{name}: articles read: {share.read} of {share.given}, and --min-success asks for {share.least:.0%}; "
        "run again, what was read is kept",
        _reasons(missing),
    )


def _unruled(ruled: Adjudication) -> list[str]:
    """Give a line for each reason why pairs that the model was asked about are left apart without a ruling."""
    why = Counter(chain.from_iterable(one.unanswered for one in ruled.adjudicated))
    return [f"without a ruling, left apart: {count(pairs, 'pair')}: {reason}" for reason, pairs in why.items()]


def _reasons(missing: Iterable[Failure]) -> tuple[str, ...]:
    return tuple(one.reason for one in missing)


def _before(archive: Archive, window: Window) -> Digest | None:
    """Give the last revision of the digest before that of `window`, if there is one."""
    earlier = [one for one in archive.digests() if one.window.end <= window.start]
    return Digest.model_validate_json(archive.digest(earlier[-1])) if earlier else None


def _notes(task: _Task, collected: Mapping[str, Collected]) -> list[str]:
    """Give lines for the account about when articles came."""
    older = task.background - task.orphaned
    ahead = [
        f"{collected[one].article.path}: is dated after it came in, which is not believed" for one in sorted(task.ahead)
    ]
    no_news = (
        ("came in, and is older than the first digest", older),
        ("came late for a day whose texts were pruned", task.orphaned),
    )
    return [*(f"{why}: {count(len(those), 'article')}" for why, those in no_news if those), *ahead]


@dataclass(frozen=True)
class _Lasting:
    """Lasting ids by merged ids; those of what today's articles report, whole; and which went into which."""

    of: Mapping[str, str]
    new: tuple[Lasting, ...]
    joined: dict[str, str]


def _lasting(met: Met, last: Mapping[LastingKind, int]) -> _Lasting:
    """Give the lasting ids of what today's articles report, and of what has one already."""
    settled = met.at_hand.settled
    today = {
        one.id for reading in met.at_hand.readings if reading.article in met.at_hand.today for one in _things(reading)
    }
    parts = [
        assigned(
            {first: ids for first, ids in members.items() if any(one in today or one in settled for one in ids)},
            settled, last[kind] + 1, kind,
        )
        for kind, members in _members(met.merged).items()
    ]  # fmt: skip
    return _Lasting(
        of={one: lasting for part in parts for one, lasting in part.of.items()},
        new=tuple(one for part in parts for one in part.lasting if not today.isdisjoint(one.reports)),
        joined={one: stays for part in parts for one, stays in part.joined.items()},
    )


def _lasting_rulings(met: Met, lasting: Mapping[str, str]) -> tuple[Ruling, ...]:
    """Give the rulings by lasting ids, or by reports of what has none, so that no later day asks the same again."""
    parts = _members(met.merged).values()
    of = {one: lasting.get(first, one) for members in parts for first, ids in members.items() for one in ids}
    rulings = met.known.rulings.values()
    named = (one.model_copy(update={"a": of.get(one.a, one.a), "b": of.get(one.b, one.b)}) for one in rulings)
    return tuple(one for one in named if one.a != one.b)


def _things(reading: Reading) -> Iterator[Incident | Series | Statement | Actor]:
    return chain(reading.incidents, reading.series, reading.statements, reading.actors)


def _members(merged: Merged) -> dict[LastingKind, dict[str, list[str]]]:
    """Give by kind the ids of the members of each merged object."""
    merged_by_kind: dict[LastingKind, Sequence[MergedIncident | MergedSeries | MergedStatement | MergedActor]] = {
        "incident": merged.incidents,
        "series": merged.series,
        "statement": merged.statements,
        "actor": merged.actors,
    }
    return {
        kind: {whole.id: [one.id for one in whole.members] for whole in wholes}
        for kind, wholes in merged_by_kind.items()
    }


# What the model is asked


class _Asking:
    """Asks the model about articles and pairs, and looks for a server only once there is something to ask."""

    def __init__(self, archive: Archive, order: Order, stack: ExitStack) -> None:
        self._archive = archive
        self._settings = order.settings
        self._stack = stack
        self._now = order.now
        self._aliases = aliases_of(order.settings.aliases, order.houses)
        self._families = {code: one.family for code, one in prompts.load_types(incident_types_file()).items()}
        self._unread: tuple[Article, ...] = ()

    @cached_property
    def _session(self) -> Session:
        source = Waiting(tuple(one.path for one in self._unread))
        return self._stack.enter_context(session(source, iter(self._unread), self._settings))

    def read(self) -> None:
        """Have the articles read that have no reading, and keep each as it comes; later runs try again what fails.

        Raises what no article can escape.
        """
        newest = max((one.window.end for one in self._archive.digests()), default=None)
        self._unread = tuple(one.article for one in self._archive.unread() if self._is_tried(one.collected, newest))
        if not self._unread:
            return
        for failure in self._session.weigh(self._keep):
            self._archive.note_failure(failure)
        if isinstance(self._session.ended, Misconfigured):
            raise self._session.ended

    def _is_tried(self, collected: datetime, newest: datetime | None) -> bool:
        """Whether an article that came in then is asked about: for three days, and as long as its digest is withheld.

        `newest` is the end of the newest window of which a digest is issued.
        """
        return self._now - collected < _TRIED or newest is None or newest < collected

    def settle(self) -> None:
        """Say what was asked, if anything was, and have the next run ask anew what nothing came of."""
        if "_session" in vars(self):
            self._session.settle()

    def _keep(self, read: Read) -> None:
        keys = stored_keys(read.reading, self._families)
        self._archive.keep(read.reading, keys, [self._kept(one).model_dump_json() for one in read.answers])

    def _kept(self, answer: llm.Answer[DraftReading]) -> KeptAnswer:
        reader = self._session.reader
        return KeptAnswer(
            prompt=reader.prompt.name,
            prompt_sha256=reader.prompt.sha256,
            schema_id=reader.schema_id,
            model=answer.model,
            usage=answer.usage,
            reasks=answer.asked_again,
            answer=answer.draft.model_dump_json(exclude_defaults=True),
        )

    def meet(self, today: Sequence[Reading], look: "_Look", besides: frozenset[str]) -> tuple[Met, Adjudication]:
        """Merge the readings of today with those of the archive that matter to them; the model rules on open pairs."""
        ruled: list[Adjudication] = []

        def known(at_hand: Neighbourhood) -> Known:
            ruled.append(self._ruled(at_hand))
            return ruled[-1].known

        met = meet(today, look, self._families, self._aliases, known, besides)
        return met, ruled[-1]

    def _ruled(self, at_hand: Neighbourhood) -> Adjudication:
        collected = self._archive.collected([one.article for one in at_hand.readings])
        known = replace(
            known_of([one.article for one in collected.values()], self._aliases),
            instants=_instants(collected),
            settled=at_hand.settled,
            rulings=self._archive.rulings([*at_hand.settled, *at_hand.settled.values()]),
        )
        if not self._settings.adjudicate:
            return Adjudication(known)
        return adjudicate(at_hand.readings, self._families, known, self._rule, at_hand.today)

    def _rule(self, questions: Sequence[Question]) -> list[llm.Answer[DraftRuling] | Problem]:
        return self._session.rule(questions)

    def account(self, given: int, read: Collection[str], ruled: Adjudication) -> Account:
        """Say how a digest came about; what an earlier run asked, that was broken off, counts as if this one had."""
        prompt = prompts.load_prompt(shipped("prompts"), TASK_PROMPT)
        stored = (self._archive.answers(article) for article in sorted(read))
        kept = [KeptAnswer.model_validate_json(one) for one in chain.from_iterable(stored)]
        took = [(one.model, one.usage) for one in kept] + [(one.model, one.usage) for one in ruled.answers]
        spent: dict[str, Usage] = {}
        for model, usage_ in took:
            spent[model] = added(spent.get(model, NOTHING), usage_)
        usage = total(spent.values())
        return Account(
            models=tuple(sorted(spent)),
            prompt=prompt.name,
            prompt_sha256=prompt.sha256,
            schema_id=prompts.schema_id(DraftReading),
            answered="recordings" if self._settings.replay else "live",
            tool_version=__version__,
            given=given,
            read=len(read),
            failed=given - len(read),
            calls=usage.attempts,
            reasks=sum(one.reasks for one in kept) + sum(one.asked_again for one in ruled.answers),
            tokens_in=usage.tokens_in,
            tokens_cached=usage.tokens_cached,
            tokens_out=usage.tokens_out,
            cost=cost_of(spent, self._settings.prices),
            adjudicated=ruled.adjudicated,
        )


def _instants(collected: Mapping[str, Collected]) -> dict[str, datetime]:
    """Give when articles were published, to the instant; one of which not even the day is known counts as it came in.

    So an article without any date comes after what the archive had before it.
    """
    found = (
        (one, told.moment.instant or (None if told.moment.day else told.collected)) for one, told in collected.items()
    )
    return {one: instant for one, instant in found if instant}


@dataclass(frozen=True)
class _Look:
    """The archive as the digest of the window that ends `until` sees it: nothing of later ones."""

    archive: Archive
    until: datetime

    def reported_with(self, keys: Collection[str], most: int | None) -> Collection[str]:
        return self.archive.reported_with(keys, self.until, most)

    def unsettled_with(self, keys: Collection[str], most: int | None) -> Collection[str]:
        return self.archive.unsettled_with(keys, self.until, most)

    def reported_in(self, ids: Collection[str]) -> Collection[str]:
        return self.archive.reported_in(ids, self.until)

    def readings(self, articles: Collection[str]) -> Mapping[str, Reading]:
        return self.archive.readings(articles)

    def came(self, articles: Collection[str]) -> Mapping[str, datetime]:
        return _instants(self.archive.collected(articles))

    def settled(self, articles: Collection[str]) -> Mapping[str, str]:
        return self.archive.settled(articles)


@dataclass(frozen=True)
class Waiting:
    """Articles that the archive has: nothing is left to load, and nothing fails to."""

    files: tuple[str, ...]
    left: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()
