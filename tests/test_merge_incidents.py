import pytest

from summariser.core.merge import merge, open_incidents
from summariser.nouns.values import Basis
from tests.told import FAMILIES, Told, at, category, in_, number

EMBASSY = ("US Embassy in Duyal", "government_body", "US")
BRITISH = ("British Embassy in Duyal", "government_body", "GB")
IRAQ = ("Iraq", "state", "IQ")
DAY = at("2031-05-02")
STATUSES = ("denied", "happened", "denied")


def tells(sign, type_, *facts, roles=(), **more):
    """One article with one incident; `roles` are (role, (name, kind, country))."""
    told = Told(sign, more.pop("published", None))
    told.incident(type_, *facts, roles=[(role, told.actor(*actor)) for role, actor in roles], **more)
    return told.reading()


def merged(*readings):
    return merge(readings, FAMILIES).incidents


def shelling(sign, *facts, target=EMBASSY, **more):
    return tells(sign, "shelling", *facts, roles=[("target", target)], **more)


ONE = {
    "the same target": [shelling("1", DAY, in_("Duyal")), shelling("2", DAY, in_("Duyal"))],
    "a target named with and without its city": [
        shelling("1", DAY, in_("Duyal")),
        shelling("2", DAY, in_("Duyal"), target=("US Embassy", "government_body", "US")),
    ],
    "a target and the state that it belongs to, at one hour": [
        shelling("1", at("2031-05-02", "04:00"), in_("Duyal")),
        shelling("2", at("2031-05-02", "04:15"), in_("Duyal"), target=("United States", "state", "US")),
    ],
    "clock times within an hour": [
        tells("1", "shelling", at("2031-05-02", "04:00"), in_("Duyal")),
        tells("2", "shelling", at("2031-05-02", "05:00"), in_("Duyal")),
    ],
    "the same exact place": [tells(sign, "shelling", DAY, in_("Green Gate", "Duyal")) for sign in "12"],
    "near in one, target in the other": [
        shelling("1", DAY, in_("Duyal")),
        tells("2", "strike_means_not_stated", DAY, in_("Duyal"), roles=[("near", EMBASSY)]),
    ],
    "a city and its country only": [
        shelling("1", DAY, in_("Duyal", "Duyal", "US")),
        shelling("2", DAY, in_("the United States", None, "US").model_copy(update={"city": None})),
    ],
    "a spot with a name of its own, and one report without city and country": [
        tells("1", "landslide", DAY, in_("Wadi Oru", "Duyal")),
        tells("2", "landslide", DAY, in_("Wadi Oru", country=None).model_copy(update={"city": None})),
    ],
    "a city in two spellings": [shelling("1", DAY, in_("Arbenil")), shelling("2", DAY, in_("Erbenil"))],
    "no place but a target that has one": [shelling("1", DAY), shelling("2", DAY, in_("Duyal"))],
    "an earthquake in one city on one day": [tells(sign, "earthquake", DAY, in_("Duyal")) for sign in "12"],
    "a flood of three days and one of its days": [
        tells("1", "flood", at("2031-05-01/2031-05-03"), in_("Duyal")),
        tells("2", "flood", DAY, in_("Duyal")),
    ],
    "talks of the same two": [
        tells(sign, "talks", DAY, roles=[("participant", EMBASSY), ("participant", BRITISH)]) for sign in "12"
    ],
    "no date but the hour, the target, the city and the kind": [
        shelling("1", at(None, "04:00"), in_("Duyal")),
        shelling("2", at("2031-05-02", "04:15"), in_("Duyal")),
    ],
    "a year that is not stated, with the hour": [
        shelling("1", at("XXXX-05-02", "04:00"), in_("Duyal")),
        shelling("2", at("2031-05-02", "04:15"), in_("Duyal")),
    ],
    "a country under two codes": [
        shelling(sign, DAY, in_("Duyal", country=code)) for sign, code in (("1", "UK"), ("2", "GB"))
    ],
    "a background mention by month": [
        shelling("1", at("2031-05"), in_("Duyal"), background=True),
        shelling("2", DAY, in_("Duyal")),
    ],
}
TWO = {
    "another day": [shelling("1", DAY, in_("Duyal")), shelling("2", at("2028-05-19"), in_("Duyal"))],
    "the same day of an unknown year": [
        shelling("1", DAY, in_("Duyal")),
        shelling("2", at("XXXX-05-02"), in_("Duyal")),
    ],
    "another city": [shelling("1", DAY, in_("Duyal")), shelling("2", DAY, in_("Morren"))],
    "another country": [shelling("1", DAY, in_("Duyal")), shelling("2", DAY, in_("Duyal", "Duyal", "XB"))],
    "another kind": [
        shelling("1", DAY, in_("Duyal")),
        tells("2", "talks", DAY, in_("Duyal"), roles=[("target", EMBASSY)]),
    ],
    "another target in the city at the same hour": [
        shelling("1", at("2031-05-02", "04:00"), in_("Green Gate", "Duyal")),
        shelling("2", at("2031-05-02", "04:00"), in_("Green Gate", "Duyal"), target=BRITISH),
    ],
    "another day of an unknown year at the same hour": [
        shelling("1", at("XXXX-05-03", "04:00"), in_("Duyal")),
        shelling("2", at("2031-05-02", "04:00"), in_("Duyal")),
    ],
    "seven hours later": [
        shelling("1", at("2031-05-02", "04:00"), in_("Duyal")),
        shelling("2", at("2031-05-02", "11:00"), in_("Duyal")),
    ],
    "nothing more than day, city and kind": [tells(sign, "shelling", DAY, in_("Duyal")) for sign in "12"],
    "nothing more than day, city, kind and doer": [
        tells(sign, "shelling", DAY, in_("Duyal"), roles=[("perpetrator", ("Kesh Front", "armed_group", "IQ"))])
        for sign in "12"
    ],
    "no date": [shelling("1", in_("Duyal")), shelling("2", DAY, in_("Duyal"))],
    "no place and only a state as target": [
        shelling(sign, DAY, target=("United States", "state", "US")) for sign in "12"
    ],
    "a month that is the article's own news": [
        shelling("1", at("2031-05"), in_("Duyal")),
        shelling("2", DAY, in_("Duyal")),
    ],
    "talks of one with two others": [
        tells("1", "talks", DAY, in_("Duyal"), roles=[("participant", EMBASSY), ("participant", BRITISH)]),
        tells("2", "talks", DAY, in_("Duyal"), roles=[("participant", EMBASSY), ("participant", IRAQ)]),
    ],
    "unnamed groups of one name": [
        shelling(sign, DAY, in_("Duyal"), target=("soldiers", "unnamed_group", None)) for sign in "12"
    ],
}


