import pytest
from hypothesis import given
from hypothesis import strategies as st

from summariser.core.merge import merge
from summariser.core.merge.wording import content_words
from summariser.nouns.reading import Quotation
from tests.told import FAMILIES, Told, at, in_, number

EMBASSY = ("US Embassy in Duyal", "government_body", "US")


class Speech(Told):
    """An article about one attack, with an embassy and a government, and what they say of it."""

    def __init__(self, sign, published=None):
        super().__init__(sign, published)
        self.embassy = self.actor(*EMBASSY)
        self.government = self.actor("Government of Peru", country="PE")
        self.crowd = self.actor("onlookers", "unnamed_group")
        self.attack = self.incident("shelling", at("2031-05-02"), in_("Duyal"), roles=[("target", self.embassy)])


def merged(*articles):
    return merge([one.reading() for one in articles], FAMILIES).statements


def pair(first, second, kinds=("calls_for", "calls_for"), **more):
    """Two articles in which the embassy says something about the attack."""
    one, other = Speech("1"), Speech("2")
    one.says(one.embassy, kinds[0], first, [one.attack], **more)
    other.says(other.embassy, kinds[1], second, [other.attack], **more)
    return merged(one, other)


def test_one_appeal_in_several_wordings_is_one_statement_with_all_of_them():
    (one,) = pair("protection of diplomatic missions", "the government to protect embassies and missions")
    assert [member.content for member in one.members] == [
        "protection of diplomatic missions",
        "the government to protect embassies and missions",
    ]
    assert one.reasons == (
        "same speaker (US Embassy in Duyal), same kind (calls for), about the same incident; "
        "both say missions and protection",
    )
    assert [origin.kind for origin in one.origins] == ["speaker"]


def test_appeals_that_share_no_words_stay_two():
    assert len(pair("protection of diplomatic missions", "a swift inquiry")) == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("that the gunmen fled", "that gunmen were shot dead"),
        ("that the shelling of the embassy was a crime", "that the shelling of the embassy must be looked into"),
        ("that they expect to find more people", "that the list changes every hour, people are found, names added"),
        ("that the embassy in Duyal stays open", "that the US embassy in Duyal was not hit"),
    ],
)
def test_what_two_statements_must_name_anyway_does_not_make_them_one(first, second):
    assert len(pair(first, second, kinds=("says", "says"))) == 2


def test_a_condemnation_in_one_wording_is_one_statement_however_short():
    (one,) = pair("the shelling", "the shelling", kinds=("condemns", "condemns"))
    assert one.reasons == (
        "same speaker (US Embassy in Duyal), same kind (condemns), about the same incident, in the same words",
    )


def test_different_acts_of_speech_stay_two():
    assert len(pair("protection of missions", "protection of missions", kinds=("calls_for", "orders"))) == 2


def test_the_only_statement_to_one_addressee_in_each_article_is_one_without_shared_words():
    one, other = Speech("1"), Speech("2")
    for article, content in ((one, "protection of missions"), (other, "everything in its power")):
        article.says(article.embassy, "calls_for", content, [article.attack], addressee=article.government)
    (found,) = merged(one, other)
    assert found.addressee == one.government
    assert "the only such statement in each article" in found.reasons[0]
    other.says(other.embassy, "calls_for", "a swift inquiry", [other.attack], addressee=other.government)
    assert len(merged(one, other)) == 3


def test_another_addressee_or_another_day_keeps_statements_apart():
    for more in ({"addressee": "crowd"}, {"when": at("2031-05-09")}):
        one, other = Speech("1"), Speech("2")
        said = {key: getattr(other, value) if isinstance(value, str) else value for key, value in more.items()}
        one.says(one.embassy, "calls_for", "calm", [one.attack], addressee=one.government, when=at("2031-05-02"))
        other.says(other.embassy, "calls_for", "calm", [other.attack], **said)
        assert len(merged(one, other)) == 2


def test_unnamed_speakers_never_say_the_same():
    one, other = Speech("1"), Speech("2")
    for article in (one, other):
        article.says(article.crowd, "calls_for", "calm", [article.attack])
    assert len(merged(one, other)) == 2


