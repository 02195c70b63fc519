"""An archive in memory, as merging looks into it, and days that are merged with it one after another."""

from collections import Counter, defaultdict

from summariser.core.lasting import assigned
from summariser.core.merge import meet, stored_keys
from summariser.nouns.known import Aliases, Known


class Held:
    """What the days so far left behind."""

    def __init__(self, families):
        self.families = families
        self.lasting = {}
        self.joined = {}
        self.loaded = []
        self._read = {}
        self._article = {}
        self._under = defaultdict(set)
        self._reports = defaultdict(set)
        self.instants = {}
        self._next = Counter(incident=1, series=1, statement=1, actor=1)

    def reported_with(self, keys, most):
        return {self.lasting[one] for one in self._found(keys, most) if one in self.lasting}

    def unsettled_with(self, keys, most):
        return {self._article[one] for one in self._found(keys, most) if one not in self.lasting}

    def _found(self, keys, most):
        blocks = (self._under[key] for key in keys if key in self._under)
        return {one for block in blocks if most is None or self._told(block) <= most for one in block}

    def _told(self, block):
        return len({self.lasting[one] for one in block if one in self.lasting})

    def reported_in(self, ids):
        return {self._article[report] for one in ids for report in self._reports[one]}

    def readings(self, articles):
        self.loaded.extend(sorted(articles))
        return {one: self._read[one] for one in articles}

    def came(self, articles):
        return {one: self.instants[one] for one in articles if one in self.instants}

    def settled(self, articles):
        told = (report for one in articles if one in self._read for report in reports_of(self._read[one]))
        return {one: self.lasting[one] for one in told if one in self.lasting}

    def day(self, today, known_of=lambda _, known: known):
        """Merge the readings of a day with what there is, give lasting ids to what they report, and keep them."""
        met = meet(
            today,
            self,
            self.families,
            Aliases(),
            lambda at_hand: known_of(at_hand, Known(settled=at_hand.settled, instants=self.instants)),
        )
        for reading in today:
            self.keep(reading)
        for kind, things in kinds_of(met.merged).items():
            self._settle(kind, things, met.at_hand)
        return met

    def keep(self, reading):
        """Keep a reading of which no digest has told yet."""
        self._read[reading.article] = reading
        self._article.update(dict.fromkeys(reports_of(reading), reading.article))
        for report, keys in stored_keys(reading, self.families).items():
            for key in keys:
                self._under[key].add(report)

    def gone_into(self, lasting):
        """Give the lasting id that one is now."""
        return self.gone_into(self.joined[lasting]) if lasting in self.joined else lasting

    def _settle(self, kind, things, at_hand):
        today = {report for one in at_hand.today for report in reports_of(self._read[one])}
        clusters = {one.id: ids for one in things if not today.isdisjoint(ids := [of.id for of in one.members])}
        found = assigned(clusters, at_hand.settled, self._next[kind], kind)
        self._next[kind] = found.next_number
        self.joined |= found.joined
        moved = {report: new for old, new in found.joined.items() for report in self._reports[old]}
        for report, new in moved.items() | {(report, one.id) for one in found.lasting for report in one.reports}:
            self._reports[self.lasting.get(report)].discard(report)
            self.lasting[report] = new
            self._reports[new].add(report)


def reports_of(reading):
    """Give the ids of all that a digest can give a lasting id."""
    return [one.id for of in (reading.incidents, reading.series, reading.statements, reading.actors) for one in of]


def kinds_of(merged):
    """Give what is merged by the kind of its lasting ids."""
    return {
        "incident": merged.incidents,
        "series": merged.series,
        "statement": merged.statements,
        "actor": merged.actors,
    }


def clusters_of(lasting, ids):
    """Give those of `ids` that share a lasting id as sets."""
    found = defaultdict(set)
    for one in ids:
        found[lasting[one]].add(one)
    return {frozenset(of) for of in found.values()}
