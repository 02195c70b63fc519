"""Takes the statements of all readings and gives acts of speech merged across articles, every wording kept."""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from summariser.core.merge.clusters import Cluster, Pair, cluster
from summariser.core.merge.dates import days_of, relate
from summariser.core.merge.origins import World, origins_of, together
from summariser.nouns.merged import MergedActor, MergedStatement
from summariser.nouns.reading import Incident, Reading, Series, Statement
from summariser.text.english import count, listed, spaced
from summariser.text.names import Tokens, words_of_name

_SHARED_WORDS = 2
_SHARED_SHARE = 0.25
_ONLY_ONE = 10
_FUNCTION_WORDS = """
    a an the and or but not no nor of for in on at to from by with about against into over under after
    before during between through as is are was were be been being it its this that these those there their they
    them he she his her him who whom which what when where will would shall should can could may might must do
    does did done has have had having all any each every some such more most other own same so than too very
    also again only any one out up
"""
_STOP_WORDS = frozenset(_FUNCTION_WORDS.split())
_ENDINGS = re.compile(r"(?:ational|ations?|ments?|ities|ity|ings?|ions?|ives?|ers?|ed|es|ly|al|e|s)$")


@dataclass(frozen=True)
class _Speech:
    """A statement with what it is compared by; `given` are stems that its occasion gives, not its content."""

    statement: Statement
    article: str
    speaker: str
    addressee: str | None
    about: frozenset[str]
    wording: Tokens
    words: frozenset[str]
    given: frozenset[str]

    @property
    def date(self) -> str | None:
        return self.statement.when.edtf if self.statement.when else None


@lru_cache(maxsize=1 << 16)
def content_words(text: str) -> frozenset[str]:
    """Give the stems of the words of an English sentence that carry its content."""
    return frozenset(_stem(word) for word in words_of_name(text) if word not in _STOP_WORDS)


def _stem(word: str) -> str:
    """Cut common endings while four letters stay: "protection", "protecting", "protect" are one."""
    cut = _ENDINGS.sub("", word)
    return cut if len(cut) >= 4 else word


def merge_statements(readings: Sequence[Reading], world: World) -> tuple[MergedStatement, ...]:
    """Merge the statements of `readings` (in canonical order), in order of their first ids.

    Statements of one article are never merged, nor are those of unnamed speakers, who are never one actor.
    """
    names = {one.id: _words_of_names(one) for one in world.actors.by_id.values()}
    given = {**names, **_words_of_incidents(readings, names, world)}
    speeches = {
        statement.id: _speech(statement, reading.article, given, world)
        for reading in readings
        for statement in reading.statements
    }
    found = cluster(speeches, _pairs(speeches.values(), world), lambda a, b: _conflict(speeches[a], speeches[b]))
    return tuple(_merged(group, speeches, world) for group in found)


def _words_of_incidents(
    readings: Sequence[Reading], names: Mapping[str, frozenset[str]], world: World
) -> Mapping[str, frozenset[str]]:
    """Give for each merged incident or series the stems of its titles and of the names of those who have a part."""
    words: dict[str, set[str]] = defaultdict(set)
    told: list[Incident | Series] = [one for r in readings for group in (r.incidents, r.series) for one in group]
    for one in told:
        parts = (names.get(world.actor_id(role.actor) or "", frozenset()) for role in one.roles)
        words[world.incident_of.get(one.id, one.id)].update(content_words(one.title), *parts)
    return {one: frozenset(stems) for one, stems in words.items()}


def _words_of_names(actor: MergedActor) -> frozenset[str]:
    return frozenset().union(*map(content_words, {member.name for member in actor.members}))


def _speech(statement: Statement, article: str, given: Mapping[str, frozenset[str]], world: World) -> _Speech:
    """`given` has the stems that a merged actor, incident or series gives, by its id."""
    about = frozenset(world.incident_of.get(one, one) for one in statement.about)
    speaker = world.actor_id(statement.speaker) or statement.speaker
    addressee = world.actor_id(statement.addressee)
    return _Speech(
        statement=statement,
        article=article,
        speaker=speaker,
        addressee=addressee,
        about=about,
        wording=words_of_name(statement.content),
        words=content_words(statement.content),
        given=frozenset().union(*(given.get(one, frozenset()) for one in (speaker, addressee or "", *about))),
    )


