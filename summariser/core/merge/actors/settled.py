"""Takes groups of actors and what earlier digests settled and gives the groups that are one from the start."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from summariser.core.merge.actors.court import Court
from summariser.core.merge.actors.groups import Group, opposed


def settled_groups(court: Court, settled: Mapping[str, str]) -> list[list[str]]:
    """Give the ids of groups that have actors of one lasting id; what the user has named as two is parted."""
    homes: dict[str, set[str]] = defaultdict(set)
    for actor, group in court.home.items() if settled else ():
        if actor in settled:
            homes[settled[actor]].add(group)
    of_one = (_unopposed(court.groups[one] for one in sorted(groups)) for groups in homes.values())
    return [[group.id for group in same] for sides in of_one for same in sides if len(same) > 1]


def _unopposed(groups: Iterable[Group]) -> list[list[Group]]:
    sides: list[list[Group]] = []
    for group in groups:
        home = next((side for side in sides if not any(opposed(one, group) for one in side)), None)
        if home:
            home.append(group)
        else:
            sides.append([group])
    return sides
