"""Takes rulings, those of earlier digests among them, and gives those on the things at hand, by their first ids."""

from collections.abc import Mapping

from summariser.nouns.pairs import Ruling

Rulings = Mapping[tuple[str, str], Ruling]


def rulings_on(rulings: Rulings, home: Mapping[str, str], settled: Mapping[str, str]) -> Rulings:
    """Give the rulings by the ids of the things that `home` gives for each of their parts.

    Where something is `settled`, a ruling on two parts, or on two lasting ids, is one on the things that have them:
    what was asked once is not asked again because one report more has come in.
    """
    if not settled:
        return rulings
    whole = {settled[one]: first for one, first in sorted(home.items(), reverse=True) if one in settled} | dict(home)
    found: dict[tuple[str, str], Ruling] = {}
    for (a, b), ruling in sorted(rulings.items()):
        if a in whole and b in whole and whole[a] != whole[b]:
            found.setdefault((min(whole[a], whole[b]), max(whole[a], whole[b])), ruling)
    exact = {pair: ruling for pair, ruling in rulings.items() if pair in found}
    return found | exact
