"""The brief: cited throughout, true to what was merged, the same whatever the order of its input."""

import json
import re
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from summariser.core.brief import compose
from summariser.core.brief.values import UNVERIFIED, code_words
from summariser.core.render import as_json
from summariser.nouns.brief import Brief, Cited, Original, sentences_of
from summariser.nouns.kinds import Aspect, RoleBasis, StatementKind
from summariser.nouns.merged import Disagreement, FactGroup
from summariser.nouns.problems import Problem
from summariser.nouns.values import Basis, Extent, Means, Number, Place, Qualifier, Responsibility, Time
from summariser.text.clean import unquoted
from summariser.text.english import count, plural
from tests.sample_brief import (
    ACCOUNT,
    ARTICLES,
    ATTACK,
    ES,
    FAILURES,
    FARO,
    FIRE,
    MERGED,
    N_ES,
    READINGS,
    S_INJURED,
    at,
    fact,
    side,
)

BRIEF = compose(MERGED, ARTICLES, READINGS, FAILURES, ACCOUNT)


def with_attack(**changes) -> Brief:
    attack = ATTACK.model_copy(update=changes)
    merged = MERGED.model_copy(update={"incidents": (attack, *MERGED.incidents[1:])})
    return compose(merged, ARTICLES, READINGS, FAILURES, ACCOUNT)


def with_fact(aspect, value, quote, **how) -> Brief:
    group = FactGroup(
        aspect=aspect,
        counted=None,
        scope=None,
        sides=(side(value, [fact("f", aspect, value, at(ES, quote), **how)], [FARO]),),
        disagreements=(),
    )
    return with_attack(facts=(group,), when=None, where=None)


def texts(brief: Brief) -> list[str]:
    return [f"{line.label}: {line.text}" for line in sentences_of(brief)]


def test_every_sentence_has_a_citation_that_resolves_to_the_words_in_the_article():
    by_sha = {article.sha256: article.text for article in ARTICLES}
    numbers = {citation.number: citation for citation in BRIEF.citations}
    for line in sentences_of(BRIEF):
        for number in line.citations:
            quote, position = numbers[number].target.selector
            assert by_sha[numbers[number].sha256][position.start : position.end] == quote.exact


def test_a_sentence_without_a_citation_cannot_be_made():
    with pytest.raises(ValidationError):
        Cited(text="Something happened.", citations=())


def test_a_brief_with_a_citation_that_does_not_resolve_cannot_be_made():
    raw = json.loads(as_json(BRIEF))
    raw["citations"].pop()
    with pytest.raises(ValidationError, match="no citation"):
        Brief.model_validate(raw)


def test_quotation_marks_stand_only_around_words_of_the_cited_source():
    for line in sentences_of(BRIEF):
        quoted = re.findall("“([^”]*)”", line.text)
        cited = [citation.exact for citation in BRIEF.citations if citation.number in line.citations]
        assert all(any(words in exact for exact in cited) for words in quoted)
    assert "“We”" not in str(texts(BRIEF))


QUOTED = ["‘yes’", "‚yes‘", "‹yes›", "｢yes｣", "❝yes❞", "他说‘走’了"]


@pytest.mark.parametrize("text", ["He said “yes”.", 'He said "yes".', "He said «yes».", *QUOTED])
def test_a_quotation_that_is_no_source_words_cannot_be_made(text):
    with pytest.raises(ValidationError, match="quotation marks"):
        Cited(text=text, citations=(1,))


@pytest.mark.parametrize("words", QUOTED)
def test_words_of_a_model_lose_every_kind_of_quotation_mark(words):
    assert unquoted(f"It is {words}.") in ("It is yes.", "It is 他说走了.")


@pytest.mark.parametrize("name", ["Sana’a", "O’Brien’s", "l’armée", "Ba‘ath"])
def test_an_apostrophe_is_no_quotation_mark(name):
    assert unquoted(name) == name
    assert Cited(text=name, citations=(1,)).text == name


def test_source_words_that_their_citation_does_not_have_cannot_be_shown():
    raw = json.loads(as_json(BRIEF))
    line = Cited(text="“Nunca”", citations=(1,), originals=(Original(start=1, end=6, language="es", citation=1),))
    raw["bottom_line"] = [line.model_dump()]
    with pytest.raises(ValidationError, match="does not have"):
        Brief.model_validate(raw)


