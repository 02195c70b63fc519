"""Takes one merged statement and gives it in the brief's words: who said what to whom, and the words themselves."""

import re
from collections.abc import Sequence

from summariser.core.brief.context import Context, grounds
from summariser.core.brief.ledger import Part, Words, one_each
from summariser.core.brief.values import UNVERIFIED, time_basis, time_words
from summariser.nouns.article import Evidence
from summariser.nouns.brief import Cited, Telling
from summariser.nouns.kinds import StatementKind
from summariser.nouns.merged import MergedStatement
from summariser.nouns.reading import Quotation, Statement
from summariser.text.clean import unquoted
from summariser.text.english import language_name

# The past tense is the same for "the embassy" and "the militias", whose number code cannot know.
_VERBS = {
    StatementKind.ACCUSES: "made an accusation:",
    StatementKind.DENIES: "denied",
    StatementKind.CONDEMNS: "condemned",
    StatementKind.CALLS_FOR: "called for",
    StatementKind.ORDERS: "ordered",
    StatementKind.THREATENS: "threatened",
    StatementKind.PROMISES: "promised",
    StatementKind.WARNS: "warned:",
    StatementKind.AFFIRMS: "affirmed:",
    StatementKind.ANNOUNCES: "announced:",
    StatementKind.SAYS: "said:",
}
_OF_WHAT = re.compile(r"^(?!that |of )\w.* of \w+ing\b")
_JOINS_TO = ("to ", "that ", "of ", "for ", "on ")


def statement_telling(context: Context, merged: MergedStatement, *, in_full: bool) -> Telling:
    """Compose a statement; in one line without its other wordings and quotations where not `in_full`."""
    first, *others = _clearest_first(merged)
    everywhere, ledger = _everywhere(merged), context.ledger
    if not in_full:
        told = _told(context, merged, first)
        return Telling(line=ledger.sentence([told, " (told in full above)"], [*one_each(first.evidence), *everywhere]))
    return Telling(
        line=statement_line(context, merged),
        quotations=tuple(_quotation(context, one) for member in [first, *others] for one in member.quotations),
        wordings=tuple(_wording(context, first, other) for other in others),
        joined=ledger.explained(merged.reasons, everywhere),
    )


def statement_line(context: Context, merged: MergedStatement, more: str = "", label: str = "") -> Cited:
    """Say in one sentence who said what to whom, in how many reports; `more` ends it."""
    first, everywhere = _clearest_first(merged)[0], _everywhere(merged)
    articles = [evidence.article for evidence in everywhere]
    reports = f" (in {_counted(context, merged, articles)})" if len(articles) > 1 else ""
    parts: list[Part] = [_told(context, merged, first), _circumstances(context, first), reports, more]
    return context.ledger.sentence(parts, [*grounds(first), *everywhere], label)


def _clearest_first(merged: MergedStatement) -> list[Statement]:
    return sorted(
        merged.members,
        key=lambda member: (member.kind is not merged.kind, member.unclear, -len(member.evidence), member.id),
    )


def _everywhere(merged: MergedStatement) -> list[Evidence]:
    return one_each(evidence for member in merged.members for evidence in member.evidence)


def _counted(context: Context, merged: MergedStatement, articles: Sequence[str]) -> str:
    """Count the articles, and the one speaker to whom they all go back where they are of several outlets."""
    several = len(context.outlets(articles)) > 1
    return context.counted(articles, context.origins((), merged.origins) if several else ())


def _told(context: Context, merged: MergedStatement, first: Statement) -> str:
    content = unquoted(first.content).rstrip(".")
    addressee = context.actor(merged.addressee) if merged.addressee else ""
    voice = f", through {context.actor(first.voice)}," if first.voice else ""
    speaker = context.actor(first.speaker)
    return f"{speaker[:1].upper()}{speaker[1:]}{voice} {_predicate(first.kind, content, addressee)}"


def _predicate(kind: StatementKind, content: str, addressee: str) -> str:
    """Join verb, addressee and content; a content that begins with "to" takes the addressee as the verb's object."""
    if content.startswith("to ") and kind in (StatementKind.ORDERS, StatementKind.CALLS_FOR) and addressee:
        return f"{'ordered' if kind is StatementKind.ORDERS else 'called on'} {addressee} {content}"
    if kind is StatementKind.ACCUSES and _OF_WHAT.search(content):
        return f"accused {content}"
    verb = "called" if kind is StatementKind.CALLS_FOR and content.startswith(_JOINS_TO) else _VERBS[kind]
    if verb.endswith(":") and content.startswith(_JOINS_TO) and kind is not StatementKind.ACCUSES:
        verb = verb.removesuffix(":")
    to = f" (addressed to {addressee})" if addressee else ""
    return f"{verb} {content}{to}"


def _circumstances(context: Context, told: Statement) -> str:
    when = f" ({time_words(told.when)}{_basis(told)})" if told.when and time_words(told.when) else ""
    outer = context.quoting_speaker(told.quoted_in) if told.quoted_in else None
    quoted = f" (as quoted by {outer})" if outer else ""
    return when + quoted + context.relayed(told.relayed_by) + _marks(told)


def _basis(told: Statement) -> str:
    how = time_basis(told.when) if told.when else ""
    return f"; {how}" if how else ""


def _marks(told: Statement) -> str:
    unverified = f" ({UNVERIFIED})" if told.figures == "unverified" else ""
    return unverified + (" (source text unclear)" if told.unclear else "")


def _wording(context: Context, first: Statement, other: Statement) -> Cited:
    outlet = context.outlet(other.evidence[0].article)
    if other.kind is first.kind and unquoted(other.content).casefold() == unquoted(first.content).casefold():
        words = f"Told in the same way by {outlet}"
    elif other.kind is first.kind:
        words = f"Told by {outlet} as: {unquoted(other.content).rstrip('.')}"
    else:
        words = f"Told by {outlet} as: {_predicate(other.kind, unquoted(other.content).rstrip('.'), '')}"
    return context.ledger.sentence([words, _between(context, other), _circumstances(context, other)], grounds(other))


def _between(context: Context, told: Statement) -> str:
    """Say through whom it was said and to whom, in brackets behind another wording."""
    voice = f" (through {context.actor(told.voice)})" if told.voice else ""
    return voice + (f" (addressed to {context.actor(told.addressee)})" if told.addressee else "")


def _quotation(context: Context, one: Quotation) -> Cited:
    language = context.ledger.language(one.evidence)
    parts: list[Part] = [Words(one.evidence, one.evidence.quote)]
    if language != "en":
        parts.append(f", {language_name(language)}")
    if one.translation and language != "en":
        parts.append(f"; translation: {unquoted(one.translation)}")
    return context.ledger.sentence(parts, [one.evidence], "Original words")