@pytest.mark.parametrize("case", ONE)
def test_reports_are_one_incident_by(case):
    (one,) = merged(*ONE[case])
    assert len(one.members) == 2
    assert one.reasons


@pytest.mark.parametrize("case", TWO)
def test_incidents_stay_two_with(case):
    assert len(merged(*TWO[case])) == 2


def test_the_reason_is_in_words():
    (one,) = merged(
        shelling("1", at("2031-05-02", "04:00", about=True), in_("Duyal")),
        shelling("2", at("2031-05-02", "04:15"), in_("Duyal")),
    )
    assert one.reasons == (
        "same day (2 May 2031), same city (Duyal), same kind (shelling), same target (US Embassy in Duyal); "
        "times 15 minutes apart",
    )


def test_a_look_alike_says_why_it_is_apart():
    first, second = merged(
        shelling("1", DAY, in_("Duyal"), title="Rockets at the embassy"),
        shelling("2", at("2028-05-19"), in_("Duyal"), title="A rocket in the park"),
    )
    assert first.apart == ("A rocket in the park (19 May 2028): 2 May 2031 against 19 May 2028",)
    assert second.apart == ("Rockets at the embassy (2 May 2031): 2 May 2031 against 19 May 2028",)


def test_at_most_three_look_alikes_are_named_the_nearest_in_time():
    days = ["2031-05-02", "2031-05-04", "2031-05-03", "2031-05-20", "2031-05-05", "2030-05-05"]
    found = merged(
        *(shelling(sign, at(day), in_("Duyal"), title=day) for sign, day in zip("123456", days, strict=True))
    )
    assert [words.split()[0] for words in found[0].apart] == ["2031-05-03", "2031-05-04", "2031-05-05"]


def test_a_mention_that_fits_two_incidents_joins_neither_and_is_noted():
    readings = [
        shelling("1", at("2031-05"), in_("Duyal"), background=True, title="An earlier attack"),
        shelling("2", DAY, in_("Duyal")),
        shelling("3", at("2031-05-20"), in_("Duyal")),
    ]
    result = merge(readings, FAMILIES)
    assert [len(one.members) for one in result.incidents] == [1, 1, 1]
    assert result.notes == ("An earlier attack: may be any of several incidents, so no rule joined it to one",)


def test_a_flood_of_three_days_does_not_chain_its_first_day_to_its_third():
    days = ["2031-05-01", "2031-05-01/2031-05-03", "2031-05-03"]
    found = merged(*(tells(sign, "flood", at(day), in_("Duyal")) for sign, day in zip("123", days, strict=True)))
    assert [len(one.members) for one in found] == [2, 1]