def test_evidence_that_does_not_stand_in_its_article_is_refused_by_name():
    wrong = at(ES, "Dos drones").model_copy(update={"quote": "Tres drones"})
    member = ATTACK.members[0].model_copy(update={"evidence": (wrong,)})
    with pytest.raises(Problem, match=r"articles/faro.md.*Tres drones"):
        with_attack(members=(member,))


def test_citations_are_numbered_in_order_of_first_appearance_and_once_for_each_place():
    seen = [number for line in sentences_of(BRIEF) for number in line.citations]
    firsts = list(dict.fromkeys(seen))
    assert sorted(firsts) == list(range(1, len(BRIEF.citations) + 1))
    assert [citation.number for citation in BRIEF.citations] == sorted(firsts)
    places = {(one.sha256, one.target.selector[1].start, one.target.selector[1].end) for one in BRIEF.citations}
    assert len(places) == len(BRIEF.citations)
    highest = 0
    for line in sentences_of(BRIEF):
        new = [number for number in line.citations if number > highest]
        assert new == list(range(highest + 1, highest + 1 + len(new)))
        highest += len(new)


def test_no_figure_stands_in_a_sentence_that_is_not_in_what_was_merged():
    merged = MERGED.model_dump_json().replace(",", "")
    known = {int(run) for run in re.findall(r"\d+", merged)}
    known |= {
        int(run) for source in BRIEF.sources if source.published for run in re.findall(r"\d+", source.published.edtf)
    }
    for line in sentences_of(BRIEF):
        ours = re.sub("source S[0-9]+", "", line.text).replace(",", "")
        assert {int(run) for run in re.findall(r"\d+", ours)} <= known, line.text


def test_the_brief_is_the_same_in_any_order_of_articles_and_readings():
    briefs = {
        as_json(compose(MERGED, articles, readings, FAILURES, ACCOUNT))
        for articles, readings in zip(permutations(ARTICLES), permutations(READINGS[::-1]), strict=True)
    }
    assert len(briefs) == 1


def test_every_side_of_every_disagreement_is_shown_with_its_own_citations():
    shown = BRIEF.incidents[0].disagreements
    merged = [one for group in ATTACK.facts for one in group.disagreements]
    assert [len(one.sides) for one in shown] == [len(one.sides) for one in merged]
    injured = next(one for one in shown if one.aspect == "injured")
    assert sorted(side.line.text.split(",")[0] for side in injured.sides) == ["8 workers", "at least 6 workers"]
    assert injured.sides[0].line.citations != injured.sides[1].line.citations


def test_a_side_that_no_disagreement_holds_is_shown_all_the_same():
    assert any("at dawn" in line.text for line in BRIEF.incidents[0].when)


def test_all_evidence_of_the_merged_objects_is_cited():
    raw = json.dumps(MERGED.model_dump(mode="json"), ensure_ascii=False)
    quotes = set(re.findall(r'"quote": "((?:[^"\\]|\\.)*)"', raw))
    cited = {citation.exact for citation in BRIEF.citations}
    assert quotes - cited == set()


def test_the_bottom_line_has_at_most_five_sentences_and_begins_with_the_most_reported():
    many = MERGED.model_copy(
        update={"incidents": tuple(ATTACK.model_copy(update={"id": f"I{place}"}) for place in range(9))}
    )
    assert len(compose(many, ARTICLES, READINGS, FAILURES, ACCOUNT).bottom_line) == 5
    assert BRIEF.bottom_line[0].text.startswith("Drone strike at the fuel depot in Tarsona (2 May 2031, 04:15")
    assert "reports differ on the count, 2 drones (El Faro del Sur) against 3 drones" in BRIEF.bottom_line[-1].text


def test_background_stands_apart_and_after_what_is_current():
    assert [one.id for one in BRIEF.incidents] == ["I1", "I3"]
    assert [one.id for one in BRIEF.background] == ["I2"]
    assert not any("Fire at a fuel depot" in line.text for line in BRIEF.bottom_line)


@pytest.mark.parametrize("basis", [one for one in RoleBasis if one is not RoleBasis.FACT])
def test_a_role_that_is_not_a_fact_is_never_stated_flat(basis):
    roles = tuple(role.model_copy(update={"basis": basis}) for role in ATTACK.roles[1:])
    (who,) = with_attack(roles=roles).incidents[0].who
    assert who.label == f"Perpetrator, {basis.value} by the Tarsona Port Authority"


