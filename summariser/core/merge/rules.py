"""Takes two incidents as two articles tell them and gives what each of a table of small rules finds: a score and words.

A `Finding` above zero speaks for one incident, below against, zero is silence, `VETO` is a hard conflict that splits
whatever the rest says, and over a doubt no rule joins. `verdicts` weighs them. To widen the merging, add a rule to
`RULES`.
"""

from collections.abc import Callable, Iterable
from itertools import chain, product
from typing import NamedTuple

from summariser.core.merge.dates import in_words, relate
from summariser.core.merge.origins import World
from summariser.core.merge.sightings import Sighting
from summariser.core.merge.values import may_be_one_means, minutes_between
from summariser.nouns.kinds import ActorKind, RoleKind
from summariser.nouns.merged import MergedActor
from summariser.text.english import count, listed, spaced
from summariser.text.names import Tokens, fold_body, is_generic, skeleton

VETO = -1000
SAME_DAY = 4
NEWS_DAYS = 2
"""How many days after an incident an article that has it as news may come out."""
TIME_ZONES = 1
"""How many days before an incident an article may come out by the calendar of its place."""
_LEAST_TOLL = 3
"""Small tolls are too common to tell two incidents of one kind apart."""
_CLOCK_SUPPORTS = 60
_CLOCK_SPLITS = 6 * 60
_RARE = frozenset(
    {
        "earthquake",
        "flood",
        "landslide",
        "storm",
        "wildfire",
        "volcano",
        "drought_or_heat",
        "election",
        "disease_outbreak",
    }
)
"""Types."""
VAGUE_TYPES = frozenset({"other", "strike_means_not_stated"})
"""Types that leave open what happened, or by what means."""
OF_A_TARGET = 3
"""What a shared target speaks for one incident."""
SELDOM = frozenset({"disaster", "politics", "health", "accident"})
"""Families."""
_NEIGHBOURS = frozenset(
    frozenset(pair)
    for pair in (
        ("crime", "violence_against_civilians"),
        ("crime", "remote_violence"),
        ("crime", "security_operation"),
        ("crime", "property"),
        ("crime", "accident"),
        ("battle", "remote_violence"),
        ("battle", "security_operation"),
        ("battle", "unrest"),
        ("battle", "crime"),
        ("battle", "violence_against_civilians"),
        ("remote_violence", "violence_against_civilians"),
        ("remote_violence", "accident"),
        ("unrest", "violence_against_civilians"),
        ("unrest", "property"),
        ("unrest", "security_operation"),
        ("security_operation", "justice"),
        ("disaster", "accident"),
        ("diplomacy", "politics"),
        ("diplomacy", "military_move"),
        ("politics", "military_move"),
        ("politics", "justice"),
    )
)
_KINDS_OF_SPOT = frozenset(
    {"district", "neighborhood", "quarter", "area", "street", "avenue", "suburb", "town", "village"}
)
_BROAD = frozenset({ActorKind.STATE, ActorKind.COALITION, ActorKind.UNNAMED_GROUP})


class Finding(NamedTuple):
    """What one rule found; a `doubt` is for the model, if for anyone: no rule joins over it."""

    score: int
    words: str
    doubt: bool = False


_SILENT = Finding(0, "")


# Rules. Each takes two sightings and the world and gives a finding.


def by_date(a: Sighting, b: Sighting, _world: World) -> Finding:
    """Support dates that can be one at the coarser precision, whole days on both sides most; others are a conflict.

    Days that are neighbours are no conflict where one was worked out ("yesterday"), but then no rule joins.
    """
    pairs = [(relate(x, y), x, y) for x, y in product(a.dates, b.dates)]
    if not pairs:
        return _SILENT
    fine = [(x, y) for relation, x, y in pairs if relation == "same_day"]
    if fine:
        x, y = fine[0]
        return Finding(SAME_DAY, f"same day ({in_words(x)})" if x == y else f"days that meet ({_pair(x, y)})")
    coarse = [(x, y) for relation, x, y in pairs if relation == "overlap"]
    if coarse:
        x, y = coarse[0]
        return Finding(1, f"dates that fit ({_pair(x, y)})")
    _, x, y = pairs[0]
    return Finding(0, _against(x, y), doubt=True) if _a_day_apart(a, b) else Finding(VETO, _against(x, y))


def _a_day_apart(a: Sighting, b: Sighting) -> bool:
    neighbours = any(abs(x - y) == 1 for x, y in product(a.days, b.days))
    return neighbours and (a.resolved or b.resolved)


