import pytest

from summariser.core.merge import merge
from summariser.core.merge.wording import content_words
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