@pytest.mark.parametrize(
    ("low", "high", "qualifier", "shown"),
    [
        (6, 6, Qualifier.EXACT, "6 workers"),
        (1, 1, Qualifier.EXACT, "1 worker"),
        (6, None, Qualifier.AT_LEAST, "at least 6 workers"),
        (2500, 2500, Qualifier.ABOUT, "about 2,500 workers"),
        (70, None, Qualifier.MORE_THAN, "more than 70 workers"),
        (None, 9, Qualifier.AT_MOST, "at most 9 workers"),
        (5, 8, Qualifier.RANGE, "5 to 8 workers"),
        (2, 2, Qualifier.VAGUE, "2 workers (as written: “seis”, Spanish)"),
        (24, None, Qualifier.VAGUE, "workers (number as written: “seis”, Spanish)"),
        (None, None, Qualifier.VAGUE, "workers (number as written: “seis”, Spanish)"),
        (0, 0, Qualifier.EXACT, "no injuries"),
        (None, None, Qualifier.NONE_REPORTED, "no reports of injuries"),
    ],
)
def test_a_number_keeps_its_qualifier(low, high, qualifier, shown):
    value = Number(words="seis", low=low, high=high, qualifier=qualifier, counted="worker")
    brief = with_fact(Aspect.INJURED, value, "Al menos seis trabajadores")
    assert brief.incidents[0].agreed[0].text == f"{shown}, reported by El Faro del Sur on 3 May 2031"


def test_a_figure_that_code_could_not_read_is_marked():
    brief = with_fact(Aspect.INJURED, N_ES, "Al menos seis trabajadores", figures="unverified", said_by="es:a1")
    shown = brief.incidents[0].agreed[0].text
    assert shown == f"at least 6 workers ({UNVERIFIED}), according to the Tarsona Port Authority"


@pytest.mark.parametrize(
    ("basis", "shown"),
    [
        (Basis.INFERRED_ARTICLE, "year inferred from the article"),
        (Basis.INFERRED_OUTSIDE, "year inferred, not stated in the article"),
        (Basis.RELATIVE, "year from the publication date"),
    ],
)
def test_a_date_that_is_not_stated_says_how_it_is_known(basis, shown):
    when = Time(words="viernes 2 de mayo", edtf="2031-05-02", basis=basis)
    group = FactGroup(
        aspect=Aspect.TIME,
        counted=None,
        scope=None,
        sides=(side(when, [fact("f", Aspect.TIME, when, at(ES, "el viernes 2 de mayo"))], [FARO]),),
        disagreements=(),
    )
    brief = with_attack(facts=(group,), when=when)
    entry = next(entry for entry in brief.timeline if entry.incident == "I1")
    for line in (brief.incidents[0].when[0], entry.line):
        assert line.text.startswith(f"2 May 2031 ({shown})")


def test_an_updated_figure_gives_the_publication_date_of_each_side_in_order():
    injured = next(one for one in BRIEF.incidents[0].disagreements if one.aspect == "injured")
    assert "published 2 May 2031" in injured.sides[0].line.text
    assert "published 3 May 2031" in injured.sides[1].line.text


def test_four_articles_that_quote_one_speaker_are_one_origin():
    (group,) = (group for group in ATTACK.facts if group.aspect == Aspect.INJURED)
    one = side(N_ES, [fact_ for each in S_INJURED for fact_ in each.facts], [S_INJURED[0].origins[0]])
    disagreement = Disagreement(type="contradiction", aspect=Aspect.INJURED, words="x", sides=(one, S_INJURED[1]))
    brief = with_attack(facts=(group.model_copy(update={"disagreements": (disagreement,)}),))
    shown = brief.incidents[0].disagreements[0].sides[0]
    assert (shown.articles, shown.origins) == (2, ("Tarsona Port Authority",))
    assert shown.line.text.endswith("two articles, two outlets, one origin: Tarsona Port Authority")


def test_a_translation_says_that_it_is_one_and_stands_beside_the_original():
    said = next(one for one in BRIEF.incidents[0].statements if one.quotations)
    assert [line.text for line in said.quotations] == [
        "“لن نغادر الميناء”, Arabic; translation: We will not leave the port",
        "“No nos iremos del puerto”, Spanish; translation: We will not go from the port",
    ]


def test_a_statement_about_two_incidents_is_told_in_full_once():
    first, second = BRIEF.incidents
    assert first.statements[1].quotations
    assert second.statements[0].line.text.endswith("(told in full above)")
    assert [one.line.text for one in BRIEF.statements] == [
        "The Government of Litora announced that talks will begin (4 May 2031; year inferred from the article)"
    ]


