"""Takes a brief or a digest and gives, as labelled items, how it was made and everything that did not get into it."""

from collections.abc import Iterator

from summariser.nouns.article import Failure
from summariser.nouns.brief import Account, Adjudicated, Brief, RejectedIn
from summariser.nouns.digest import Digest
from summariser.nouns.price import Cost
from summariser.nouns.reading import Rejection
from summariser.text.clean import unquoted
from summariser.text.english import count, listed, money, share, spaced

_ANSWERED = {
    "live": "asked of the model, now or in an earlier run that kept them",
    "recordings": "replayed from recordings, no model was asked",
}
_ASKED = {"same_actor": "Actors judged", "same_incident": "Incidents judged"}

Item = tuple[int, str, str]
"""Depth, label, text."""


def account_items(document: Brief | Digest) -> Iterator[Item]:
    """Give the account, then what was found, the failures, the rejections and the notes."""
    yield from _making(document.account, sum(failure.kind == "duplicate" for failure in document.failures))
    yield 1, "Found", _found(document) if isinstance(document, Brief) else _found_today(document)
    yield from _failures(document.failures)
    yield from _rejections(document.rejections)
    if document.notes:
        yield 1, "Notes", ""
        yield from ((2, "", note) for note in document.notes)


def _making(account: Account, copies: int) -> Iterator[Item]:
    yield 1, "Answers", _ANSWERED[account.answered]
    yield 1, "Model", listed(account.models) or "not recorded"
    yield 1, "Prompt", f"{account.prompt}, sha256 {account.prompt_sha256}; answer schema {account.schema_id}"
    yield 1, "Tool", f"summariser {account.tool_version}"
    # A second copy counts as a failure in the account, though nothing of it is missing from the brief.
    twice = [f"{copies:,} second {'copy' if copies == 1 else 'copies'}"] if copies else []
    failed = max(account.failed - copies, 0)
    articles = ", ".join([f"{account.given} given", f"{account.read} read", *twice, f"{failed} failed"])
    yield 1, "Articles", f"{articles}; asked again about a faulty answer: {count(account.reasks, 'time')}"
    for one in account.adjudicated:
        yield 1, _ASKED[one.task], _adjudicated(one)
    yield (
        1,
        "Calls",
        f"{account.calls:,}; {share(account.reasks, account.calls)} of them asked again about a faulty answer",
    )
    yield 1, "Tokens", f"in: {_tokens(account.tokens_in)}{_cached(account)}; out: {_tokens(account.tokens_out)}"
    yield 1, "Cost", _cost(account)


def _adjudicated(one: Adjudicated) -> str:
    asked = one.same + one.different + one.cannot_tell + len(one.unanswered)
    told = [
        f"asked about {count(asked, 'pair')} that no rule decides ({one.prompt}, sha256 {one.prompt_sha256})",
        f"{one.same} one, {one.different} two, {one.cannot_tell} impossible to tell",
        *([f"{len(one.unanswered)} without an answer, left apart"] if one.unanswered else []),
        *([f"{one.not_asked} beyond the bound on questions, left apart"] if one.not_asked else []),
    ]
    return "; ".join(told)


def _tokens(number: int | None) -> str:
    return "not recorded" if number is None else f"{number:,}"


def _cached(account: Account) -> str:
    return "" if account.tokens_cached is None else f" ({account.tokens_cached:,} of them cached by the server)"


def _cost(account: Account) -> str:
    cost = account.cost
    if cost:
        return f"for these answers {money(cost.amount, cost.currency)}, at {_prices(cost)}"
    if not account.calls:
        return "nothing was asked"
    if None in (account.tokens_in, account.tokens_out):
        return "not known"
    return f"not known: no price in one currency for {listed(account.models)}; --prices FILE gives one"


def _prices(cost: Cost) -> str:
    return f"the prices of {cost.prices_of}" if cost.prices_of else "the prices given"


def _found(brief: Brief) -> str:
    incidents = (*brief.incidents, *brief.background)
    disagreements = sum(len(one.disagreements) for one in incidents)
    found = [
        f"{count(len(incidents), 'incident')}, {len(brief.background)} of them background",
        count(disagreements, "disagreement"),
        count(len(brief.actors), "actor"),
        count(len(brief.citations), "citation"),
    ]
    return "; ".join(found)


def _found_today(digest: Digest) -> str:
    earlier = sum(source.came == "earlier" for source in digest.sources)
    found = [
        f"{count(len({entry.incident for entry in digest.entries}), 'incident')} with news or gone silent",
        count(len(digest.statements), "statement"),
        f"{count(len(digest.citations), 'citation')}, {count(earlier, 'earlier article')} among them",
    ]
    return "; ".join(found)


def _failures(failures: tuple[Failure, ...]) -> Iterator[Item]:
    yield 1, "Articles not read", "" if failures else "none"
    for failure in failures:
        yield 2, "", f"{failure.path} ({spaced(failure.kind)}): {failure.reason.removeprefix(f'{failure.path}: ')}"


def _rejections(rejections: tuple[RejectedIn, ...]) -> Iterator[Item]:
    yield 1, "Not accepted from the answers", "" if rejections else "nothing"
    for rejected in rejections:
        yield 2, rejected.source, ""
        yield from ((3, "", _rejection(one)) for one in rejected.rejections)


def _rejection(one: Rejection) -> str:
    words = f" (words given as evidence: {one.quote})" if one.quote else ""
    # What was rejected may stand in no source, so it gets no quotation marks.
    return unquoted(f"{one.what}: {one.reason}{words}")