def _conflict(a: _Speech, b: _Speech) -> bool:
    if a.article == b.article or (a.addressee and b.addressee and a.addressee != b.addressee):
        return True
    return bool(a.date and b.date and relate(a.date, b.date) == "conflict")


def _pairs(speeches: Iterable[_Speech], world: World) -> Iterator[Pair]:
    blocks: dict[Hashable, list[_Speech]] = defaultdict(list)
    for one in speeches:
        for occasion in _occasions(one):
            blocks[one.speaker, one.statement.kind, occasion].append(one)
    for block in blocks.values():
        told = Counter(one.article for one in block)
        for a, b in _worth_comparing(block, told):
            if not _conflict(a, b) and (pair := _pair(a, b, told, world)):
                yield pair


def _worth_comparing(block: Iterable[_Speech], told: Mapping[str, int]) -> Iterator[tuple[_Speech, _Speech]]:
    """Give the pairs of a block, but of those that say one thing in equal words only the first with each and others.

    So five hundred copies of one text are five hundred pairs, not their square; they never conflict with one another.
    """
    alike: dict[Hashable, list[_Speech]] = defaultdict(list)
    for one in sorted(block, key=lambda one: one.statement.id):
        twice = one.statement.id if told[one.article] > 1 else ""
        alike[one.statement.content, one.addressee, one.date, one.about, twice].append(one)
    firsts = [same[0] for same in alike.values()]
    yield from combinations(sorted(firsts, key=lambda one: one.statement.id), 2)
    for same in alike.values():
        yield from ((same[0], other) for other in same[1:])


def _occasions(one: _Speech) -> Iterable[Hashable]:
    """Give what two statements must share: an incident, or for those about none the day."""
    return one.about or (days_of(one.date)[:1] if one.date else ())


def _pair(a: _Speech, b: _Speech, told: Mapping[str, int], world: World) -> Pair | None:
    """Pair two statements that share content of their own: what both must name anyway ("gunmen") shows nothing."""
    given = a.given | b.given
    words, others = a.words - given, b.words - given
    shared = words & others
    share = len(shared) / max(1, min(len(words), len(others)))
    if a.wording == b.wording:
        return Pair(_ONLY_ONE + 100, a.statement.id, b.statement.id, f"{_alike(a, b, world)}, in the same words")
    if len(shared) >= _SHARED_WORDS and share >= _SHARED_SHARE:
        why = f"{_alike(a, b, world)}; both say {listed(sorted(_as_written(a, shared)))}"
        return Pair(_ONLY_ONE + round(100 * share), a.statement.id, b.statement.id, why)
    if a.addressee and a.addressee == b.addressee and told[a.article] == told[b.article] == 1:
        why = f"{_alike(a, b, world)}, same addressee, the only such statement in each article"
        return Pair(_ONLY_ONE, a.statement.id, b.statement.id, why)
    return None


def _alike(a: _Speech, b: _Speech, world: World) -> str:
    occasion = "about the same incident" if a.about & b.about else "on the same day"
    return f"same speaker ({world.actors.by_id[a.speaker].name}), same kind ({spaced(a.statement.kind)}), {occasion}"


def _as_written(one: _Speech, stems: frozenset[str]) -> set[str]:
    words = sorted(words_of_name(one.statement.content))
    return set({_stem(word): word for word in words if _stem(word) in stems and word not in _STOP_WORDS}.values())


def _merged(group: Cluster, speeches: Mapping[str, _Speech], world: World) -> MergedStatement:
    members = [speeches[one] for one in group.ids]
    addressees = [one.addressee for one in members if one.addressee]
    return MergedStatement(
        id=group.ids[0],
        kind=members[0].statement.kind,
        speaker=members[0].speaker,
        addressee=addressees[0] if addressees else None,
        about=tuple(sorted(frozenset().union(*(one.about for one in members)))),
        members=tuple(one.statement for one in members),
        origins=together(
            origins_of(one.statement.speaker, one.statement.relayed_by, [one.article], world) for one in members
        ),
        reasons=_gist(group.reasons, len(members)),
    )


def _gist(reasons: tuple[str, ...], members: int) -> tuple[str, ...]:
    """Keep three reasons at most; many articles would give many that say the same."""
    more = len(reasons) - 3
    return reasons if more <= 0 else (*reasons[:3], f"and {count(more, 'more reason')} in {count(members, 'report')}")
