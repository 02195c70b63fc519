"""Drafts of parts: joined by ids and names alone; what clashes, repeats or stands elsewhere is listed, nothing lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summariser.core.ground import check, complaints_about_part, join, told
from summariser.core.ground.joining import next_ids
from summariser.nouns.article import Article
from summariser.nouns.draft import DraftReading
from summariser.text.parts import split
from summariser.text.segment import segment

TYPES = frozenset({"fire", "flood", "other"})
FIRST = "A fire broke out at the Duyal mill on Monday. Six people were hurt. Ana Prit saw the smoke. Police came."
LAST = "The fire at the mill killed one person. Ana Prit left the town. Six people were hurt. The Reed river rose."
TEXT = f"{FIRST}\n\n{LAST}"


def article_of(text=TEXT):
    return Article(
        path="mill.txt", sha256="ab" * 32, text=text, encoding="utf-8", language="en", title=None, outlet=None,
        published=None, sentences=segment(text, "en"),
    )  # fmt: skip


ARTICLE = article_of()
PARTS = split(TEXT, ARTICLE.sentences, 150)
NOTHING = DraftReading()


def said(sentence, quote):
    return {"sentence": sentence, "quote": quote}


def actor(draft_id, name, sentence, quote=None, **more):
    return {"id": draft_id, "name": name, "kind": "person", "mentions": [said(sentence, quote or name)], **more}


def incident(draft_id, title, sentence, quote, **more):
    evidence = [said(sentence, quote)]
    return {"id": draft_id, "type": "fire", "title": title, "background": False, "evidence": evidence, **more}


def toll(aspect, low, words, sentence, quote, **more):
    number = {"type": "number", "words": words, "low": low, "high": low, "qualifier": "exact", "counted": "person"}
    return {"aspect": aspect, "value": number, "evidence": [said(sentence, quote)], **more}


def drafted(**fields):
    return DraftReading.model_validate(fields)


FIRE = incident("i1", "Fire at the Duyal mill", 1, "A fire broke out at the Duyal mill")
FIRE_AGAIN = incident("i1", "Fire at the Duyal mill", 5, "The fire at the mill")
PRIT, PRIT_AGAIN = actor("a1", "Ana Prit", 3), actor("a1", "Ana Prit", 6)
ONE = drafted(
    actors=[PRIT],
    incidents=[
        FIRE
        | {
            "facts": [toll("injured", 6, "Six", 2, "Six people were hurt")],
            "roles": [
                {"role": "near", "actor": "a1", "basis": "fact", "evidence": [said(3, "Ana Prit saw the smoke")]}
            ],
        }
    ],
)


def joined(*drafts):
    draft, listed = NOTHING, []
    for one, part in zip(drafts, PARTS, strict=False):
        draft, found = join(draft, one, ARTICLE, part)
        listed += found
    return draft, listed


def read(*drafts):
    """The reading of both parts, with everything that was listed."""
    draft, listed = joined(*drafts)
    reading = check(draft, ARTICLE, TYPES)
    return reading, [f"{one.what}: {one.reason}" for one in (*listed, *reading.rejections)]


def quotes(evidence):
    return [one.quote for one in evidence]


def test_the_article_of_these_tests_has_two_parts():
    assert [[one.number for one in part] for part in PARTS] == [[1, 2, 3, 4], [5, 6, 7, 8]]


def test_what_has_the_id_and_the_name_of_something_earlier_adds_to_it():
    more = FIRE_AGAIN | {"facts": [toll("killed", 1, "one", 5, "killed one person")]}
    reading, listed = read(ONE, drafted(actors=[PRIT_AGAIN], incidents=[more]))
    assert listed == []
    (fire,), (prit,) = reading.incidents, reading.actors
    assert quotes(fire.evidence) == ["A fire broke out at the Duyal mill", "The fire at the mill"]
    assert [str(fact.aspect) for fact in fire.facts] == ["injured", "killed"]
    assert [one.sentence for one in prit.mentions] == [3, 6]


def test_fact_told_again_in_a_later_part_is_one_fact_with_the_evidence_of_both():
    more = FIRE_AGAIN | {"facts": [toll("injured", 6, "Six", 7, "Six people were hurt")]}
    reading, listed = read(ONE, drafted(incidents=[more]))
    assert listed == []
    ((fact,),) = [one.facts for one in reading.incidents]
    assert [one.sentence for one in fact.evidence] == [2, 7]


def test_role_told_again_in_a_later_part_is_one_role_with_the_evidence_of_both():
    role = {"role": "near", "actor": "a1", "basis": "fact", "evidence": [said(6, "Ana Prit left the town")]}
    reading, listed = read(ONE, drafted(incidents=[FIRE_AGAIN | {"roles": [role]}]))
    assert listed == []
    ((role,),) = [one.roles for one in reading.incidents]
    assert [one.sentence for one in role.evidence] == [3, 6]


def test_same_fact_with_the_same_evidence_is_kept_once_and_listed():
    text = "word, " * 60
    article = article_of(text)
    parts = split(text, article.sentences, 200)
    fact = {"text": "word is told", "evidence": [said(1, "word")]}
    one, _ = join(NOTHING, drafted(standing_facts=[fact]), article, parts[0])
    both, listed = join(one, drafted(standing_facts=[fact]), article, parts[1])
    assert len(both.standing_facts) == 1
    assert "same with the same evidence; kept once" in listed[0].reason


def test_id_of_an_earlier_actor_under_another_name_is_kept_apart_with_all_that_uses_it():
    police = actor("a1", "Police", 6, "Ana Prit") | {"kind": "government_body"}
    statement = {
        "id": "t1", "kind": "says", "speaker": "a1", "content": "that the river rose",
        "evidence": [said(8, "The Reed river rose")],
    }  # fmt: skip
    reading, listed = read(ONE, drafted(actors=[police], statements=[statement]))
    assert listed == [
        "actor a1 (Police) in sentences 5 to 8: the id is that of Ana Prit in an earlier part; kept apart as a2"
    ]
    assert [one.name for one in reading.actors] == ["Ana Prit", "Police"]
    assert reading.statements[0].speaker == reading.actors[1].id


def test_two_incidents_whose_model_began_to_count_anew_do_not_become_one():
    flood = incident("i1", "Flood of the Reed river", 8, "The Reed river rose") | {"type": "flood"}
    reading, listed = read(ONE, drafted(incidents=[flood]))
    assert [one.title for one in reading.incidents] == ["Fire at the Duyal mill", "Flood of the Reed river"]
    assert "kept apart as i2" in listed[0]


def test_series_with_another_count_stay_two():
    def run(low, words, sentence, quote):
        count = {"type": "number", "words": words, "low": low, "high": low, "qualifier": "exact", "counted": "fire"}
        return {"id": "s1", "type": "fire", "title": "Fires", "count": count, "evidence": [said(sentence, quote)]}

    both, listed = joined(
        drafted(series=[run(6, "Six", 2, "Six people were hurt")]),
        drafted(series=[run(1, "one", 5, "killed one person")]),
    )
    assert [one.id for one in both.series] == ["s1", "s2"]
    assert len(listed) == 1


def test_statements_of_two_parts_that_share_an_id_are_two():
    def says(content, sentence, quote):
        return {"id": "t1", "kind": "says", "speaker": "a1", "content": content, "evidence": [said(sentence, quote)]}

    both, listed = joined(
        drafted(actors=[PRIT], statements=[says("that smoke rose", 3, "saw the smoke")]),
        drafted(statements=[says("that she left", 6, "left the town")]),
    )
    assert [one.id for one in both.statements] == ["t1", "t2"]
    assert len(listed) == 1


def test_where_parts_differ_in_what_an_actor_has_one_of_the_earlier_holds_and_the_other_is_listed():
    later = PRIT_AGAIN | {"country": "AD", "kind": "organisation"}
    both, listed = joined(ONE, drafted(actors=[later]))
    assert (both.actors[0].kind, both.actors[0].country) == ("person", "AD")
    assert [one.what for one in listed] == ["actor a1 (Ana Prit), its kind (organisation) in sentences 5 to 8"]


def test_quote_that_stands_outside_its_part_is_rejected_with_the_reason():
    reading, listed = read(ONE, drafted(actors=[actor("a2", "Police", 4)]))
    assert [one.name for one in reading.actors] == ["Ana Prit"]
    assert any(
        "the quote 'Police' stands outside the part of the article that was asked about" in one for one in listed
    )


def test_relay_that_is_named_outside_the_part_leaves_its_note():
    relay = {"name": "Police", **said(4, "Police")}
    more = FIRE_AGAIN | {"facts": [toll("killed", 1, "one", 5, "killed one person", relayed_by=[relay])]}
    reading, _ = read(ONE, drafted(incidents=[more]))
    assert "from another medium" in reading.incidents[0].facts[-1].notes[0]


def test_quote_in_the_part_under_the_number_of_another_sentence_is_cited_where_it_stands_in_the_part():
    reading, listed = read(ONE, drafted(actors=[actor("a2", "Ana P.", 3, "Ana Prit")]))
    assert listed == []
    assert reading.actors[1].mentions[0].sentence == 6


def test_id_that_no_part_declares_is_rejected_with_the_reason():
    role = {"role": "near", "actor": "a7", "basis": "fact", "evidence": [said(5, "The fire at the mill")]}
    _, listed = read(ONE, drafted(incidents=[FIRE_AGAIN | {"roles": [role]}]))
    assert listed == ["incident i1, role 2 (near a7): its actor a7 is nowhere in the answer"]


def test_later_part_that_declares_an_id_which_dangled_before_does_not_give_it_its_meaning():
    dangling = drafted(actors=[PRIT | {"part_of": "a2"}])
    reading, listed = read(dangling, drafted(actors=[actor("a2", "The mill", 5, "the mill")]))
    assert reading.actors[0].part_of is None
    assert any("without saying whose it is; kept apart as a3" in one for one in listed)
    assert any("part_of a2 is nowhere" in one for one in listed)


def test_id_that_a_part_uses_twice_is_rejected_as_in_an_article_of_one_part():
    reading, listed = read(ONE, drafted(actors=[PRIT_AGAIN, actor("a1", "Ana Prit", 6)]))
    assert len(reading.actors) == 1
    assert listed == ["actor a1, second of that id: the id is used twice"]


def test_complaints_about_a_part_know_the_ids_of_earlier_parts_and_name_clashes_and_quotes_from_elsewhere():
    def found(**fields):
        return complaints_about_part(drafted(**fields), ONE, ARTICLE, PARTS[1], TYPES)

    role = {"role": "near", "actor": "a1", "basis": "fact", "evidence": [said(5, "The fire at the mill")]}
    assert found(incidents=[FIRE_AGAIN | {"roles": [role]}]) == []
    (clash,) = found(actors=[actor("a1", "Reed", 8, "Reed")])
    assert "the id is that of Ana Prit in an earlier part; take the id a2" in clash
    (elsewhere,) = found(actors=[actor("a2", "Police", 4)])
    assert "outside the part" in elsewhere


def test_title_that_was_checked_with_an_earlier_part_is_not_complained_of_again():
    titled = FIRE | {"title": "Fire that hurt six people", "evidence": [said(2, "Six people were hurt")]}
    again = FIRE_AGAIN | {"title": "Fire that hurt six people"}
    assert (
        complaints_about_part(drafted(incidents=[again]), drafted(incidents=[titled]), ARTICLE, PARTS[1], TYPES) == []
    )
    assert complaints_about_part(drafted(incidents=[again]), NOTHING, ARTICLE, PARTS[1], TYPES) != []


def test_later_part_is_told_ids_names_dates_and_places_and_the_free_ids():
    fact = {
        "aspect": "time", "evidence": [said(1, "on Monday")],
        "value": {"type": "time", "words": "Monday", "edtf": "2031-05-05", "basis": "relative_to_publication"},
    }  # fmt: skip
    lines = told(drafted(actors=[PRIT], incidents=[FIRE | {"facts": [fact]}]), 1000)
    assert lines == (
        "a1: Ana Prit (person)",
        "i1: Fire at the Duyal mill (fire; 2031-05-05)",
        "New ids go on from a2, i2, s1, t1.",
    )


def test_what_a_later_part_is_told_is_bounded_and_says_how_much_it_leaves_out():
    actors = [actor(f"a{n}", f"Actor number {n}", 3) for n in range(1, 101)]
    actors[49]["mentions"] *= 2
    *lines, others, free = told(drafted(actors=actors), 300)
    assert sum(map(len, lines)) <= 300
    assert "a50: Actor number 50 (person; written Actor number 50)" not in lines
    assert any(line.startswith("a50:") for line in lines)
    assert others == f"(and {100 - len(lines)} more, which are not listed)"
    assert free == "New ids go on from a101, i1, s1, t1."


IDS = st.integers(1, 4)
NAMES = st.sampled_from(("Ana Prit", "ana prit", "Police", "The mill"))
QUOTES = st.sampled_from(((3, "Ana Prit"), (6, "Ana Prit"), (2, "Six"), (7, "Six"), (9, "nowhere")))


@st.composite
def drafts(draw):
    def person():
        sentence, quote = draw(QUOTES)
        part_of = draw(st.none() | IDS.map("a{}".format))
        return actor(f"a{draw(IDS)}", draw(NAMES), sentence, quote, part_of=part_of)

    def event():
        sentence, quote = draw(QUOTES)
        fact = toll("injured", draw(IDS), "Six", *draw(QUOTES), said_by=draw(st.none() | IDS.map("a{}".format)))
        return incident(f"i{draw(IDS)}", draw(st.sampled_from(("Fire", "Flood"))), sentence, quote, facts=[fact])

    return drafted(
        actors=[person() for _ in range(draw(st.integers(0, 3)))],
        incidents=[event() for _ in range(draw(st.integers(0, 3)))],
    )


WHOLE = tuple(ARTICLE.sentences)


@given(drafts())
def test_joining_the_draft_of_the_only_part_leaves_it_as_it_is(draft):
    assert join(NOTHING, draft, ARTICLE, WHOLE) == (draft, ())


@given(drafts(), drafts())
def test_nothing_of_either_draft_is_lost_and_the_earlier_keeps_its_place(one, two):
    first, _ = join(NOTHING, one, ARTICLE, PARTS[0])
    both, _ = join(first, two, ARTICLE, PARTS[1])
    assert [thing.id for thing in both.actors[: len(one.actors)]] == [thing.id for thing in one.actors]
    names = {thing.name.casefold() for thing in both.actors}
    assert names == {thing.name.casefold() for thing in (*one.actors, *two.actors)}
    words = [said.quote for thing in both.incidents for said in thing.evidence]
    assert {said.quote for draft in (one, two) for thing in draft.incidents for said in thing.evidence} == set(words)


@given(drafts(), drafts())
def test_two_incidents_become_one_only_under_one_id_and_one_title(one, two):
    first, _ = join(NOTHING, one, ARTICLE, PARTS[0])
    both, _ = join(first, two, ARTICLE, PARTS[1])
    known = {thing.id: thing.title for thing in reversed(one.incidents)}
    first_use = {thing.id: thing.title for thing in reversed(two.incidents)}
    meeting = [one for one, title in first_use.items() if known.get(one) == title]
    assert len(both.incidents) == len(one.incidents) + len(two.incidents) - len(meeting)


@given(drafts(), drafts())
def test_everything_joined_is_in_the_reading_or_in_its_rejections(one, two):
    draft, _ = joined(one, two)
    reading = check(draft, ARTICLE, TYPES)
    named = " ".join(one.what for one in reading.rejections)
    for thing in (*draft.actors, *draft.incidents):
        kept = any(one.id.endswith(f":{thing.id}") for one in (*reading.actors, *reading.incidents))
        assert kept or f" {thing.id}" in named


@pytest.mark.parametrize("huge", ["a" + "9" * 5000, "a999999999999"])
def test_id_with_a_huge_number_does_not_stop_the_counting(huge):
    assert next_ids(drafted(actors=[actor(huge, "Ana Prit", 3)]))["a"] == 1