def by_report(a: Sighting, b: Sighting, _world: World) -> Finding:
    """Support news without a day, told within two days of the other; what is told before it happens is a conflict."""
    if a.days and b.days:
        return _SILENT
    if not a.days and not b.days:
        return _by_two_reports(a, b)
    undated, dated = (b, a) if a.days else (a, b)
    if undated.told_on is None or not undated.has_happened:
        return _SILENT
    late = undated.told_on - min(dated.days)
    if late < -TIME_ZONES:
        return Finding(VETO, "told before the day of the other")
    told_as_news = not undated.incident.background and late <= NEWS_DAYS
    return Finding(2, "told as news within two days of it") if told_as_news else _SILENT


def _by_two_reports(a: Sighting, b: Sighting) -> Finding:
    news = not a.incident.background and not b.incident.background and not a.dates and not b.dates
    if not news or a.told_on is None or b.told_on is None or abs(a.told_on - b.told_on) > NEWS_DAYS:
        return _SILENT
    return Finding(2, "both told as news within two days")


def by_clock(a: Sighting, b: Sighting, _world: World) -> Finding:
    """Support clock times up to an hour apart; more than six hours apart on one day are two incidents."""
    clocks, others = ([time.clock for time in one.times if time.clock] for one in (a, b))
    if not clocks or not others:
        return _SILENT
    minutes, x, y = min((minutes_between(x, y), x, y) for x, y in product(clocks, others))
    if minutes > _CLOCK_SPLITS:
        return Finding(VETO, f"{x} against {y} on one day")
    apart = "same time" if not minutes else f"times {count(minutes, 'minute')} apart"
    return Finding(2 + (not minutes), apart) if minutes <= _CLOCK_SUPPORTS else Finding(0, apart)


def by_place(a: Sighting, b: Sighting, _world: World) -> Finding:
    """Support the same city or spot, less what may lie in one another; another city or country is a conflict."""
    if a.countries and b.countries and a.countries.isdisjoint(b.countries):
        return Finding(VETO, f"{_names(a)} against {_names(b)}")
    shared = a.cities.keys() & (b.cities.keys() | b.spots.keys()) | b.cities.keys() & a.spots.keys()
    if shared:
        return Finding(2, f"same city ({({**a.spots, **b.spots, **b.cities, **a.cities})[min(shared)]})")
    if a.cities and b.cities:
        return _by_spelling_of_city(a, b)
    return _by_wider_place(a, b)


def _by_spelling_of_city(a: Sighting, b: Sighting) -> Finding:
    """One city may be romanised in two ways ("Arbil", "Erbil"); only within one country."""
    for x, y in product(sorted(a.cities), sorted(b.cities)):
        bones = [skeleton(token) for token in x]
        if a.countries & b.countries and len("".join(bones)) > 2 and bones == [skeleton(token) for token in y]:
            return Finding(2, f"same city in two spellings ({listed(sorted({a.cities[x], b.cities[y]}))})")
    words = f"{_names(a)} against {_names(b)}"
    # One report names the village, another the next town, or the two ends of a road.
    return Finding(0, words, doubt=True) if a.countries & b.countries else Finding(VETO, words)


def _by_wider_place(a: Sighting, b: Sighting) -> Finding:
    """Where a city is missing: the same spot, a city in a province of its name, one country.

    Where a country is missing, too, the spot must have a name of its own, of two words at least.
    """
    spots = a.spots.keys() & b.spots.keys()
    if spots and a.countries & b.countries:
        return Finding(2, f"same place ({a.spots[min(spots)]})")
    telling = [spot for spot in spots if len(spot) > 1 and not is_generic(spot)]
    if telling and not (a.countries and b.countries):
        return Finding(1, f"same place ({a.spots[min(telling)]})")
    divisions = a.divisions.keys() & (b.divisions.keys() | b.cities.keys()) | b.divisions.keys() & a.cities.keys()
    if divisions:
        return Finding(1, f"same area ({({**b.divisions, **a.divisions})[min(divisions)]})")
    return Finding(1, "places in one country") if a.countries & b.countries else _SILENT


def by_spot(a: Sighting, b: Sighting, _world: World) -> Finding:
    """Support the same place inside a city, by name; two that share no word count against one incident."""
    shared = [(x, y) for x, y in product(sorted(a.spots), sorted(b.spots)) if _one_spot(x, y)]
    if shared:
        return Finding(1, f"same place ({min(a.spots[x] for x, _ in shared)})")
    words, others = (frozenset(chain.from_iterable(one.spots)) for one in (a, b))
    if not words or not others or words & others:
        return _SILENT
    return Finding(-2, f"{_spots(a)} against {_spots(b)}")


def _one_spot(a: Tokens, b: Tokens) -> bool:
    """Say whether two names are of one place: but for words like "district", or for one word that only one has."""
    words, others = ({word for word in name if word not in _KINDS_OF_SPOT} or set(name) for name in (a, b))
    shared = words & others
    return words == others or (len(shared) >= 2 and shared in (words, others))


