"""The whole way from drafts to a brief: what is shown says who says it, and cites words of its own."""

import pytest

from summariser.core.brief import compose
from summariser.core.ground import check
from summariser.core.merge import merge
from summariser.core.render import as_markdown
from summariser.nouns.brief import Brief, Cited
from summariser.nouns.draft import DraftReading
from summariser.nouns.known import Known
from summariser.text.segment import segment
from tests.sample_brief import ACCOUNT, article
from tests.told import FAMILIES

FIRST = "On 2 May 2031 rockets fell on the barracks in Tarso. "
WHEN = {"type": "time", "words": "2 May 2031", "edtf": "2031-05-02", "basis": "stated"}
WHERE = {"type": "place", "words": "Tarso", "name": "Tarso", "city": "Tarso", "country": "IQ"}


class Paper:
    """One article about rockets in Tarso, with a draft of what a model read in it."""

    def __init__(self, text="", outlet=None, *, first=FIRST, **incident):
        sentences = segment(first + text, "en")
        name = f"{outlet}{len(text)}{text[:9]}.txt"
        self.article = article(name, first + text, "en", outlet, None).model_copy(update={"sentences": sentences})
        self.incident = {"id": "i1", "type": "shelling", "title": "Rocket fire", "background": False, **incident}
        self.incident |= {"evidence": self.proof("rockets fell"), "facts": [], "roles": []}
        self.actors, self.statements = [], []
        # All papers name one target, so that their reports become one incident.
        self.actor("barracks", "a0").role("target", "a0", "fact", "fell on the barracks")

    def proof(self, quote):
        spans = [self.article.text[one.start : one.end] for one in self.article.sentences]
        return [{"sentence": 1 + next(n for n, span in enumerate(spans) if quote in span), "quote": quote}]

    def dated(self, when=WHEN, quote="On 2 May 2031", **how):
        return self.fact("time", when, quote, **how)

    def placed(self, where=WHERE, quote="the barracks in Tarso", **how):
        return self.fact("place", where, quote, **how)

    def toll(self, low, quote, aspect="killed", **how):
        value = {"type": "number", "words": str(low), "low": low, "high": low, "qualifier": "exact"}
        return self.fact(aspect, value | {"counted": "person"}, quote, **how)

    def fact(self, aspect, value, quote, **how):
        self.incident["facts"].append({"aspect": aspect, "value": value, "evidence": self.proof(quote), **how})
        return self

    def role(self, kind, actor, basis, quote, accuser=None):
        role = {"role": kind, "actor": actor, "basis": basis, "accuser": accuser, "evidence": self.proof(quote)}
        self.incident["roles"].append(role)
        return self

    def actor(self, name, key="a1", kind="government_body"):
        self.actors.append({"id": key, "name": name, "kind": kind, "mentions": self.proof(name)})
        return self

    def says(self, speaker, content, quote, **how):
        one = {"id": "t1", "kind": "says", "speaker": speaker, "content": content, "about": ["i1"]}
        self.statements.append(one | {"evidence": self.proof(quote), **how})
        return self

    def reading(self):
        told = {"actors": self.actors, "incidents": [self.incident], "statements": self.statements}
        return check(DraftReading.model_validate(told), self.article, frozenset(FAMILIES))


def brief_of(*papers: Paper) -> Brief:
    assert [rejection for paper in papers for rejection in paper.reading().rejections] == []
    return compose_unchecked(*papers)


def cited(brief: Brief, line: Cited) -> set[str]:
    return {citation.exact for citation in brief.citations if citation.number in line.citations}


MINISTRY = "The Ministry of Duyal said so."


def test_when_and_where_say_who_says_so_and_that_the_text_is_unclear():
    paper = Paper(MINISTRY).actor("Ministry of Duyal").dated(said_by="a1", unclear=True).placed(said_by="a1")
    brief = brief_of(paper)
    (when,), (where,) = brief.incidents[0].when, brief.incidents[0].where
    assert when.text == "2 May 2031 (source text unclear), according to the Ministry of Duyal"
    assert where.text == "Tarso, Iraq, according to the Ministry of Duyal"
    assert brief.timeline[0].line.text.startswith("2 May 2031 (source text unclear): ")
    assert "(2 May 2031 (source text unclear); Tarso, Iraq)" in brief.bottom_line[0].text


def test_what_is_planned_says_who_announced_it():
    brief = brief_of(Paper(MINISTRY, status="planned").actor("Ministry of Duyal").dated(said_by="a1"))
    assert "reported as planned, according to the Ministry of Duyal, in one article" in brief.bottom_line[0].text
    line = brief.incidents[0].status_line
    assert line is not None
    assert line.text == "planned, according to the Ministry of Duyal"
    assert "On 2 May 2031" in cited(brief, line)
    assert "planned, according to the Ministry of Duyal" in as_markdown(brief)