def test_statements_about_no_incident_meet_by_their_day_only():
    for when, number_of_statements in ((at("2031-05-02"), 1), (None, 2)):
        one, other = Speech("1"), Speech("2")
        for article in (one, other):
            article.says(article.embassy, "announces", "new opening hours", when=when)
        assert len(merged(one, other)) == number_of_statements


def test_two_statements_of_one_article_stay_two_and_the_better_match_joins():
    one, other = Speech("1"), Speech("2")
    one.says(one.embassy, "calls_for", "protection of trade and missions", [one.attack])
    one.says(one.embassy, "calls_for", "protection of missions and staff", [one.attack])
    other.says(other.embassy, "calls_for", "protecting staff and missions", [other.attack])
    first, second = merged(one, other)
    assert [len(first.members), len(second.members)] == [1, 2]
    assert first.members[0].content == "protection of trade and missions"


DAY = "2031-05-02"


def two_articles(published=(DAY, "2031-05-03")):
    return Speech("1", published[0]), Speech("2", published[1])


def quote(article, translation):
    """Give the last statement of `article` one direct quotation."""
    said = article.statements[-1]
    quotation = Quotation(evidence=said.evidence[0], translation=translation)
    article.statements[-1] = said.model_copy(update={"quotations": (quotation,)})


@pytest.mark.parametrize(
    ("kinds", "first", "second"),
    [
        (("condemns", "condemns"), "the burning", "the arson"),
        (("condemns", "condemns"), "the attack as cowardly", "what happened"),
        (("condemns", "accuses"), "the firing of shells", "the attack"),
        (("denies", "denies"), "that the gate stood open", "the charge that nobody had shut the gate"),
        (("calls_for", "calls_for"), "calm", "calm from all sides"),
        (("threatens", "threatens"), "to close the port", "to close the port and the bridge"),
        (("says", "announces"), "that the road will stay open", "that the road is to stay open"),
        (("promises", "announces"), "to review the prices within a month", "a review of prices within one month"),
        (("affirms", "says"), "that the driver had a permit", "that the driver had received a permit"),
        (
            ("says", "accuses"),
            "that the guards had slept through the alarm",
            "the guards of sleeping through the alarm",
        ),
        (("calls_for", "warns"), "people not to go near the dam wall", "people to keep away from the dam wall"),
    ],
)
def test_one_act_on_one_incident_is_one_whatever_careful_readers_make_of_it(kinds, first, second):
    assert len(pair(first, second, kinds)) == 1


@pytest.mark.parametrize(
    ("kinds", "first", "second"),
    [
        (("denies", "affirms"), "that the gate stood open", "that the gate stood open"),
        (("denies", "says"), "that the gate stood open", "that the gate stood open"),
        (("says", "says"), "that the driver had a permit", "that the driver had no permit"),
        (("calls_for", "calls_for"), "people to leave their homes", "people not to leave their homes"),
        (("promises", "promises"), "to review the prices", "again to review the prices"),
        (("calls_for", "calls_for"), "renewed talks on the border", "talks on the border"),
        (("calls_for", "calls_for"), "release of the report", "release of all prisoners"),
        (("threatens", "threatens"), "to burn the depots", "to kidnap engineers"),
        (("denies", "denies"), "any part in it", "that a commander was killed"),
        (("condemns", "condemns"), "police violence on the square", "looting of several shops"),
        (("accuses", "accuses"), "the guards of sleeping", "the guards of theft"),
        (("orders", "says"), "the port to be closed for trade", "that the port be closed for trade"),
        (("condemns", "calls_for"), "the attack", "the attack"),
    ],
)
def test_two_acts_on_one_incident_stay_two(kinds, first, second):
    assert len(pair(first, second, kinds)) == 2


def test_a_condemnation_of_another_attack_is_another_one():
    one, other = two_articles()
    later = other.incident("shelling", at("2031-05-09"), in_("Duyal"), roles=[("target", other.embassy)])
    for article, attack in ((one, one.attack), (other, later)):
        article.says(article.embassy, "condemns", "the cowardly shelling of its staff", [attack])
    assert len(merged(one, other)) == 2


