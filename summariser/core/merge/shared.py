"""Takes a sighting and gives what it must share with another for the two to be worth judging, by what each knows.

A day and a city; a day and a country, an actor, a type or words of a spot, where one of them lacks city or country;
or, where one has no day, an actor and a city in a period that holds both, or a city and the family of kinds in one
month; of what happens seldom an actor and the family whenever it was, or the country and the family in one month; or,
where both have no day, a city and one coarse date.
"""

from collections.abc import Collection, Hashable, Iterable
from itertools import combinations, product

from summariser.core.merge.rules import NEWS_DAYS, SELDOM
from summariser.core.merge.sightings import Sighting
from summariser.text.names import Tokens, skeleton

ANY_TIME = ""
_MONTH = len("2031-05")


def is_lacking(one: Sighting) -> bool:
    """Say whether a sighting lacks city or country, so that it is compared by less."""
    return not (one.cities and one.countries)


def full_keys(one: Sighting) -> set[Hashable]:
    """Give the days with the cities, by which all are compared."""
    return set(product(_days_to_look_at(one), _city_keys(one)))


def loose_keys(one: Sighting) -> set[Hashable]:
    """Give the days with what is shared where one of two `is_lacking`."""
    told = {*one.countries, *one.touched, *one.doers, *_words_of_spots(one), one.incident.type}
    return set(product(_days_to_look_at(one), told))


def dated_keys(one: Sighting) -> set[Hashable]:
    """Give what a sighting with a day shares with one that has none; nothing for one without."""
    return in_city(one, periods_of(one)) | seldom(one, periods_of(one)) if one.days else set()


def undated_keys(one: Sighting) -> set[Hashable]:
    """Give what a sighting without a day shares with one that has one; nothing for one with a day."""
    return set() if one.days else in_city(one, periods_of(one)) | seldom(one, periods_of(one))


def periods_of(one: Sighting) -> set[str]:
    """Give the periods in which a sighting with a day falls, or those that one without a day is told to be of."""
    if one.days:
        return {period for date in one.dates for period in (date[:_MONTH], date[:4], ANY_TIME)}
    return {ANY_TIME if set(date) & set("X/~?") else date for date in one.dates} or {ANY_TIME}


def in_city(one: Sighting, periods: Collection[str]) -> set[Hashable]:
    """Give city and actor, in one period; city and family of kinds, in one month."""
    cities = _city_keys(one)
    return set(product(one.touched, cities, periods)) | set(product([one.family], cities, _months(periods)))


def seldom(one: Sighting, periods: Collection[str]) -> set[Hashable]:
    """Give, of what happens seldom, an actor and the family, or in one month the country and the family."""
    if one.family not in SELDOM:
        return set()
    ever = set(product(one.touched, [one.family])) if ANY_TIME in periods else set()
    return ever | set(product([one.family], one.countries, _months(periods)))


def _months(periods: Iterable[str]) -> set[str]:
    return {period for period in periods if len(period) == _MONTH}


def coarse_keys(one: Sighting) -> set[Hashable]:
    """Give what two sightings without a day share."""
    return set() if one.days else set(product({date[:_MONTH] for date in one.dates}, _city_keys(one)))


def _words_of_spots(one: Sighting) -> set[Tokens]:
    """Give the pairs of words of each spot: a report of "Wadi Azraq air base" may be told by "Wadi Azraq base"."""
    return {pair for name in one.spots for pair in combinations(sorted({skeleton(word) for word in name}), 2)}


def _days_to_look_at(one: Sighting) -> set[int]:
    """Give the days of a sighting; those just before an article that has it as news, if it is not dated to the day.

    A day that was worked out may be one off.
    """
    if one.days:
        return {day + off for day in one.days for off in ((-1, 0, 1) if one.resolved else (0,))}
    if one.told_on is None or one.incident.background:
        return set()
    return set(range(one.told_on - NEWS_DAYS, one.told_on + 1))


def _city_keys(one: Sighting) -> set[Tokens]:
    """Give the cities, and places that may be cities, by their consonants: "Arbil" and "Erbil" fall together."""
    return {tuple(map(skeleton, name)) for name in (*one.cities, *one.spots, *one.divisions)}