def test_a_contradiction_is_not_told_as_part_of_a_lesser_difference_and_says_what_is_counted():
    none = {"type": "number", "words": "No casualties", "qualifier": "none_reported", "counted": "person"}
    zero = {"type": "number", "words": "no casualties", "low": 0, "high": 0, "qualifier": "exact", "counted": "person"}
    brief = brief_of(
        Paper("There were no casualties.").dated().placed().fact("casualties", zero, "no casualties"),
        Paper("No casualties were reported.").dated().placed().fact("casualties", none, "No casualties were reported"),
        Paper("It killed 3 people.").dated().placed().toll(3, "killed 3 people"),
    )
    grave = [one for one in brief.incidents[0].disagreements if one.type == "contradiction"]
    assert [one.line.text for one in grave] == ["no casualties against 3 killed"]
    assert [side.line.text.split(";")[0] for side in grave[0].sides] == ["no casualties", "3 people killed"]
    assert cited(brief, grave[0].line) == {"no casualties", "killed 3 people"}
    assert "Killed" not in {line.label for line in brief.incidents[0].agreed}


def test_each_value_of_a_sentence_has_a_citation_of_its_own():
    tolls = [(low, f"{low} killed people") for low in (5, 9, 12)]
    paper = Paper("".join(f"They spoke of {words}. " for _, words in tolls) + "The town is Tarso.")
    paper.dated().placed(quote="The town is Tarso")
    for low, words in tolls:
        paper.toll(low, words)
    brief = brief_of(paper)
    (one,) = brief.incidents[0].disagreements
    shown = {words for _, words in tolls}
    assert {"On 2 May 2031", "The town is Tarso"} <= cited(brief, brief.bottom_line[0])
    for line in (*brief.bottom_line[1:], one.line):
        assert shown <= cited(brief, line), line.text


def test_a_look_alike_is_cited_with_the_dates_that_keep_it_apart():
    later = "On 9 May 2031 rockets fell on the barracks in Tarso. "
    when = {"type": "time", "words": "9 May 2031", "edtf": "2031-05-09", "basis": "stated"}
    brief = brief_of(
        Paper("It was loud.").dated().placed(),
        Paper("All is quiet.", first=later, title="Rockets again").dated(when, "On 9 May 2031").placed(),
    )
    for incident in brief.incidents:
        (line,) = incident.apart
        assert {"On 2 May 2031", "On 9 May 2031", "rockets fell"} <= cited(brief, line)


def test_the_reason_of_a_merge_cites_the_times_and_places_that_it_names():
    brief = brief_of(Paper("It was loud.").dated().placed(), Paper("All fled.").dated().placed())
    (line,) = brief.incidents[0].joined
    assert {"On 2 May 2031", "the barracks in Tarso"} <= cited(brief, line)
    assert len(line.citations) == 6


@pytest.mark.parametrize(
    ("basis", "accuser", "shown"),
    [
        ("fact", None, "the Front Council claimed it"),
        ("fact", "a2", "the Police of Duyal said that the Front Council claimed it"),
        ("claimed", None, "the Front Council claimed it"),
        ("accused", "a2", "the Police of Duyal accused the Front Council of claiming it"),
        ("suspected", "a2", "the Police of Duyal suspected that the Front Council claimed it"),
        ("denied", "a2", "the Police of Duyal denied that the Front Council claimed it"),
        ("denied", "a1", "the Front Council denied the claim made in its name"),
    ],
)
def test_who_claimed_it_is_told_by_whoever_says_so(basis, accuser, shown):
    paper = Paper("Police of Duyal spoke of the Front Council.").actor("Front Council").actor("Police of Duyal", "a2")
    paper.dated().role("claimant", "a1", basis, "spoke of the Front Council", accuser)
    assert brief_of(paper).bottom_line[1].text == f"On who was behind it: {shown}."


def test_each_of_several_who_are_named_is_cited():
    paper = Paper("The Front Council was seen. Red Army men were there.").actor("Front Council")
    paper.actor("Red Army", "a2").dated()
    paper.role("perpetrator", "a1", "fact", "Front Council was seen").role("perpetrator", "a2", "fact", "Red Army men")
    brief = brief_of(paper)
    assert {"Front Council was seen", "Red Army men"} <= cited(brief, brief.bottom_line[1])


def suspicion(outlet):
    text = f"Police of Duyal suspect the Front Council. {outlet} counted. It killed 3 people."
    paper = Paper(text, outlet).actor("Front Council").actor("Police of Duyal", "a2")
    return paper.role("perpetrator", "a1", "suspected", "Police of Duyal suspect the Front Council", "a2")


def test_articles_that_tell_a_toll_themselves_and_cite_one_suspicion_are_origins_of_their_own():
    brief = brief_of(*(suspicion(outlet).dated().placed().toll(3, "killed 3 people") for outlet in ("Noon", "Dusk")))
    assert brief.incidents[0].origins == ("Dusk", "Noon", "Police of Duyal")
    assert not any("one origin" in gap for gap in brief.gaps)