def test_of_two_condemnations_in_an_article_none_is_known_to_be_the_one_of_another_article():
    one, other = two_articles()
    one.says(one.embassy, "condemns", "the burning", [one.attack])
    one.says(one.embassy, "condemns", "the looting", [one.attack])
    other.says(other.embassy, "condemns", "the arson", [other.attack])
    assert len(merged(one, other)) == 3


@pytest.mark.parametrize(
    ("published", "number_of_statements"),
    [
        ((DAY, "2031-05-04"), 1),
        ((DAY, "2031-05-05"), 2),
        ((DAY, None), 2),
        ((None, None), 2),
    ],
)
def test_where_one_report_gives_no_occasion_reports_of_two_days_say_most_in_the_same_words(
    published, number_of_statements
):
    one, other = two_articles(published)
    one.says(one.embassy, "says", "that its visa office stays open", [one.attack])
    other.says(other.embassy, "announces", "that its visa office stays open")
    assert len(merged(one, other)) == number_of_statements


@pytest.mark.parametrize(("second", "number_of_statements"), [("a new visa fee", 1), ("a new visa office abroad", 2)])
def test_without_an_occasion_half_of_what_is_said_must_be_shared(second, number_of_statements):
    one, other = two_articles()
    one.says(one.embassy, "announces", "a visa fee for students", addressee=None)
    other.says(other.embassy, "announces", second)
    assert len(merged(one, other)) == number_of_statements


def test_a_report_from_before_it_was_said_is_of_something_else():
    one, other = two_articles(("2031-05-01", "2031-05-09"))
    one.says(one.embassy, "calls_for", "protection of missions", [one.attack])
    other.says(other.embassy, "calls_for", "protection of missions", [other.attack], when=at("2031-05-08"))
    assert len(merged(one, other)) == 2


def test_a_late_report_needs_most_of_the_words_and_is_no_other_condemnation_within_a_week():
    for published, kind, contents, number_of_statements in (
        ("2031-05-08", "calls_for", ("protection of all foreign missions", "protection of missions"), 1),
        ("2031-05-08", "calls_for", ("calm", "calm from all sides"), 2),
        ("2031-05-08", "condemns", ("the burning", "the arson"), 1),
        ("2031-05-20", "condemns", ("the burning", "the arson"), 2),
    ):
        one, other = two_articles((DAY, published))
        for article, content in zip((one, other), contents, strict=True):
            article.says(article.embassy, kind, content, [article.attack])
        assert len(merged(one, other)) == number_of_statements


def test_a_body_and_the_person_who_speaks_for_it_speak_once_and_two_persons_of_one_body_twice():
    def reports(*speakers):
        for sign, name in zip("12", speakers, strict=True):
            article = Speech(sign, DAY)
            board = article.actor("Duyal water board", "organisation", "XA")
            who = article.actor(name, "person", "XA", board) if name else board
            article.says(who, "denies", "that any warning had come", [article.attack])
            yield article

    (one,) = merged(*reports("Ana Prit", None))
    assert one.reasons[0].startswith("Ana Prit speaks for Duyal water board, same kind (denies)")
    assert len(merged(*reports("Ana Prit", "Jon Aske"))) == 2


def test_a_chain_never_joins_two_persons_through_their_body():
    articles = []
    for sign, name in (("1", "Ana Prit"), ("2", None), ("3", "Jon Aske")):
        article = Speech(sign, DAY)
        board = article.actor("Duyal water board", "organisation", "XA")
        who = article.actor(name, "person", "XA", board) if name else board
        article.says(who, "denies", "that any warning had come", [article.attack])
        articles.append(article)
    speakers = [{member.speaker for member in one.members} for one in merged(*articles)]
    assert sorted(map(len, speakers)) == [1, 2]