def test_two_meetings_told_in_one_article_stay_two_and_the_third_report_joins_one():
    told = Told("1")
    embassy = told.actor(*EMBASSY)
    for clock in ("04:00", "04:30"):
        told.incident("shelling", at("2031-05-02", clock), in_("Duyal"), roles=[("target", embassy)])
    found = merged(told.reading(), shelling("2", at("2031-05-02", "04:30"), in_("Duyal")))
    assert sorted(len(one.members) for one in found) == [1, 2]


def test_what_is_news_in_one_report_is_not_background_and_gives_the_title():
    (one,) = merged(
        shelling("1", DAY, in_("Duyal"), ("killed", number(2)), background=True, title="The earlier attack"),
        shelling("2", DAY, in_("Duyal"), title="Rockets at the embassy"),
    )
    assert (one.background, one.title) == (False, "Rockets at the embassy")


def test_the_most_exact_time_and_place_that_nobody_contradicts_are_the_incidents():
    (one,) = merged(
        shelling("1", at("2031-05-02", part="dawn"), in_("Duyal")),
        shelling("2", at("2031-05-02", "04:15"), in_("Green Gate", "Duyal")),
        shelling("3", at("2031-05"), DAY, in_("Duyal")),
    )
    assert (one.when.clock, one.where.name) == ("04:15", "Green Gate")


def test_a_stated_date_goes_before_an_inferred_one_that_has_a_clock():
    inferred = at("2031-05-02", "04:15").model_copy(update={"basis": Basis.INFERRED_OUTSIDE})
    (one,) = merged(
        shelling("1", inferred, in_("Duyal")),
        shelling("2", at("2031-05-02", part="dawn"), in_("Duyal")),
    )
    assert one.when.basis is Basis.STATED


def test_a_vague_type_gives_way_and_what_happened_is_not_planned():
    vague = [
        tells(sign, "strike_means_not_stated", DAY, in_("Duyal"), roles=[("target", EMBASSY)], status="planned")
        for sign in "12"
    ]
    (one,) = merged(*vague, shelling("3", DAY, in_("Duyal")))
    assert (one.type, one.status) == ("shelling", "happened")


def test_where_reports_differ_on_whether_it_happened_every_status_is_kept_with_its_words():
    told = [shelling(sign, DAY, in_("Duyal"), status=status) for sign, status in zip("123", STATUSES, strict=True)]
    (one,) = merged(*told)
    assert one.status == "happened"
    assert [(report.status, report.articles) for report in one.statuses] == [
        ("happened", ("2" * 64,)),
        ("denied", ("1" * 64, "3" * 64)),
    ]
    assert one.statuses[0].evidence == one.members[1].evidence


def test_where_reports_agree_on_the_status_there_is_nothing_to_tell_apart():
    (one,) = merged(*(shelling(sign, DAY, in_("Duyal"), status="denied") for sign in "12"))
    assert (one.status, one.statuses) == ("denied", ())


def test_links_lead_to_merged_incidents_and_never_to_the_incident_itself():
    told = Told("2")
    embassy = told.actor(*EMBASSY)
    first = told.incident("shelling", DAY, in_("Duyal"), roles=[("target", embassy)])
    itself = f"{told.prefix}:i2"
    links = [("in_retaliation_for", first), ("follows", itself)]
    told.incident("bombing", at("2031-05-04"), in_("Morren"), links=links)
    found = merged(shelling("1", DAY, in_("Duyal")), told.reading())
    assert [(link.kind, link.to) for link in found[1].links] == [("in_retaliation_for", found[0].id)]


def test_roles_of_one_actor_on_one_basis_by_one_accuser_are_one_role_with_all_its_reports():
    readings = []
    for sign, basis in (("1", "accused"), ("2", "accused"), ("3", "fact")):
        told = Told(sign)
        front, embassy = told.actor("Kesh Front", "armed_group", "IQ"), told.actor(*EMBASSY)
        accuser = embassy if basis == "accused" else None
        roles = [("target", embassy), ("perpetrator", front, basis, accuser)]
        told.incident("shelling", DAY, in_("Duyal"), ("means", category("rocket")), roles=roles)
        readings.append(told.reading())
    (one,) = merged(*readings)
    assert [(role.role, role.basis, role.accuser, len(role.reports)) for role in one.roles] == [
        ("perpetrator", "fact", None, 1),
        ("perpetrator", "accused", one.roles[2].actor, 2),
        ("target", "fact", None, 3),
    ]
    assert [origin.name for origin in one.roles[1].origins] == ["US Embassy in Duyal"]


