"""Takes two statements of two articles and says whether they are one act of speech: a table of small rules.

Each rule gives a `Finding`: above zero speaks for one act, below against, zero is silence, `VETO` is a hard conflict.
`judge` weighs them. Nothing joins by the speaker alone: the occasion must be one and something that was said, or the
day must fit and most of what was said.
"""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from itertools import product
from math import log

from summariser.core.merge.clusters import Pair
from summariser.core.merge.dates import in_words, relate
from summariser.core.merge.origins import World
from summariser.core.merge.rules import VETO, Finding
from summariser.core.merge.sightings import Sighting
from summariser.core.merge.speeches import Speech
from summariser.core.merge.verdicts import judge as judge_incidents
from summariser.core.merge.wording import as_written, negates, repeats
from summariser.nouns.kinds import ActorKind, StatementKind
from summariser.nouns.merged import MergedActor
from summariser.text.english import listed, spaced
from summariser.text.names import fold_body, is_generic, words_of_name

_NEWS_DAYS = 2
"""How many days after an act of speech an article that has it as news may come out."""
_WEEK = 7
"""How many days after it an article may still tell it as part of the news."""
_TIME_ZONES = 1
_SAME_OCCASION = 3
_SHARED_WORDS = 2
_SHARED_WEIGHT = 1.2
_SHARED_SHARE = 0.25
_MOST_WORDS = 0.5
_FEW_SPEAKERS = 100
"""With fewer speakers than this, that two of them use a word says little about how common it is."""
_SILENT = Finding(0, "")
_IN_SAME_WORDS = "in the same words"
_KINDS = StatementKind
_NEAR_KINDS = frozenset(
    frozenset(pair)
    for pair in (
        (_KINDS.AFFIRMS, _KINDS.ANNOUNCES),
        (_KINDS.AFFIRMS, _KINDS.PROMISES),
        (_KINDS.ANNOUNCES, _KINDS.PROMISES),
        (_KINDS.ANNOUNCES, _KINDS.ORDERS),
        (_KINDS.CONDEMNS, _KINDS.ACCUSES),
        (_KINDS.WARNS, _KINDS.CALLS_FOR),
        (_KINDS.WARNS, _KINDS.THREATENS),
        (_KINDS.PROMISES, _KINDS.THREATENS),
        *((_KINDS.SAYS, kind) for kind in _KINDS if kind not in (_KINDS.SAYS, _KINDS.DENIES, _KINDS.ORDERS)),
    )
)
_ONCE_IN_ONE_MATTER = frozenset({_KINDS.CONDEMNS, _KINDS.DENIES, _KINDS.CALLS_FOR, _KINDS.ORDERS, _KINDS.THREATENS})
"""What one seldom does twice in one matter, so that one word of the content is enough."""
_OF_ITS_OCCASION = frozenset({_KINDS.CONDEMNS, _KINDS.ACCUSES})
"""A condemnation has no content but its occasion, which each article words in its own way."""
_AT_LARGE = frozenset({"government", "authorities", "state", "officials"})
"""Words for a state as a whole, of which each of its bodies is a part."""


@dataclass(frozen=True)
class Hearing:
    """What the rules look things up in: the world, incidents as told, and how many speakers use a word."""

    world: World
    sightings: Mapping[str, Sighting]
    speakers: int
    users: Mapping[str, int]
    verdicts: dict[tuple[str, str], int] = field(default_factory=dict)

    def weight(self, stems: frozenset[str]) -> float:
        """Give what shared words weigh: one for a word of one speaker, towards nothing for a word of all."""
        most = max(self.speakers, _FEW_SPEAKERS)
        return sum(log(1 + most / self.users[stem]) / log(1 + most) for stem in sorted(stems))


# Rules. Each takes two speeches and the hearing and gives a finding.


def by_speaker(a: Speech, b: Speech, hearing: Hearing) -> Finding:
    """Support one speaker, less a body and one who speaks for it; two persons of one body are a conflict."""
    names = hearing.world.actors.by_id
    if a.speaker == b.speaker:
        return Finding(2, f"same speaker ({names[a.speaker].name})" if a.speaker in names else "")
    if a.voice != b.voice or a.voice not in (a.speaker, b.speaker):
        return Finding(VETO, "two speakers")
    person = b.speaker if a.speaker == a.voice else a.speaker
    return Finding(1, f"{names[person].name} speaks for {names[a.voice].name}")