def test_articles_that_tell_nothing_in_their_own_voice_have_one_origin():
    papers = [suspicion(outlet).dated(said_by="a2").placed(said_by="a2") for outlet in ("Noon", "Dusk")]
    brief = brief_of(*papers)
    assert brief.incidents[0].origins == ("Police of Duyal",)
    assert any("two articles report it" in gap for gap in brief.gaps)


def test_two_articles_of_one_outlet_are_one_origin():
    brief = brief_of(Paper("It was loud.", "Noon").dated().placed(), Paper("All fled.", "Noon").dated().placed())
    assert brief.incidents[0].origins == ("Noon",)


def test_who_spoke_and_to_whom_is_told_of_every_wording():
    words = "Ana Prit and Bo Lin of the barracks told the City Council that the road is open."
    papers = [
        Paper(f"{outlet} asked. {words}", outlet)
        .actor("Ana Prit", "a2", "person")
        .actor("Bo Lin", "a3", "person")
        .actor("City Council", "a4")
        .dated()
        .placed()
        .says("a0", content, words, voice=voice, addressee="a4")
        for outlet, voice, content in (
            ("Noon", "a2", "that the road is open"),
            ("Dusk", "a3", "that the road to Tarso is open"),
        )
    ]
    (said,) = brief_of(*papers).incidents[0].statements
    (wording,) = said.wordings
    voices = {name for name in ("Ana Prit", "Bo Lin") for line in (said.line, wording) if name in line.text}
    assert voices == {"Ana Prit", "Bo Lin"}
    assert wording.text.endswith("(addressed to the City Council)")


def test_an_attribution_that_is_lost_is_not_told_as_the_voice_of_the_article():
    brief = compose_unchecked(Paper("It killed 9 people.", "Daily X").dated().toll(9, "killed 9", said_by="a9"))
    (killed,) = (line for line in brief.incidents[0].agreed if line.label == "Killed")
    assert killed.text == "9 people, attributed in the article, to whom is not established"


def test_a_side_whose_speaker_is_lost_has_no_origin():
    first = Paper("It killed 9 people.", "Noon").dated().placed().toll(9, "killed 9", said_by="a9")
    second = Paper("It killed 3 people.", "Dusk").dated().placed().toll(3, "killed 3")
    brief = compose_unchecked(first, second)
    (one,) = brief.incidents[0].disagreements
    sides = {side.line.text: side.origins for side in one.sides}
    lost = "9 people, attributed in the article, to whom is not established; one article"
    assert sides == {lost: (), "3 people; one article, one origin: Dusk": ("Dusk",)}
    assert "(Noon)" not in brief.bottom_line[-1].text


def compose_unchecked(*papers: Paper) -> Brief:
    """The brief of papers with something in their drafts that checking puts right."""
    readings = [paper.reading() for paper in papers]
    return compose(merge(readings, FAMILIES), [paper.article for paper in papers], readings, (), ACCOUNT)


def test_reports_that_differ_on_what_became_of_it_are_shown_with_their_words():
    brief = brief_of(
        Paper("Witnesses saw it.", "Noon").dated().placed(),
        Paper("The army denies it.", "Dusk", status="denied").dated().placed(),
    )
    (one,) = brief.incidents[0].disagreements
    assert one.line.label == "Status (the reports contradict each other)"
    assert [side.line.text for side in one.sides] == ["happened; one article: Noon", "denied; one article: Dusk"]
    assert one.sides[0].line.citations != one.sides[1].line.citations
    assert "(reports differ on its status)" in brief.bottom_line[0].text


def test_a_place_that_differs_by_its_country_alone_is_told_once_and_cited():
    bare = {"type": "place", "words": "Tarso", "name": "Tarso"}
    brief = brief_of(Paper("It was loud. Tarso is near.").dated().placed().placed(bare, "Tarso is near"))
    (where,) = brief.incidents[0].where
    assert where.text.startswith("Tarso, Iraq")
    assert cited(brief, where) == {"the barracks in Tarso", "Tarso is near"}


def test_a_date_that_another_report_only_inferred_is_not_told_as_stated_by_both():
    inferred = WHEN | {"basis": "inferred_from_outside"}
    brief = brief_of(
        Paper("It was loud.", "Noon").dated().placed(), Paper("All fled.", "Dusk").dated(inferred).placed()
    )
    (when,) = brief.incidents[0].when
    assert when.text.startswith("2 May 2031 (in other reports: ")
    assert "inferred, not stated in the article)" in when.text


def test_an_outlet_that_tells_a_value_itself_is_an_origin_of_its_side():
    papers = Paper("It hit 3 people.", "Noon"), Paper("It hit 9 people.", "Dusk")
    readings = []
    for paper, toll in zip(papers, (3, 9), strict=True):
        readings.append(paper.dated().placed().toll(toll, f"hit {toll} people", "casualties").reading())
    outlets = {paper.article.sha256: paper.article.outlet for paper in papers}
    brief = compose(
        merge(readings, FAMILIES, Known(outlets)), [paper.article for paper in papers], readings, (), ACCOUNT
    )
    (one,) = brief.incidents[0].disagreements
    assert {side.origins for side in one.sides} == {("Noon",), ("Dusk",)}
