"""Gives the bench on which a draft is checked: the article's places, the ids that hold, the problems found."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from summariser.core.ground.places import NOWHERE, Places, shortened
from summariser.core.ground.values import Checked, UnprovedError, check_claim, check_figure
from summariser.nouns.article import Article, Evidence
from summariser.nouns.draft import DraftEvidence, DraftRelay
from summariser.nouns.reading import Evidences, Relay
from summariser.nouns.values import Number
from summariser.text.figures import unsupported_figures, without_names
from summariser.text.parts import Part

_ACTOR = "a"
_RELAY_LOST = "the article has this from another medium, but from which could not be established"
_FROM_HERE = "quote what the part says, or leave it out"


class Problem(NamedTuple):
    """Something in a draft that does not hold. `hint` is for the model; `follows` if another problem caused it."""

    what: str
    reason: str
    quote: str | None = None
    hint: str = ""
    follows: bool = False

    def __str__(self) -> str:
        return f"{self.what}: {self.reason}" + (f"; {self.hint}" if self.hint else "")


class Bench:
    """Where one draft is checked against one article, or against a part of it.

    `defined` are all ids of the draft, `held` those of objects that have been accepted so far. `titles` have been
    checked with earlier parts.
    """

    def __init__(
        self, article: Article, types: frozenset[str], part: Part | None = None, titles: Collection[str] = ()
    ) -> None:
        self.article = article
        self.language = article.language
        self.types = types
        self.places = Places(article, part)
        self._elsewhere = Places(article) if part else None
        self._titles = titles
        self.problems: list[Problem] = []
        self.defined: set[str] = set()
        self.held: set[str] = set()

    def id(self, draft_id: str) -> str:
        """Give the id of an object that is unique across articles."""
        return f"{self.article.sha256[:12]}:{draft_id}"

    def reject(self, what: str, reason: str, *, quote: str | None = None, hint: str = "") -> None:
        """Note a problem."""
        self.problems.append(Problem(what, reason, quote, hint))

    def follow(self, what: str, reason: str) -> None:
        """Note a problem that another one has caused."""
        self.problems.append(Problem(what, reason, follows=True))

    def lose(self, owner: str, parts: Iterable[str]) -> None:
        """Note that the named `parts` went with what they belong to."""
        for part in parts:
            self.follow(part, f"{owner} was rejected")

    def evidence(self, what: str, drafts: Iterable[DraftEvidence]) -> Evidences:
        """Locate the evidence of `what`, each place once; what is not in the article becomes a problem."""
        found: dict[Evidence, None] = {}
        for draft in drafts:
            evidence = self.places.evidence(draft)
            if evidence:
                found[evidence] = None
            else:
                self._not_there(what, draft)
        return tuple(found)

    def proved(self, what: str, drafts: Iterable[DraftEvidence]) -> Evidences:
        """Locate evidence that `what` cannot do without; a problem more if nothing is left of it."""
        found = self.evidence(what, drafts)
        if not found:
            self.follow(what, "none of its evidence is in the article")
        return found

    def spoken(self, what: str, draft: DraftEvidence) -> Evidence | None:
        """Locate direct speech, which must stand in the article and there in quotation marks."""
        evidence = self.places.spoken(draft)
        if not evidence and self.places.evidence(draft):
            self.reject(what, f"'{draft.quote}' does not stand in quotation marks in the article", quote=draft.quote)
        elif not evidence:
            self._not_there(what, draft)
        return evidence

    def relays(self, what: str, drafts: Iterable[DraftRelay]) -> Checked[tuple[Relay, ...]]:
        """Locate where relaying media are named; those that are not become problems, and leave a note."""
        located = [(draft.name, self.evidence(f"{what}, relayed by {draft.name}", [draft])) for draft in drafts]
        kept = tuple(Relay(name=name, evidence=evidence) for name, evidence in located if evidence)
        return Checked(kept, notes=(_RELAY_LOST,) if len(kept) < len(located) else ())

    def reference(self, what: str, field: str, draft_id: str | None, kinds: str = _ACTOR) -> str | None:
        """Give the full id that a draft id stands for, or None with a problem if no accepted object has it.

        `kinds` are the letters that ids of the right kinds begin with: actors a, incidents i, series s, statements t.
        """
        if draft_id is None:
            return None
        if draft_id[:1] not in kinds:
            self.reject(what, f"its {field} {draft_id} is the id of another kind of thing")
            return None
        if draft_id in self.held:
            return self.id(draft_id)
        if draft_id in self.defined:
            self.follow(what, f"its {field} {draft_id} was rejected")
        else:
            self.reject(what, f"its {field} {draft_id} is nowhere in the answer")
        return None

    def type(self, what: str, code: str) -> str:
        """Give an incident type, "other" with a problem if it is not a known one."""
        if code in self.types:
            return code
        self.reject(what, f"'{code}' is not an incident type", hint="take a code from the list, or other")
        return "other"

    def title(self, what: str, title: str, code: str, evidence: Evidences) -> str:
        """Give a title, or the plain words of its type if it has a figure that its evidence has not."""
        missing = self._unsupported(title, evidence)
        if not missing or title in self._titles:
            return title
        self.reject(
            what, f"the title '{title}' has {', '.join(missing)}, which its quotes have not", hint="leave it out"
        )
        return code.replace("_", " ")

    def claim(self, what: str, claim: str, evidence: Evidences) -> Checked[str] | None:
        """Check the figures of an English sentence; None with a problem if the evidence has others."""
        try:
            checked = check_claim(without_names(claim, self.article.text), quotes_of(evidence), self.language)
            return Checked(claim, checked.figures, checked.notes)
        except UnprovedError as unproved:
            self.reject(what, str(unproved))
            return None

    def number(self, number: Number, evidence: Evidences) -> Checked[Number]:
        """Check a number and the figures in what it counts and in its scope; raises UnprovedError."""
        checked = check_figure(number, quotes_of(evidence), self.language)
        for field, words in (("counted", number.counted), ("scope", number.scope)):
            missing = self._unsupported(words or "", evidence)
            if missing:
                raise UnprovedError(f"its {field} '{words}' has {', '.join(missing)}, which its quotes have not")
        return checked

    def _unsupported(self, words: str, evidence: Evidences) -> list[str]:
        return unsupported_figures(without_names(words, self.article.text), quotes_of(evidence), self.language)

    def _not_there(self, what: str, draft: DraftEvidence) -> None:
        if draft.sentence == NOWHERE or (self._elsewhere and self._elsewhere.evidence(draft)):
            reason = f"the quote '{shortened(draft.quote)}' stands outside the part of the article that was asked about"
            self.reject(what, reason, quote=draft.quote, hint=_FROM_HERE)
            return
        words = self.places.sentence_words(draft.sentence)
        hint = f"there is no sentence {draft.sentence}"
        if words is not None:
            hint = f"sentence {draft.sentence} reads '{words}'"
        self.reject(what, f"the quote '{shortened(draft.quote)}' is not in the article", quote=draft.quote, hint=hint)


def quotes_of(evidence: Sequence[Evidence]) -> list[str]:
    """Give the words of each piece of evidence."""
    return [piece.quote for piece in evidence]