def by_kind(a: Speech, b: Speech, _hearing: Hearing) -> Finding:
    """Support one kind, less two that careful readers may give to one act; others are a conflict."""
    if a.kind is b.kind:
        return Finding(2, f"same kind ({spaced(a.kind)})")
    kinds = f"{spaced(a.kind)}, {spaced(b.kind)}"
    near = frozenset({a.kind, b.kind}) in _NEAR_KINDS
    return (
        Finding(1, f"kinds that are told for one another ({kinds})") if near else Finding(VETO, f"two kinds ({kinds})")
    )


def by_occasion(a: Speech, b: Speech, hearing: Hearing) -> Finding:
    """Support one incident, a little two that may be one; two that look different count against, others veto."""
    if a.about & b.about:
        return Finding(_SAME_OCCASION, "about the same incident")
    pairs = product(a.statement.about, b.statement.about)
    best = max((_likeness(min(pair), max(pair), hearing) for pair in pairs), default=0)
    words = {
        1: "about incidents that may be one",
        -1: "about incidents that look different",
        VETO: "about two incidents",
    }
    return Finding(best, words.get(best, ""))


def _likeness(x: str, y: str, hearing: Hearing) -> int:
    """Say of two incidents as told: 1 may well be one, -1 look different, a veto; 0 where one is a series."""
    if x not in hearing.sightings or y not in hearing.sightings:
        return 0
    if (x, y) not in hearing.verdicts:
        verdict = judge_incidents(hearing.sightings[x], hearing.sightings[y], hearing.world)
        likely = verdict.open or verdict.kind in ("join", "perhaps")
        hearing.verdicts[x, y] = VETO if verdict.kind == "conflict" else 1 if likely else -1
    return hearing.verdicts[x, y]


def by_day(a: Speech, b: Speech, _hearing: Hearing) -> Finding:
    """Support one day of speech, less days of publication near to it; days that cannot be one are a conflict."""
    if a.date and b.date:
        relation = relate(a.date, b.date)
        if relation == "conflict":
            return Finding(VETO, f"{in_words(a.date)} against {in_words(b.date)}")
        if relation == "same_day":
            return Finding(2, "on the same day")
    if a.days or b.days:
        dated, other = (a, b) if a.days else (b, a)
        return _by_report(min(dated.days), other.told_on)
    if a.told_on is None or b.told_on is None:
        return _SILENT
    return _by_days_between(abs(a.told_on - b.told_on))


def _by_report(said_on: int, told_on: int | None) -> Finding:
    if told_on is None:
        return _SILENT
    late = told_on - said_on
    return Finding(VETO, "told before it was said") if late < -_TIME_ZONES else _by_days_between(late)


def _by_days_between(days: int) -> Finding:
    if days <= _NEWS_DAYS:
        return Finding(1, "told within two days")
    return Finding(-1, "told within a week") if days <= _WEEK else Finding(-2, "told more than a week apart")


def by_addressee(a: Speech, b: Speech, hearing: Hearing) -> Finding:
    """Support one addressee, less two of one name in part; a body and a part of it fit; others are a conflict."""
    if a.addressee is None or b.addressee is None:
        return _SILENT
    if a.addressee == b.addressee:
        return Finding(2, "same addressee")
    by_id = hearing.world.actors.by_id
    one, other = by_id.get(a.addressee), by_id.get(b.addressee)
    if one is None or other is None or _named_alike(one, other):
        return Finding(1, "addressees of like names")
    return _SILENT if _may_stand_for(one, other) or _may_stand_for(other, one) else Finding(VETO, "two addressees")


def _named_alike(one: MergedActor, other: MergedActor) -> bool:
    """Say whether two names share a word that is no country and no office: "residents of Duyal", "people of Duyal"."""
    shared = frozenset(fold_body(one.name)) & frozenset(fold_body(other.name))
    return any(not word.startswith("@") and not is_generic((word,)) for word in shared)


