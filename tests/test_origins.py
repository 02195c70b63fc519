"""Origins are counted, not outlets: copies, relays, speakers and publishers collapse before any count is printed."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summariser.core.brief import compose
from summariser.core.ground import check
from summariser.core.merge import merge
from summariser.core.merge.origins import together
from summariser.edges.aliases import load_aliases
from summariser.edges.shipped import incident_types_file
from summariser.nouns.draft import DraftReading
from summariser.nouns.known import Aliases, Known, Publisher
from summariser.text.copies import copies_of
from summariser.text.names import outlet_key
from summariser.text.origins import article_voice, few, medium_voice, publishers_of, with_shipped
from summariser.text.segment import segment
from tests.sample_brief import ACCOUNT, article
from tests.told import FAMILIES, Told, at, category, in_, number

ONE_HOUSE = (Publisher(name="Gulf Broadcasting", outlets=("Gulf One", "Gulf Persian")),)


def told(sign, outlet=None, killed=3, relays=(), said_by=None):
    """One article that tells the same shelling, and how many it killed."""
    one = Told(sign, "2031-05-02", outlet)
    target = one.actor("US Embassy in Duyal", country="US")
    speaker = one.actor(*said_by) if said_by else None
    toll = ("killed", number(killed), speaker, relays)
    one.incident("shelling", at("2031-05-02", "04:00"), in_("Duyal"), toll, roles=[("target", target)])
    return one.reading()


def origins_of_toll(readings, known):
    (incident,) = merge(readings, FAMILIES, known).incidents
    (group,) = (one for one in incident.facts if one.aspect == "killed")
    (side,) = group.sides
    return [(one.kind, one.name) for one in side.origins]


def copying(*pairs, publishers=()):
    """What merging is told where the article of each first sign repeats that of the second."""
    return Known(copies={a * 64: b * 64 for a, b in pairs}, aliases=Aliases(publisher=publishers))


def test_articles_of_one_text_are_one_origin_that_names_the_outlets():
    readings = [told("1", "Noon"), told("2", "Dusk")]
    assert len(origins_of_toll(readings, copying())) == 2
    assert origins_of_toll(readings, copying("21")) == [("article", "Dusk and Noon (one text)")]


def test_many_outlets_of_one_text_are_named_by_the_first_and_how_many_more():
    readings = [told(sign, f"Paper {sign}") for sign in "12345"]
    known = copying("21", "31", "41", "51")
    assert origins_of_toll(readings, known) == [("article", "Paper 1, Paper 2 and 3 more (one text)")]


def test_outlets_of_one_publisher_are_one_origin_that_names_it():
    readings = [told("1", "Gulf One"), told("2", "Gulf Persian"), told("3", "Noon")]
    named = [("article", "Gulf Broadcasting (Gulf One and Gulf Persian)"), ("article", "Noon")]
    assert origins_of_toll(readings, copying(publishers=ONE_HOUSE)) == named


def test_a_publisher_and_its_outlet_are_one_origin():
    readings = [told("1", "Gulf Broadcasting"), told("2", "Gulf One")]
    assert len(origins_of_toll(readings, copying(publishers=ONE_HOUSE))) == 1


def test_unknown_outlets_and_articles_without_one_stay_apart():
    readings = [told("1", "Noon"), told("2", "Dusk"), told("3"), told("4")]
    assert len(origins_of_toll(readings, copying(publishers=ONE_HOUSE))) == 4


def test_a_medium_that_articles_name_and_its_own_article_are_one_origin():
    readings = [told("1", "Surcable"), told("2", "Noon", relays=["Surcable"]), told("3", "Dusk", relays=["surcable"])]
    assert origins_of_toll(readings, copying()) == [("relay", "Surcable")]


def test_a_medium_that_speaks_for_itself_is_the_medium():
    readings = [told("1", "Noon", said_by=("Surcable", "outlet")), told("2", "Dusk", relays=["Surcable"])]
    assert origins_of_toll(readings, copying()) == [("relay", "Surcable")]


def test_a_speaker_whom_outlets_of_several_texts_quote_is_one_origin():
    readings = [told(sign, f"Paper {sign}", said_by=("Police of Duyal",)) for sign in "123"]
    assert origins_of_toll(readings, copying()) == [("speaker", "Police of Duyal")]


def test_that_two_outlets_once_had_one_text_does_not_make_them_one_elsewhere():
    readings = [told("1", "Noon"), told("2", "Dusk"), told("3", "Noon"), told("4", "Dusk")]
    assert len(origins_of_toll(readings[2:], copying("21"))) == 2


def test_an_outlet_that_two_publishers_claim_stays_on_its_own_and_a_note_says_so():
    other = Publisher(name="Nord", outlets=("gulf one",))
    known = copying(publishers=(*ONE_HOUSE, other))
    readings = [told("1", "Gulf One"), told("2", "Gulf Persian"), told("3", "Nord")]
    assert len(origins_of_toll(readings, known)) == 3
    (note,) = merge(readings, FAMILIES, known).notes
    assert note == "outlet Gulf One is claimed by publishers Gulf Broadcasting and Nord: on its own"


def test_what_the_user_says_of_an_outlet_goes_before_what_is_shipped():
    own = (Publisher(name="Nord", outlets=("gulf one",)),)
    both = publishers_of(with_shipped(own, ONE_HOUSE))
    assert both.notes == ()
    assert both.house("Gulf One") == (*both.house("Nord")[:1], "Nord")
    assert both.house("Gulf Persian")[1] == "Gulf Broadcasting"
    assert with_shipped((Publisher(name="Nord", outlets=("Gulf One", "Gulf Persian")),), ONE_HOUSE)[1:] == ()


def test_no_two_publishers_that_come_with_the_program_claim_one_outlet():
    shipped = load_aliases(incident_types_file().with_name("publishers.toml")).publisher
    found = publishers_of(shipped)
    assert found.notes == ()
    assert found.house("bbc arabic") == found.house("BBC") == ("outlet:bbc", "BBC")
    assert len({outlet_key(one.name, "") for one in shipped}) == len(shipped)


@pytest.mark.parametrize(
    ("names", "shown"),
    [(["A"], "A"), (["A", "B", "C"], "A, B and C"), (["A", "B", "C", "D"], "A, B and 2 more")],
)
def test_few_names_are_listed_and_of_many_two(names, shown):
    assert few(names) == shown


# Laws.

OUTLETS = ("Noon", "Dusk", "Gulf One", "Gulf Persian", None)
claims = st.lists(st.tuples(st.sampled_from(OUTLETS), st.integers(0, 4)), min_size=1, max_size=6)
"""Articles as their outlets and the number of the text that they have."""


def counted(articles, media=()):
    publishers = publishers_of(ONE_HOUSE)
    firsts = {text: f"{place:064}" for place, (_, text) in reversed(list(enumerate(articles)))}
    copies = {f"{place:064}": firsts[text] for place, (_, text) in enumerate(articles)}
    own = [article_voice(f"{n:064}", outlet, publishers, copies) for n, (outlet, _) in enumerate(articles)]
    return together([own, [medium_voice(name, publishers) for name in media]])


@given(claims, st.randoms(use_true_random=False))
def test_the_order_of_articles_does_not_change_their_origins(articles, random):
    shuffled = random.sample(articles, len(articles))
    assert len(counted(shuffled)) == len(counted(articles))
    voices = [[article_voice("1" * 64, "Noon", publishers_of(()), {})], [medium_voice("Noon", publishers_of(()))]]
    assert together(voices) == together(reversed(voices))


@given(claims, st.integers(0, 5), st.sampled_from(OUTLETS), st.lists(st.sampled_from(OUTLETS[:4]), max_size=2))
def test_a_copy_never_raises_the_number_of_origins(articles, which, outlet, media):
    copy = (outlet, articles[which % len(articles)][1])
    assert len(counted([*articles, copy], media)) <= len(counted(articles, media))


@given(claims, st.lists(st.sampled_from(OUTLETS[:4]), max_size=2))
def test_an_unknown_outlet_with_its_own_text_raises_it_by_one(articles, media):
    assert len(counted([*articles, ("Far Post", 99)], media)) == len(counted(articles, media)) + 1


@settings(max_examples=40, deadline=None)
@given(st.permutations("1234"), st.sampled_from([copying("21"), copying("21", "31", publishers=ONE_HOUSE)]))
def test_merging_gives_the_same_origins_in_any_order(signs, known):
    outlets = {"1": "Gulf One", "2": "Noon", "3": "Gulf Persian", "4": None}
    merged = merge([told(sign, outlets[sign]) for sign in signs], FAMILIES, known)
    assert merged == merge([told(sign, outlets[sign]) for sign in "1234"], FAMILIES, known)


# What the brief prints.

LEAD = "On 2 May 2031 rockets fell on the barracks in Tarso. "
BODY = (
    "It killed 3 people, and the gate was broken. The men on watch had gone below when the first one struck the yard, "
    "and the lamps went out along the whole of the river front. Boats were kept in the harbour until noon, and the "
    "school on the hill sent its children home. Police of Duyal spoke of the Front Council in the afternoon."
)


class Paper:
    """One article about rockets in Tarso, with what a model read in it."""

    def __init__(self, name, outlet, text=BODY, killed=3, said_by=None):
        made = article(name, LEAD + text, "en", outlet, None)
        self.article = made.model_copy(update={"sentences": segment(LEAD + text, "en")})
        when = {"type": "time", "words": "2 May 2031", "edtf": "2031-05-02", "basis": "stated"}
        where = {"type": "place", "words": "Tarso", "name": "Tarso", "city": "Tarso", "country": "IQ"}
        toll = {"type": "number", "words": str(killed), "low": killed, "high": killed, "qualifier": "exact"}
        facts = [
            {"aspect": "time", "value": when, "evidence": self._proof("On 2 May 2031")},
            {"aspect": "place", "value": where, "evidence": self._proof("the barracks in Tarso")},
            {"aspect": "killed", "value": toll | {"counted": "person"}, "said_by": said_by}
            | {"evidence": self._proof(f"killed {killed} people")},
        ]
        fell = self._proof("rockets fell")
        incident = {"id": "i1", "type": "shelling", "title": "Rocket fire", "background": False, "evidence": fell}
        target = {"role": "target", "actor": "a0", "basis": "fact", "evidence": self._proof("fell on the barracks")}
        actors = [{"id": "a0", "name": "barracks", "kind": "government_body", "mentions": self._proof("barracks")}]
        if said_by:
            police = {"id": "a1", "name": "Police of Duyal", "kind": "government_body"}
            actors.append(police | {"mentions": self._proof("Police of Duyal")})
        draft = {"actors": actors, "incidents": [incident | {"facts": facts, "roles": [target]}]}
        self.reading = check(DraftReading.model_validate(draft), self.article, frozenset(FAMILIES))

    def _proof(self, quote):
        spans = [self.article.words_of(one) for one in self.article.sentences]
        return [{"sentence": 1 + next(n for n, span in enumerate(spans) if quote in span), "quote": quote}]


def brief_of(*papers, publishers=()):
    assert not [one for paper in papers for one in paper.reading.rejections]
    articles, readings = [paper.article for paper in papers], [paper.reading for paper in papers]
    known = Known(
        outlets={one.sha256: one.outlet for one in articles if one.outlet},
        copies=copies_of({one.sha256: one.text for one in articles}),
        aliases=Aliases(publisher=publishers),
    )
    return compose(merge(readings, FAMILIES, known), articles, readings, (), ACCOUNT, known)


def other_words(killed=3):
    """The same event in other words, with a toll that may be another."""
    return f"It killed {killed} people. Nothing more was known of it by nightfall, when the road was still shut."


def lines(brief) -> Iterator[str]:
    """Every text in a brief."""
    yield from (value for value in _strings(json.loads(brief.model_dump_json())))


def _strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


def test_one_text_in_several_outlets_is_told_as_one_origin():
    brief = brief_of(Paper("a.md", "Noon"), Paper("b.md", "Dusk", f"{BODY} It rained."))
    (incident,) = brief.incidents
    assert incident.origins == ("Dusk and Noon (one text)",)
    said = "two articles, two outlets, one named origin"
    assert incident.reports.text == f"{said}: Dusk and Noon (one text)"
    assert f"reported in {said}" in brief.bottom_line[0].text
    (killed,) = (line for line in incident.agreed if line.label == "Killed")
    assert killed.text == "3 people, reported by two articles, two outlets, one origin"
    assert "two articles have one text (a.md and b.md): one origin" in brief.notes
    assert [source.notes for source in brief.sources] == [("repeats the text of S2",), ()]


def test_many_articles_of_one_text_are_one_origin_and_one_line():
    papers = [Paper(f"{place:02}.md", f"Paper {place}", f"{BODY} No. {place}") for place in range(40)]
    brief = brief_of(*papers)
    (incident,) = brief.incidents
    assert len(incident.origins) == 1
    assert [note for note in brief.notes if "one text" in note] == [
        "40 articles have one text (00.md and 39 more): one origin"
    ]
    assert sum("repeats the text of" in note for source in brief.sources for note in source.notes) == 39


def test_outlets_that_go_back_to_one_speaker_are_said_to():
    papers = [
        Paper("a.md", "Noon", killed=3, said_by="a1"),
        Paper("b.md", "Dusk", f"{other_words()} Police of Duyal said so.", said_by="a1"),
        Paper("c.md", "Late", other_words(9), killed=9),
    ]
    (one,) = brief_of(*papers).incidents[0].disagreements
    sides = {side.line.text: (side.outlets, side.origins) for side in one.sides}
    assert sides == {
        "3 people; two articles, two outlets, one origin: Police of Duyal": (("Dusk", "Noon"), ("Police of Duyal",)),
        "9 people; one article, one origin: Late": (("Late",), ("Late",)),
    }


def test_outlets_of_one_publisher_are_named_with_it():
    papers = [Paper("a.md", "Gulf One"), Paper("b.md", "Gulf Persian", other_words())]
    (incident,) = brief_of(*papers, publishers=ONE_HOUSE).incidents
    assert incident.reports.text == (
        "two articles, two outlets, one named origin: Gulf Broadcasting (Gulf One and Gulf Persian)"
    )


def test_outlets_are_not_counted_where_an_article_states_none():
    papers = [Paper(f"{n}.md", outlet, f"{BODY} No. {n}") for n, outlet in enumerate(("Noon", "Dusk", None))]
    (incident,) = brief_of(*papers).incidents
    assert incident.reports.text == "three articles, one named origin: Dusk, Noon and source S3 (one text)"


def test_articles_of_their_own_words_keep_their_origins():
    brief = brief_of(Paper("a.md", "Noon"), Paper("b.md", "Dusk", other_words()))
    assert brief.incidents[0].origins == ("Dusk", "Noon")
    assert not [line for line in lines(brief) if "one text" in line or "repeats" in line]


def test_that_somebody_claims_an_incident_goes_back_to_the_claimant_in_every_paper():
    readings = []
    for sign, outlet in (("1", "Duyal Post"), ("2", "The Nord Echo"), ("3", "Gull Daily")):
        told = Told(sign, "2031-05-03", outlet)
        group = told.actor("Gate Brigades", "armed_group", "XA")
        told.incident(
            "bombing", at("2031-05-02"), in_("Green Gate", "Duyal"), ("responsibility", category("claimed")),
            roles=[("claimant", group)],
        )  # fmt: skip
        readings.append(told.reading())
    (incident,) = merge(readings, FAMILIES).incidents
    (claimed,) = (group.sides[0] for group in incident.facts if group.aspect == "responsibility")
    assert [origin.name for origin in claimed.origins] == ["Gate Brigades"]