@pytest.mark.parametrize(
    ("first", "second", "number_of_statements"),
    [
        (("residents", "unnamed_group", None), ("villagers", "unnamed_group", None), 1),
        (("residents of Duyal", "unnamed_group", None), ("people of Duyal", "organisation", None), 1),
        (("Government of Peru", "government_body", "PE"), ("Peruvian Ministry of Health", "government_body", "PE"), 1),
        (("Peruvian Ministry of Trade", "government_body", "PE"), ("Peruvian police", "government_body", "PE"), 2),
        (("Government of Peru", "government_body", "PE"), ("Government of Chile", "government_body", "CL"), 2),
        (("residents", "unnamed_group", None), ("Government of Peru", "government_body", "PE"), 2),
    ],
)
def test_an_addressee_may_be_told_as_a_whole_or_a_part_and_otherwise_keeps_statements_apart(
    first, second, number_of_statements
):
    one, other = two_articles()
    for article, whom in ((one, first), (other, second)):
        addressee = article.actor(*whom)
        article.says(article.embassy, "calls_for", "a count of broken wells", [article.attack], addressee=addressee)
    assert len(merged(one, other)) == number_of_statements


def test_direct_speech_in_two_translations_is_one_quotation():
    one, other = two_articles()
    for article, content, translation in (
        (one, "that the talk was good", "truly fruitful"),
        (other, "that they met well", "fruitful"),
    ):
        article.says(article.embassy, "says", content, [article.attack])
        quote(article, translation)
    assert len(merged(one, other)) == 2
    one, other = two_articles()
    for article, translation in ((one, "a black day for trade"), (other, "a dark day for our trade")):
        article.says(article.embassy, "says", "that it was a bad day", [article.attack])
        quote(article, translation)
    (found,) = merged(one, other)
    assert "both quote day and trade" in found.reasons[0]


def test_a_threat_whose_only_content_is_whom_it_threatens_is_one():
    one, other = two_articles()
    for article, whom in ((one, "foreign timber firms"), (other, "foreign timber companies")):
        article.says(article.embassy, "threatens", whom, addressee=article.actor(whom, "organisation"))
    (found,) = merged(one, other)
    assert "addressees of like names, the only such statement in each article" in found.reasons[0]


def test_the_merged_kind_is_the_one_that_most_reports_have():
    articles = [Speech(sign, DAY) for sign in "123"]
    for article, kind in zip(articles, ("says", "announces", "announces"), strict=True):
        article.says(article.embassy, kind, "that the visa office stays open", [article.attack])
    (found,) = merged(*articles)
    assert found.kind == "announces"


def test_words_that_many_speakers_use_show_less():
    def articles(others):
        one, other = two_articles()
        one.says(one.embassy, "says", "that order and justice come before trade", [one.attack])
        other.says(other.embassy, "says", "that justice, order, law, schools and bridges matter", [other.attack])
        for party in range(others):
            crowd = one.actor(f"Order {party} Party", "organisation")
            one.says(crowd, "calls_for", "order and justice")
        return one, other

    def of_the_embassy(statements):
        return [said for said in statements if "schools" in said.members[-1].content or len(said.members) == 2]

    assert len(of_the_embassy(merged(*articles(0)))[0].members) == 2
    assert len(of_the_embassy(merged(*articles(30)))[0].members) == 1


def test_five_hundred_copies_of_two_statements_are_two():
    articles = []
    for position in range(500):
        article = Told("1", DAY)
        article.article, article.prefix = f"{position:064x}", f"{position:012x}"
        embassy = article.actor("US Embassy in Oruba", "government_body", "US")
        article.says(embassy, "calls_for", "protection of missions")
        article.says(embassy, "announces", "that its visa office stays open")
        articles.append(article)
    assert sorted(len(one.members) for one in merged(*articles)) == [500, 500]


CONTENTS = st.sampled_from(
    ["the attack", "that the road is open", "that the road is not open", "again that the road is open", "calm"]
)
TELLINGS = st.tuples(
    st.sampled_from(["says", "announces", "condemns", "denies", "calls_for", "warns"]),
    CONTENTS,
    st.booleans(),
    st.sampled_from([None, "government", "crowd"]),
    st.sampled_from([None, "2031-05-02", "2031-05-03", "2031-05"]),
)