def test_gaps_name_what_no_article_says_of_what_is_current():
    gaps = with_attack(facts=(), where=None).gaps
    assert gaps[0] == (
        "Drone strike at the fuel depot in Tarsona: no article read here states where it was, whether anybody was "
        "killed or injured, what it was done with, what was damaged or whether anybody has claimed responsibility."
    )
    assert not any("Fire at a fuel depot" in gap for gap in gaps)


def test_no_code_with_an_underscore_and_no_rejected_thing_reaches_a_sentence():
    assert not any("_" in text for text in texts(BRIEF))
    assert not any("bảy" in text for text in texts(BRIEF))
    (rejected,) = BRIEF.rejections
    assert rejected.rejections[0].what == "fact 3 of incident i1: killed = 7"


def test_json_round_trips_and_is_strict():
    text = as_json(BRIEF)
    assert Brief.model_validate_json(text) == BRIEF
    json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} is not JSON"))


def test_nothing_read_gives_a_brief_that_says_so():
    empty = MERGED.model_copy(
        update=dict.fromkeys(("actors", "incidents", "series", "standing_facts", "statements"), ())
    )
    brief = compose(empty, (), (), FAILURES, ACCOUNT)
    assert brief.title == "Brief of no articles: no date stated"
    assert brief.as_of is None


def test_with_background_alone_the_bottom_line_tells_the_background():
    merged = MERGED.model_copy(update={"incidents": (FIRE,)})
    assert "Fire at a fuel depot" in compose(merged, ARTICLES, READINGS, (), ACCOUNT).bottom_line[0].text


@given(st.text(min_size=1, max_size=30))
def test_no_words_of_a_model_can_pass_for_a_quotation(words):
    place = Place(words="x", name=words, relation="in", city=words, country=None)
    actors = tuple(one.model_copy(update={"name": words}) for one in MERGED.actors)
    attack = ATTACK.model_copy(update={"title": words, "where": place})
    merged = MERGED.model_copy(update={"incidents": (attack, *MERGED.incidents[1:]), "actors": actors})
    compose(merged, ARTICLES, READINGS, FAILURES, ACCOUNT)


@pytest.mark.parametrize(
    ("noun", "shown"),
    [("person", "people"), ("member of a crew", "members of a crew"), ("family", "families"), ("church", "churches")],
)
def test_plurals(noun, shown):
    assert plural(noun) == shown
    assert count(1, noun) == f"one {noun}"
    assert count(12, noun) == f"12 {shown}"


def test_what_is_disputed_is_not_told_as_agreed():
    assert {line.label for line in BRIEF.incidents[0].agreed} == {"Killed", "Displaced", "Responsibility"}


def test_an_article_without_an_outlet_is_named_by_its_source_number():
    assert BRIEF.incidents[0].origins == ("El Faro del Sur", "Tarsona Port Authority", "source S1", "صوت المرسى")


@pytest.mark.parametrize(
    ("kind", "content", "shown"),
    [
        (StatementKind.CALLS_FOR, "protection of the ports", "called for protection of the ports (addressed to Crew)"),
        (StatementKind.CALLS_FOR, "to protect the ports", "called on Crew to protect the ports"),
        (StatementKind.ORDERS, "to find them", "ordered Crew to find them"),
        (StatementKind.CONDEMNS, "the attack", "condemned the attack (addressed to Crew)"),
        (StatementKind.WARNS, "of more attacks", "warned of more attacks (addressed to Crew)"),
        (StatementKind.SAYS, "the port is open", "said: the port is open (addressed to Crew)"),
    ],
)
def test_a_statement_reads_as_a_sentence_and_names_the_addressee(kind, content, shown):
    same = {"content": content, "when": None, "kind": kind}
    members = (MERGED.statements[2].members[0].model_copy(update=same),)
    told = MERGED.statements[2].model_copy(update={"kind": kind, "members": members, "addressee": "A3"})
    actors = (*MERGED.actors[:2], MERGED.actors[2].model_copy(update={"name": "Crew"}))
    merged = MERGED.model_copy(update={"statements": (told,), "actors": actors})
    brief = compose(merged, ARTICLES, READINGS, FAILURES, ACCOUNT)
    assert brief.statements[0].line.text == f"The Government of Litora {shown}"


@pytest.mark.parametrize("code", [*Means, *Responsibility, *Extent])
def test_every_code_is_shown_in_words(code):
    assert "_" not in code_words(code)
