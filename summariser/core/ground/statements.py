"""Takes a statement of a draft and gives it checked, or None with the reasons noted."""

from collections.abc import Iterable

from summariser.core.ground.bench import Bench
from summariser.core.ground.incidents import figure, time, value_names
from summariser.core.ground.values import Checked, together
from summariser.nouns.article import Evidence
from summariser.nouns.draft import DraftQuotation, DraftStatement
from summariser.nouns.reading import Quotation, Statement


def statement(bench: Bench, draft: DraftStatement) -> Statement | None:
    """Check a statement; in what statement it stands is left open until it is known which of them hold.

    It needs its speaker, evidence, and a content whose figures hold. A quotation, a number or a date that does
    not hold goes alone.
    """
    what = f"statement {draft.id}"
    speaker, evidence = bench.reference(what, "speaker", draft.speaker), bench.proved(what, draft.evidence)
    quotations = _quotations(bench, what, draft.quotations)
    proof = (*evidence, *(quotation.value.evidence for quotation in quotations))
    content = bench.claim(what, draft.content, proof) if evidence else None
    if not speaker or not content:
        bench.lose(what, statement_parts(what, draft))
        return None
    figures = [figure(bench, what, number, proof) for number in draft.figures]
    when = time(bench, what, draft.when, proof)
    relays = bench.relays(what, draft.relayed_by)
    checks = [content, when, *figures, *quotations, relays]
    about = [bench.reference(what, "about", one, "is") for one in dict.fromkeys(draft.about)]
    return Statement(
        id=bench.id(draft.id),
        kind=draft.kind,
        speaker=speaker,
        voice=bench.reference(what, "voice", draft.voice),
        addressee=bench.reference(what, "addressee", draft.addressee),
        content=draft.content,
        figures_told=tuple(told.value for told in figures if told.value),
        quotations=tuple(quotation.value for quotation in quotations),
        when=when.value,
        about=tuple(one for one in about if one),
        relayed_by=relays.value,
        quoted_in=None,
        unclear=draft.unclear,
        figures=together(one.figures for one in checks),
        notes=tuple(note for one in checks for note in one.notes),
        evidence=evidence,
    )


def statement_parts(what: str, draft: DraftStatement) -> list[str]:
    """Name all that goes with a statement."""
    quotations = [_quotation_name(what, n) for n, _ in enumerate(draft.quotations, start=1)]
    return quotations + value_names(what, [*draft.figures, draft.when])


def _quotation_name(owner: str, number: int) -> str:
    return f"{owner}, quotation {number}"


def _quotations(bench: Bench, owner: str, drafts: Iterable[DraftQuotation]) -> tuple[Checked[Quotation], ...]:
    """Check direct speech; a translation that has a figure of its own goes, the original stays."""
    kept = []
    for n, draft in enumerate(drafts, start=1):
        what = _quotation_name(owner, n)
        evidence = bench.spoken(what, draft)
        if not evidence:
            continue
        translation = _translation(bench, f"{what}, its translation", draft.translation, evidence)
        told = Quotation(evidence=evidence, translation=translation.value)
        kept.append(Checked(told, translation.figures, translation.notes))
    return tuple(kept)


def _translation(bench: Bench, what: str, words: str | None, original: Evidence) -> Checked[str | None]:
    """Check the figures of a translation: None as value, with a problem, if the original has others."""
    checked = bench.claim(what, words, (original,)) if words else None
    return checked or Checked(None)