# What the rules leave to the model, and what they never let through


def left_open(*readings):
    """The pairs that no rule decides, by the scores that they have."""
    return [pair.score for pair in open_incidents(readings, FAMILIES)]


def bare(place):
    """A place without its city."""
    return place.model_copy(update={"city": None})


def relative(edtf):
    return at(edtf).model_copy(update={"basis": "relative_to_publication"})


ASKED = {
    "day, city and kind alone": [tells(sign, "bombing", DAY, in_("Duyal")) for sign in "12"],
    "a day apart, worked out from the publication date": [
        shelling("1", relative("2031-05-02"), in_("Duyal")),
        shelling("2", relative("2031-05-03"), in_("Duyal")),
    ],
    "a battle in one report, an attack in the other": [
        shelling("1", DAY, in_("Duyal")),
        tells("2", "armed_clash", DAY, in_("Duyal"), roles=[("target", EMBASSY)]),
    ],
    "a battle in one report, a riot in the other": [
        tells(sign, kind, DAY, in_("Duyal"), roles=[("target", EMBASSY)])
        for sign, kind in (("1", "riot"), ("2", "armed_clash"))
    ],
    "one spot, of which one report names neither city nor country, under two names": [
        shelling("1", DAY, in_("Wadi Oru air base", "Duyal")),
        tells("2", "shelling", DAY, bare(in_("Wadi Oru base", country=None))),
    ],
    "what happens seldom, in one country, by its day and by its month": [
        tells("1", "flood", DAY, in_("Duyal"), ("killed", number(9))),
        tells("2", "flood", at("2031-05"), bare(in_("Iraq")), ("killed", number(9))),
    ],
    "two districts": [
        tells(sign, "bombing", DAY, in_(spot, "Duyal")) for sign, spot in (("1", "Green Gate"), ("2", "Old Mill"))
    ],
    "news without a date, a day after": [
        tells("1", "bombing", DAY, in_("Duyal")),
        tells("2", "bombing", in_("Duyal"), published="2031-05-03"),
    ],
    "kinds of one family, told exactly, and one target": [
        shelling("1", DAY, in_("Duyal")),
        tells("2", "bombing", DAY, in_("Duyal"), roles=[("target", EMBASSY)]),
    ],
}
FAMILIES_WITH_BATTLES = {**FAMILIES, "armed_clash": "battle", "riot": "unrest"}


@pytest.mark.parametrize("case", ASKED)
def test_what_lies_in_between_is_left_to_a_question(case):
    readings = ASKED[case]
    found = merge(readings, FAMILIES_WITH_BATTLES).incidents
    assert [len(one.members) for one in found] == [1, 1]
    assert len(open_incidents(readings, FAMILIES_WITH_BATTLES)) == 1


def test_what_was_told_before_the_other_happened_is_never_asked_about():
    earlier = tells("1", "bombing", in_("Duyal"), roles=[("target", EMBASSY)], published="2031-04-20")
    later = tells("2", "bombing", DAY, in_("Duyal"), roles=[("target", EMBASSY)])
    assert left_open(earlier, later) == []
    assert len(merged(earlier, later)) == 2


def test_news_without_a_date_joins_the_one_incident_of_those_days_with_its_target():
    undated = shelling("2", in_("Duyal"), published="2031-05-03")
    assert [len(one.members) for one in merged(shelling("1", DAY, in_("Duyal")), undated)] == [2]


def test_a_place_is_in_the_city_in_which_another_article_puts_it():
    alone = tells("1", "earthquake", DAY, bare(in_("Green Gate")))
    other = tells("2", "earthquake", DAY, in_("Duyal"))
    putting = tells("3", "bombing", at("2031-03-01"), in_("Green Gate", "Duyal"))
    assert sorted(len(one.members) for one in merged(alone, other)) == [1, 1]
    assert sorted(len(one.members) for one in merged(alone, other, putting)) == [1, 2]


def test_a_report_that_fits_two_of_one_article_equally_joins_neither():
    told = Told("1")
    for clock in ("04:00", "09:00"):
        told.incident("earthquake", at("2031-05-02", clock), in_("Duyal"))
    third = tells("2", "earthquake", DAY, in_("Duyal"))
    assert [len(one.members) for one in merged(told.reading(), third)] == [1, 1, 1]


def test_an_incident_without_date_and_place_is_kept_and_joins_nothing():
    assert [len(one.members) for one in merged(tells("1", "bombing"), tells("2", "bombing"))] == [1, 1]