def by_rarity(a: Sighting, b: Sighting, _world: World) -> Finding:
    """Support two of a kind that a city hardly has twice a day: a flood, an election, an outbreak."""
    rare = a.incident.type == b.incident.type and a.incident.type in _RARE and a.cities.keys() & b.cities.keys()
    return Finding(1, "hardly two of this kind in one city on one day") if rare else _SILENT


def by_kind(a: Sighting, b: Sighting, _world: World) -> Finding:
    """Support the same type, less types of one family or one that is not told; others are a conflict.

    Families that two careful reporters may give to one event (a crime, an attack) are none, but then no rule joins.
    """
    if a.incident.type == b.incident.type:
        return Finding(3, f"same kind ({spaced(a.incident.type)})")
    if a.family == b.family:
        return Finding(2, f"kinds of one family ({_kinds(a, b, ', ')})")
    if "other" in (a.family, b.family):
        return Finding(1, f"kinds that do not exclude one another ({_kinds(a, b, ', ')})")
    words = _kinds(a, b, " against ")
    near = may_be_one_family(a.family, b.family)
    return Finding(0, words, doubt=True) if near else Finding(VETO, words)


def may_be_one_family(family: str, other: str) -> bool:
    """Say whether two reports of one incident may be of kinds of these families."""
    return family == other or "other" in (family, other) or frozenset({family, other}) in _NEIGHBOURS


def by_means(a: Sighting, b: Sighting, _world: World) -> Finding:
    """Count against one incident weapons that exclude one another; sources of one incident differ in them, too.

    So this bears on whether to ask, and on whether a rule joins only where the kinds differ, too.
    """
    pairs = list(product(sorted(a.means), sorted(b.means)))
    if not pairs or any(may_be_one_means(x, y) for x, y in pairs):
        return _SILENT
    words = f"{spaced(pairs[0][0])} against {spaced(pairs[0][1])}"
    return Finding(-2, words, doubt=a.incident.type != b.incident.type)


def by_touched(a: Sighting, b: Sighting, world: World) -> Finding:
    """Support the same actor as target, victim, participant, affected or named for the place."""
    targets = a.in_role(RoleKind.TARGET) & b.in_role(RoleKind.TARGET)
    if targets:
        return Finding(OF_A_TARGET, f"same target ({_called(targets, world)})")
    touched = a.touched & b.touched
    if touched:
        return Finding(2, f"both touch {_called(touched, world)}")
    return Finding(1, "targets that may be one") if _targets_alike(a, b, world) else _SILENT


def by_doers(a: Sighting, b: Sighting, world: World) -> Finding:
    """Support a little the same perpetrator, agent, claimant or responder; more if it is no state or coalition."""
    shared = a.doers & b.doers
    if not shared:
        return _SILENT
    return Finding(2 if is_one_precise(shared, world) else 1, f"both name {_called(shared, world)}")


def by_other_targets(a: Sighting, b: Sighting, world: World) -> Finding:
    """Count against one incident different targets; one against one is a doubt, and of two countries a conflict."""
    targets, others = (_named(one.in_role(RoleKind.TARGET), world) for one in (a, b))
    touched = (*a.touched & others, *b.touched & targets)
    if not targets or not others or touched or _any_related(targets, others, world) or _targets_alike(a, b, world):
        return _SILENT
    words = f"{_called(targets, world)} against {_called(others, world)} as target"
    if len(targets) > 1 or len(others) > 1:
        return Finding(-3, words)
    countries = {actor.country for actor in _actors(targets | others, world)}
    return Finding(VETO, words) if len(countries - {None}) > 1 else Finding(-2, words, doubt=True)


def by_other_perpetrators(a: Sighting, b: Sighting, world: World) -> Finding:
    """Doubt incidents of two kinds by two named perpetrators; of one kind, sources may differ in whom they accuse."""
    did, others = (_named(one.in_role(RoleKind.PERPETRATOR, RoleKind.CLAIMANT), world) for one in (a, b))
    if a.incident.type == b.incident.type or not did or not others or did & others:
        return _SILENT
    return Finding(-2, f"{_called(did, world)} against {_called(others, world)} as perpetrator", doubt=True)


def by_other_company(a: Sighting, b: Sighting, world: World) -> Finding:
    """Count against one incident participants or named victims that differ."""
    company, others = (one.in_role(RoleKind.PARTICIPANT) for one in (a, b))
    if min(len(company), len(others)) > 1 and company - others and others - company:
        return Finding(-4, f"{_called(company, world)} against {_called(others, world)} as participants")
    victims, fallen = (_persons(one.in_role(RoleKind.VICTIM), world) for one in (a, b))
    if victims and fallen and victims.isdisjoint(fallen):
        return Finding(-2, f"{_called(victims, world)} against {_called(fallen, world)} as victims")
    return _SILENT