def _may_stand_for(one: MergedActor, other: MergedActor) -> bool:
    """Say whether `other` may be who is meant by `one`: people without a name, or a body of a state at large."""
    unnamed = [actor.kind is ActorKind.UNNAMED_GROUP for actor in (one, other)]
    if any(unnamed):
        return all(unnamed)
    words = {word for word in fold_body(one.name) if not word.startswith("@")}
    at_large = one.kind is ActorKind.STATE or words <= _AT_LARGE
    return other.part_of == one.id or (at_large and one.country is not None and one.country == other.country)


def by_polarity(a: Speech, b: Speech, _hearing: Hearing) -> Finding:
    """Keep apart what is negated and what is not; what is denied or condemned may be worded both ways."""
    if {a.kind, b.kind} & {_KINDS.DENIES, _KINDS.CONDEMNS} or negates(a.wording) == negates(b.wording):
        return _SILENT
    return Finding(VETO, "one says not")


def by_repetition(a: Speech, b: Speech, _hearing: Hearing) -> Finding:
    """Keep apart what is said for another time ("again", "renewed") and what is not."""
    return _SILENT if repeats(a.wording) == repeats(b.wording) else Finding(VETO, "one says again")


def by_wording(a: Speech, b: Speech, hearing: Hearing) -> Finding:
    """Support content in the same words, most with rare ones; what both must name anyway ("gunmen") shows nothing."""
    words, others = _own(a, b)
    if a.wording == b.wording:
        return Finding(4 if len(words) >= _SHARED_WORDS else 2, _IN_SAME_WORDS)
    shared, least = words & others, min(len(words), len(others))
    if not shared:
        return Finding(-1 if least >= _SHARED_WORDS else 0, "")
    return Finding(_rank(shared, len(shared) / least, hearing), f"both say {listed(as_written(a.wording, shared))}")


def _rank(shared: frozenset[str], share: float, hearing: Hearing) -> int:
    """Rank shared words: 3 most of what the shorter says, 2 a good part, 1 too few or too common."""
    if len(shared) < _SHARED_WORDS or share < _SHARED_SHARE or hearing.weight(shared) < _SHARED_WEIGHT:
        return 1
    return 3 if share >= _MOST_WORDS else 2


def _own(a: Speech, b: Speech) -> tuple[frozenset[str], frozenset[str]]:
    """Give the stems that either has of its own, not from its speaker, addressee or occasion."""
    given = a.given | b.given
    return a.words - given, b.words - given


def by_quotation(a: Speech, b: Speech, _hearing: Hearing) -> Finding:
    """Support direct speech that shares half of its words, in whatever translation."""
    shared = a.quoted & b.quoted
    if not shared or len(shared) < _MOST_WORDS * min(len(a.quoted), len(b.quoted)):
        return _SILENT
    return Finding(2, f"both quote {listed(as_written(words_of_name(a.quotation), shared))}")


def by_figures(a: Speech, b: Speech, _hearing: Hearing) -> Finding:
    """Support the same figure for the same thing; another figure says nothing, for tolls change."""
    return Finding(1, "same figure") if a.figures & b.figures else _SILENT


def by_rarity(a: Speech, b: Speech, _hearing: Hearing) -> Finding:
    """Support statements that are the only ones of their kinds, speaker and occasion in their articles."""
    kinds, about = {a.kind, b.kind}, a.about & b.about
    alone = all(_tellings(one, kinds, about) == 1 for one in (a, b))
    return Finding(1, "the only such statement in each article") if alone else _SILENT


def _tellings(one: Speech, kinds: Container[StatementKind], about: frozenset[str]) -> int:
    """Count what the article of `one` has its speaker say of `kinds` that may be about `about`; () is about all."""
    return sum(many for (kind, on), many in one.told if kind in kinds and (not about or not on or on & about))


Rule = Callable[[Speech, Speech, Hearing], Finding]
RULES: dict[str, Rule] = {
    "speaker": by_speaker,
    "kind": by_kind,
    "occasion": by_occasion,
    "day": by_day,
    "addressee": by_addressee,
    "polarity": by_polarity,
    "repetition": by_repetition,
    "wording": by_wording,
    "quotation": by_quotation,
    "figures": by_figures,
    "rarity": by_rarity,
}
"""In the order in which their words are said."""
_VETOING: tuple[Rule, ...] = (by_speaker, by_kind, by_addressee, by_polarity, by_repetition, by_day, by_occasion)
_CONTENT = ("wording", "quotation", "figures")