@given(st.lists(st.lists(TELLINGS, max_size=3), min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_statements_are_a_partition_without_conflicts_in_any_order(told, random):
    articles = []
    for sign, tellings in zip("12345", told, strict=False):
        article = Speech(sign, DAY)
        for kind, content, on_it, whom, day in tellings:
            about, when = [article.attack] * on_it, at(day) if day else None
            addressee = getattr(article, whom) if whom else None
            article.says(article.embassy, kind, content, about, addressee=addressee, when=when)
        articles.append(article)
    found = merged(*articles)
    assert sorted(m.id for one in found for m in one.members) == sorted(s.id for a in articles for s in a.statements)
    for one in found:
        kinds = {member.kind for member in one.members}
        assert len({member.id[:12] for member in one.members}) == len(one.members)
        assert "denies" not in kinds or kinds == {"denies"}
        assert len({(member.when.edtf or "")[:10] for member in one.members if member.when and member.when.edtf}) < 3
    random.shuffle(articles)
    assert merged(*articles) == found


def test_endings_do_not_hide_that_words_are_one():
    assert content_words("the protection of missions") == content_words("protecting a mission")


def series(count, period=None, target=None, *, sign="1", published=None):
    told = Told(sign, published)
    told.run("shelling", count, period, [told.actor(*target)] if target else ())
    return told.reading()


YEAR = at("2031")
ATTACKS = number(70, "attack", "more_than")


@pytest.mark.parametrize(
    ("other", "runs"),
    [
        ((number(70, "attacks", "more_than"), YEAR), 1),
        ((number(70, "attack"), YEAR), 2),
        ((ATTACKS, at("2030")), 2),
        ((ATTACKS, None), 2),
        ((number(70, "attack", "more_than", scope="coast"), YEAR), 2),
        ((None, YEAR), 2),
        ((ATTACKS, YEAR, EMBASSY), 2),
    ],
)
def test_series_are_one_only_if_count_thing_counted_period_and_target_are(other, runs):
    merged = merge([series(ATTACKS, YEAR), series(*other, sign="2")], FAMILIES)
    assert len(merged.series) == runs
    assert merged.incident_of[f"{'2' * 12}:s1"] == merged.series[-1].id


def test_two_equal_series_of_one_article_stay_two():
    told = Told("1")
    for _ in range(2):
        told.run("shelling", ATTACKS, YEAR)
    assert len(merge([told.reading()], FAMILIES).series) == 2


@pytest.mark.parametrize(
    ("second", "date", "facts"),
    [
        (number(2500, "soldiers"), at("2031"), 1),
        (number(5000, "soldier"), at("2031"), 2),
        (number(2500, "soldier"), at("2028"), 2),
        (number(2500, "base"), at("2031"), 2),
    ],
)
def test_standing_facts_are_one_only_if_figure_and_date_are(second, date, facts):
    readings = []
    for sign, value, as_of in (("1", number(2500, "soldier"), at("2031")), ("2", second, date)):
        told = Told(sign)
        told.stands("US soldiers are based in Peru", value, told.actor("US Army", "government_body", "US"), as_of)
        readings.append(told.reading())
    assert len(merge(readings, FAMILIES).standing_facts) == facts


@pytest.mark.parametrize(("published", "facts"), [("2031-05-09", 1), ("2031-06-01", 2), (None, 2)])
def test_undated_standing_facts_are_one_only_within_a_month_of_publication(published, facts):
    readings = []
    for sign, date in (("1", "2031-05-02"), ("2", published)):
        told = Told(sign, date)
        told.stands("soldiers are based in Peru", number(2500, "soldier"))
        readings.append(told.reading())
    assert len(merge(readings, FAMILIES).standing_facts) == facts


def test_equal_figures_of_two_things_stay_apart():
    readings = []
    for sign, words in (("1", "soldiers are based in Peru"), ("2", "retired troops drew pensions abroad")):
        told = Told(sign)
        told.stands(words, number(2500, "person"), as_of=at("2031"))
        readings.append(told.reading())
    assert len(merge(readings, FAMILIES).standing_facts) == 2