def by_toll(a: Sighting, b: Sighting, _world: World) -> Finding:
    """Support the same exact figure for the same thing; another figure says nothing, for tolls change."""
    shared = a.tolls & b.tolls
    if not shared:
        return _SILENT
    aspect, counted, number = max(shared, key=lambda toll: (toll[2], toll[:2]))
    words = f"same {spaced(aspect)} ({number:g} {' '.join(counted)})"
    return Finding(1, words) if number >= _LEAST_TOLL else _SILENT


def by_title(a: Sighting, b: Sighting, _world: World) -> Finding:
    """Support names that both titles have: the ship, the express. Titles are the model's, so no rule joins by them."""
    shared = a.names_in_title & b.names_in_title
    return Finding(2, f"both titles name {listed(sorted(shared))}") if shared else _SILENT


Rule = Callable[[Sighting, Sighting, World], Finding]
RULES: dict[str, Rule] = {
    "date": by_date,
    "report": by_report,
    "place": by_place,
    "kind": by_kind,
    "touched": by_touched,
    "doers": by_doers,
    "spot": by_spot,
    "rarity": by_rarity,
    "toll": by_toll,
    "clock": by_clock,
    "means": by_means,
    "title": by_title,
    "other_targets": by_other_targets,
    "other_perpetrators": by_other_perpetrators,
    "other_company": by_other_company,
}
"""In the order in which their words are said."""


def find(a: Sighting, b: Sighting, world: World) -> dict[str, Finding]:
    """Give what each rule finds, by its name; the same for (b, a)."""
    first, second = (a, b) if a.id < b.id else (b, a)
    return {name: rule(first, second, world) for name, rule in RULES.items()}


def _pair(x: str, y: str) -> str:
    return f"{in_words(x)}, {in_words(y)}"


def _against(x: str, y: str) -> str:
    return f"{in_words(x)} against {in_words(y)}"


def _names(one: Sighting) -> str:
    return ", ".join(sorted(one.cities.values()) or sorted(one.spots.values()) or sorted(one.countries))


def _spots(one: Sighting) -> str:
    return ", ".join(sorted(one.spots.values()))


def _kinds(a: Sighting, b: Sighting, between: str) -> str:
    return f"{spaced(a.incident.type)}{between}{spaced(b.incident.type)}"


def _actors(ids: Iterable[str], world: World) -> list[MergedActor]:
    return [world.actors.by_id[one] for one in sorted(ids) if one in world.actors.by_id]


def is_one_precise(ids: Iterable[str], world: World) -> bool:
    """Say whether one of these actors is more precise than a whole state, a coalition or an unnamed group."""
    return any(actor.kind not in _BROAD for actor in _actors(ids, world))


def _called(ids: Iterable[str], world: World) -> str:
    return ", ".join(actor.name for actor in _actors(ids, world))


def _named(ids: Iterable[str], world: World) -> frozenset[str]:
    return frozenset(one.id for one in _actors(ids, world) if one.kind is not ActorKind.UNNAMED_GROUP)


def _persons(ids: Iterable[str], world: World) -> frozenset[str]:
    return frozenset(one.id for one in _actors(ids, world) if one.kind is ActorKind.PERSON)


def _any_related(ids: Iterable[str], others: Iterable[str], world: World) -> bool:
    """Say whether one is the state or the body that another belongs to: "a US base" and "the US" may be one target."""
    return any(_belongs(x, y, world) or _belongs(y, x, world) for x, y in product(ids, others))


def _belongs(part: str, whole: str, world: World) -> bool:
    state = world.actors.by_id[whole]
    if state.kind is ActorKind.STATE and state.country and world.actors.by_id[part].country == state.country:
        return True
    here: str | None = part
    while here is not None and here != whole:
        parent = world.actors.by_id.get(here)
        here = parent.part_of if parent else None
    return here == whole


def _targets_alike(a: Sighting, b: Sighting, world: World) -> bool:
    """Say whether two targets are one when the place of the incident is left out of their names.

    "US Embassy" is "US Embassy in Baghdad" for an attack in Baghdad.
    """
    places = {token for one in (a, b) for name in one.cities for token in name}
    names, others = (
        {
            tuple(token for token in fold_body(actor.name) if token not in places)
            for actor in _actors(_named(one.in_role(RoleKind.TARGET), world), world)
        }
        for one in (a, b)
    )
    return any(name and not is_generic(name) for name in names & others)