def conflict(a: Speech, b: Speech, hearing: Hearing) -> bool:
    """Say whether two statements can never be one act of speech; two of one article never are."""
    if a.article == b.article:
        return True
    return a.likeness != b.likeness and any(rule(a, b, hearing).score <= VETO for rule in _VETOING)


def judge(a: Speech, b: Speech, hearing: Hearing) -> Pair | None:
    """Give the pair with its score and words if `a` and `b` are one act of speech, else None; the same for (b, a)."""
    first, second = (a, b) if a.id < b.id else (b, a)
    if conflict(first, second, hearing):
        return None
    found = {name: rule(first, second, hearing) for name, rule in RULES.items()}
    if not _joins(found, first, second):
        return None
    score = 100 * sum(finding.score for finding in found.values()) + _likeness_in_percent(first, second)
    return Pair(score, first.id, second.id, _in_words(found))


def _likeness_in_percent(a: Speech, b: Speech) -> int:
    """Give the share of their own words that two contents have in common, by which equal scores are ordered."""
    words, others = _own(a, b)
    return round(100 * len(words & others) / max(1, len(words | others)))


def _joins(found: Mapping[str, Finding], a: Speech, b: Speech) -> bool:
    """Weigh what was said by how sure it is that the occasion is one: an incident, or else only the day."""
    content, said_most = _content(found), found["wording"].score >= 3 or found["quotation"].score > 0
    if found["occasion"].score == _SAME_OCCASION:
        late, near_kind = found["day"].score < 0, found["kind"].score < 2
        return content >= (3 if late or near_kind else 2) or _says_one_thing(found, a, b)
    if found["day"].score <= 0:
        return False
    if found["occasion"].score > 0 and _condemn(a, b):
        return found["rarity"].score > 0 and content >= 0
    needed = 4 if found["occasion"].score < 0 or found["kind"].score < 2 else 3
    return (said_most and content >= needed) or _names_only_its_addressee(found, a, b)


def _content(found: Mapping[str, Finding]) -> int:
    return sum(found[name].score for name in _CONTENT)


def _says_one_thing(found: Mapping[str, Finding], a: Speech, b: Speech) -> bool:
    """Say whether two statements on one incident, the only such of their articles, need no more than a shared word.

    A matter is condemned or denied for all of a week; the rest is said anew any day.
    """
    content, days = _content(found), found["day"].score
    if not found["rarity"].score or days < -1:
        return False
    if _condemn(a, b):
        return content >= 0
    if a.kind is not b.kind or (days < 0 and a.kind is not _KINDS.DENIES):
        return False
    if found["addressee"].score == 2:
        return True
    return content > 0 and (a.kind is _KINDS.DENIES or (a.kind in _ONCE_IN_ONE_MATTER and _says_no_more(a, b)))


def _says_no_more(a: Speech, b: Speech) -> bool:
    """Say whether all that one says is said by the other, too."""
    words, others = _own(a, b)
    return words <= others or others <= words


def _condemn(a: Speech, b: Speech) -> bool:
    return {a.kind, b.kind} <= _OF_ITS_OCCASION and _KINDS.CONDEMNS in (a.kind, b.kind)


def _names_only_its_addressee(found: Mapping[str, Finding], a: Speech, b: Speech) -> bool:
    """Say whether neither says more than whom it is said to ("threatens foreign oil firms"), as no other does."""
    empty = not any(_own(a, b)) and not a.about and not b.about
    return empty and found["kind"].score == 2 and found["addressee"].score > 0 and found["rarity"].score > 0


def _in_words(found: Mapping[str, Finding]) -> str:
    """Say the circumstances, then what both say; what else is alike only where what both say does not decide."""
    clear, occasion = _content(found) > 1, found["occasion"].score > 0
    left = {*_CONTENT, *("day",) * occasion, *("addressee", "rarity") * clear}
    circumstances = [finding.words for name, finding in found.items() if finding.words and name not in left]
    said = [found[name].words for name in _CONTENT if found[name].words and not (name == "figures" and clear)]
    if found["wording"].words == _IN_SAME_WORDS:
        circumstances.append(said.pop(0))
    return "; ".join([", ".join(circumstances), *said])
