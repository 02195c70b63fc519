import pytest
from hypothesis import given

from summariser.core.merge import merge
from summariser.core.merge.values import compare, key
from summariser.nouns.known import Known
from summariser.nouns.values import Basis
from tests.strategies import counts, numbers, particulars, times
from tests.told import FAMILIES, Told, at, category, in_, number, text

DAY = "2031-05-02"
NIGHT = "2031-05-02/2031-05-03"
OVERNIGHT = "night, 2 to 3 May 2031"


def told(sign, *facts, published=None, outlet=None):
    """One article about one blast at the Green Gate; the facts come on top of its day and place."""
    article = Told(sign, published, outlet)
    article.incident("bombing", at(DAY), in_("Green Gate", "Duyal"), *facts)
    return article.reading()


def groups(*readings, aspect):
    (incident,) = merge(readings, FAMILIES).incidents
    return [group for group in incident.facts if group.aspect == aspect]


def disagreements(*facts, aspect=None, dates=(None, None, None, None)):
    """Give (type, words) for one article a fact, or a list of facts for one that gives several."""
    readings = [
        told(sign, *(fact if isinstance(fact, list) else [fact]), published=date)
        for sign, fact, date in zip("1234", facts, dates, strict=False)
    ]
    aspect = aspect or (facts[0][0] if isinstance(facts[0], list) else facts[0])[0]
    return [(one.type, one.words) for group in groups(*readings, aspect=aspect) for one in group.disagreements]


def clock(*args, **more):
    return ("time", at(DAY, *args, **more))


def killed(*args, **more):
    return ("killed", number(*args, **more))


def none_reported(aspect):
    return (aspect, number(None, qualifier="none_reported", words="no reports"))


AT_MOST_FIVE = ("killed", number(None, qualifier="at_most", high=5, words="up to 5"))
SEVERAL_SOLDIERS = number(None, "soldier", "vague", words="several")
SEVERAL = number(None, qualifier="vague", words="several")

CONTRADICTION = ("contradiction", "3 against 5")

TABLE = [
    (
        "about reaches half an hour",
        (clock("04:00", about=True), clock("04:15")),
        [("less_precise", "about 04:00 against 04:15")],
    ),
    ("two clock times", (clock("04:00"), clock("04:15")), [("contradiction", "04:00 against 04:15")]),
    (
        "about and too far",
        (clock("04:00", about=True), clock("04:45")),
        [("contradiction", "about 04:00 against 04:45")],
    ),
    ("dawn and a clock time", (clock(part="dawn"), clock("04:15")), [("less_precise", "dawn against 04:15")]),
    ("evening and a clock time", (clock(part="evening"), clock("04:15")), [("contradiction", "evening against 04:15")]),
    ("one clock time", (clock("04:15"), clock("04:15")), []),
    ("a number and itself in other words", (killed(3), killed(3, words="ثلاثة")), []),
    ("people and persons", (killed(3, "people"), killed(3, "victims")), []),
    ("two tolls", (killed(3), killed(5)), [("contradiction", "3 against 5")]),
    ("at least and a figure", (killed(6, qualifier="at_least"), killed(8)), [("less_precise", "at least 6 against 8")]),
    ("at least and too few", (killed(6, qualifier="at_least"), killed(5)), [("contradiction", "at least 6 against 5")]),
    (
        "more than and the figure itself",
        (killed(6, qualifier="more_than"), killed(6)),
        [("contradiction", "more than 6 against 6")],
    ),
    ("about and near", (killed(100, qualifier="about"), killed(107)), [("less_precise", "about 100 against 107")]),
    (
        "at most and too many",
        (killed(5, qualifier="at_most"), killed(9)),
        [("contradiction", "at most 5 against 9")],
    ),
    ("at most, with the figure as lower or upper end", (killed(5, qualifier="at_most"), AT_MOST_FIVE), []),
    ("at most and none", (killed(5, qualifier="at_most"), killed(0)), [("less_precise", "at most 5 against none")]),
    ("a range and a figure", (killed(5, qualifier="range", high=8), killed(7)), [("less_precise", "5 to 8 against 7")]),
    ("several and three", (("killed", SEVERAL), killed(3)), [("less_precise", "no exact figure against 3")]),
    ("several and none", (("killed", SEVERAL), killed(0)), [("contradiction", "no exact figure against none")]),
    ("none and none reported", (killed(0), none_reported("killed")), [("less_precise", "none against none reported")]),
    ("soldiers and all", (killed(3, "soldier"), killed(5)), [("different_scope", "3 soldiers against 5 people")]),
    (
        "city and province",
        (killed(3, scope="city"), killed(5, scope="province")),
        [("different_scope", "3 (city) against 5 (province)")],
    ),
    (
        "salvos and rockets",
        (("count", number(2, "salvo")), ("count", number(2, "rocket"))),
        [("different_unit", "2 salvos against 2 rockets")],
    ),
    ("houses and cars", (("damage", number(2, "house")), ("damage", number(3, "car"))), []),
    (
        "rocket or missile and rocket",
        (("means", category("rocket_or_missile")), ("means", category("rocket"))),
        [("less_precise", "rocket or missile against rocket")],
    ),
    (
        "rocket and drone",
        (("means", category("rocket")), ("means", category("drone"))),
        [("contradiction", "rocket against drone")],
    ),
    (
        "means not stated",
        (("means", category("strike_means_not_stated")), ("means", category("drone"))),
        [("less_precise", "strike against drone")],
    ),
    (
        "heavy and minor damage",
        (("damage", category("heavy")), ("damage", category("minor"))),
        [("contradiction", "heavy against minor")],
    ),
    ("about and the figure itself", (killed(6, qualifier="about"), killed(6)), []),
    ("about a clock time and the time itself", (clock("04:00", about=True), clock("04:00")), []),
    ("noon and twelve o'clock", (clock(part="noon"), clock("12:00")), []),
    ("noon and another time", (clock(part="noon"), clock("12:40")), [("less_precise", "noon against 12:40")]),
    ("civilians and people", (killed(3, "civilian"), killed(5)), [("contradiction", "3 against 5")]),
    ("passengers and people", (killed(14, "passenger"), killed(14)), []),
    ("soldiers as a noun and as a scope", (killed(4, "soldier"), killed(4, scope="soldiers")), []),
    ("a police officer and one of the police", (killed(1, "police officer"), killed(1, scope="policemen")), []),
    ("a part and the whole of one figure", (killed(3, "soldier"), killed(3)), []),
    ("a part that is more than the whole", (killed(6, "soldier"), killed(4)), [("contradiction", "6 against 4")]),
    ("nobody of a part", (killed(0, "foreigner"), killed(4)), []),
    ("a part without a figure", (("killed", SEVERAL_SOLDIERS), killed(4)), []),
    ("one guard is one person", (killed(1, "guard"), killed(0)), [("contradiction", "1 against none")]),
    ("several guards are a part", (killed(2, "guard"), killed(5)), [("different_scope", "2 guards against 5 people")]),
    ("workers and later all", (killed(2, "worker"), killed(3)), [("contradiction", "2 against 3")]),
    ("workers and employees", (killed(2, "worker"), killed(2, "employee")), []),
    ("foreign workers", (killed(2, "US worker"), killed(3)), [("different_scope", "2 US workers against 3 people")]),
    ("guards and security guards", (killed(2, "guard"), killed(2, "security guard")), []),
    (
        "guards and fewer security guards",
        (killed(3, "guard"), killed(2, "security guard")),
        [("different_scope", "3 guards against 2 security guards")],
    ),
    ("a scope that repeats the place", (killed(3, scope="at the Green Gate"), killed(5)), [CONTRADICTION]),
    ("a scope that repeats the incident", (killed(3, scope="in the attack"), killed(5)), [CONTRADICTION]),
    (
        "what was done to a thing and the thing",
        (("count", number(6, "derailed coach")), ("count", number(5, "coach"))),
        [("contradiction", "6 against 5")],
    ),
    ("houses and homes", (("damage", number(40, "house")), ("damage", number(40, "home"))), []),
    ("destroyed and damaged houses", (("damage", number(4, "destroyed house")), ("damage", number(9, "house"))), []),
    (
        "houses and buildings",
        (("damage", number(40, "house")), ("damage", number(30, "building"))),
        [("different_unit", "40 houses against 30 buildings")],
    ),
    ("people and buses", (("count", number(3000)), ("count", number(40, "bus"))), []),
    (
        "participants and people",
        (("count", number(2000, "participant")), ("count", number(15000))),
        [("contradiction", "2,000 against 15,000")],
    ),
    ("two clauses", (("cause", text("a gas leak")), ("cause", text("a spark"))), []),
]


@pytest.mark.parametrize(("pair", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_values_are_compared_by_what_they_mean(pair, expected):
    assert disagreements(*pair) == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (at("2031-05"), at(DAY), ("compatible", "May 2031 against 2 May 2031")),
        (at("XXXX-05-02"), at(DAY), ("compatible", "2 May (year not stated) against 2 May 2031")),
        (at("2031-05-03"), at(DAY), ("conflict", "3 May 2031 against 2 May 2031")),
        (at(None, "04:15"), at(DAY), ("compatible", "")),
        (at(DAY, "04:15"), at(DAY), ("compatible", "")),
        (in_("Duyal"), in_("Morren"), ("conflict", "Duyal against Morren")),
        (
            in_("Tripoli", country="LY"),
            in_("Tripoli", country="LB"),
            ("conflict", "Tripoli (Libya) against Tripoli (Lebanon)"),
        ),
        (in_("Tripoli", country="LY"), in_("Tripoli", country=None), ("compatible", "")),
        (in_("Duyal", country="UK"), in_("Duyal", country="GB"), ("same", "")),
        (in_("Duyal"), in_("Green Gate", "Duyal"), ("compatible", "")),
        (in_("Green Gate"), in_("Green Gate", relation="near"), ("compatible", "Green Gate against near Green Gate")),
        (in_("Duyal", relation="from"), in_("Morren", relation="to"), ("compatible", "")),
        (in_("Duyal consulate", "Duyal"), in_("consulate", "Duyal"), ("same", "")),
        (in_("market in Oru", "Duyal"), in_("market in the Oru district", "Duyal"), ("same", "")),
        (in_("Oru district", "Duyal"), in_("Pell district", "Duyal"), ("compatible", "")),
        (in_("Oru", "Oru"), in_("Oru", "Duyal"), ("compatible", "")),
        (in_("market", "Oru"), in_("market", "Duyal"), ("conflict", "market, Oru against market, Duyal")),
        (at(NIGHT, part="night"), at("2031-05-03"), ("compatible", "")),
        (at(NIGHT, part="night"), at("2031-05-03", part="night"), ("compatible", "")),
        (
            at(NIGHT, part="night"),
            at("2031-05-03", "01:20"),
            ("compatible", f"{OVERNIGHT} against 01:20, 3 May 2031"),
        ),
        (at(NIGHT, part="night"), at("2031-05-03", "12:00"), ("conflict", f"{OVERNIGHT} against 12:00, 3 May 2031")),
        (at(NIGHT, part="night"), at("2031-05-04"), ("conflict", f"{OVERNIGHT} against 4 May 2031")),
        (
            at(DAY, part="night"),
            at("2031-05-03", "01:20"),
            ("compatible", "night, 2 May 2031 against 01:20, 3 May 2031"),
        ),
        (
            at(DAY, part="night"),
            at("2031-05-03", part="night"),
            ("compatible", "night, 2 May 2031 against night, 3 May 2031"),
        ),
        (
            at(DAY, part="night"),
            at("2031-05-04", part="night"),
            ("conflict", "night, 2 May 2031 against night, 4 May 2031"),
        ),
        (category("not_claimed"), category("denied"), ("compatible", "")),
        (at(DAY, part="night"), at("2031-05-03"), ("conflict", "2 May 2031 against 3 May 2031")),
        (text("a spark"), number(3), ("compatible", "")),
    ],
)
def test_dates_places_and_values_of_two_types_are_compared(a, b, expected):
    assert compare(a, b) == expected


def test_a_higher_toll_published_later_is_an_update_in_the_order_of_telling():
    facts = (killed(8), killed(3), killed(12))
    dates = ("2031-05-03", "2031-05-02", "2031-05-04")
    assert disagreements(*facts, dates=dates) == [("updated", "3 values: 3, 8 and 12")]
    assert disagreements(killed(3), killed(8), dates=dates[1::-1]) == [("updated", "3, later 8")]


def test_at_least_six_and_then_eight_is_an_update_when_the_order_is_known():
    first, second = killed(6, qualifier="at_least"), killed(8)
    assert disagreements(first, second, dates=("2031-05-02", "2031-05-03")) == [("updated", "at least 6, later 8")]


@pytest.mark.parametrize("dates", [(None, "2031-05-03"), ("2031-05-02", "2031-05-02"), ("2031-05", "2031-05-03")])
def test_without_a_certain_order_of_publication_two_tolls_contradict(dates):
    assert disagreements(killed(3), killed(8), dates=dates) == [("contradiction", "3 against 8")]


def test_a_lower_toll_published_later_is_no_update():
    assert disagreements(killed(8), killed(3), dates=("2031-05-02", "2031-05-03")) == [("contradiction", "8 against 3")]


def test_fewer_missing_later_is_an_update():
    missing = [("missing", number(low)) for low in (8, 3)]
    assert disagreements(*missing, dates=("2031-05-02", "2031-05-03")) == [("updated", "8, later 3")]


def test_an_old_figure_told_again_after_the_new_one_without_a_date_is_still_the_old_one():
    facts = (killed(3), killed(8), killed(3))
    dates = ("2031-05-02", "2031-05-03", "2031-05-04")
    assert disagreements(*facts, dates=dates) == [("updated", "3, later 8")]


def test_an_old_figure_that_an_article_dates_after_the_new_one_makes_it_a_contradiction():
    facts = (killed(3), killed(8), so(killed(3), "2031-05-04"))
    dates = ("2031-05-02", "2031-05-03", "2031-05-04")
    assert disagreements(*facts, dates=dates) == [("contradiction", "3 against 8")]


def test_a_higher_figure_that_was_told_first_makes_it_a_contradiction():
    facts = (killed(8), killed(3), killed(8))
    dates = ("2031-05-02", "2031-05-03", "2031-05-04")
    assert disagreements(*facts, dates=dates) == [("contradiction", "8 against 3")]


def test_nobody_claims_it_and_then_somebody_does_is_an_update():
    claims = [("responsibility", category(code)) for code in ("not_claimed", "claimed")]
    assert disagreements(*claims, dates=("2031-05-02", "2031-05-03")) == [("updated", "not claimed, later claimed")]
    assert disagreements(*claims) == [("contradiction", "not claimed against claimed")]


def test_an_article_that_contradicts_itself_is_said_to():
    assert disagreements([killed(3), killed(5)]) == [("within_article", "3 against 5")]
    assert disagreements([clock("04:00"), clock("06:00")], clock("06:00")) == [
        ("within_article", "06:00 against 04:00")
    ]


def test_an_article_that_contradicts_itself_and_another_is_shown_as_both():
    found = disagreements([killed(3), killed(5)], killed(3), killed(5))
    assert found == [("contradiction", "3 against 5"), ("within_article", "3 against 5")]


def test_what_one_article_gives_side_by_side_is_no_disagreement_of_others():
    both = [("means", category("rocket")), ("means", category("drone"))]
    assert disagreements(both, both[0], both[1]) == []
    assert disagreements([killed(3, "soldier"), killed(5)], killed(5)) == []
    assert (
        disagreements([("count", number(2, "salvo")), ("count", number(9, "rocket"))], ("count", number(9, "rocket")))
        == []
    )


def countries_of_sides(*countries):
    """Give the countries of the sides where one article a country names it for one village."""
    readings = [
        told(sign, ("place", in_("Pemba", "Duyal", country))) for sign, country in zip("1234", countries, strict=False)
    ]
    (group,) = groups(*readings, aspect="place")
    return [side.value.country for side in group.sides if side.value.name == "Pemba"]


def test_a_place_without_a_country_is_the_one_that_has_it_if_there_is_only_one():
    assert countries_of_sides(None, "XA", None) == ["XA"]
    assert countries_of_sides(None, None) == [None]


def responsibility(*codes):
    return [("responsibility", category(code)) for code in codes]


def test_an_article_that_says_claimed_and_not_claimed_hides_no_contradiction_of_others():
    both = responsibility("claimed", "not_claimed")
    assert disagreements(both, both[0], both[1]) == [
        ("contradiction", "claimed against not claimed"),
        ("within_article", "claimed against not claimed"),
    ]


def test_an_article_that_says_damage_and_no_damage_hides_no_contradiction_of_others():
    both = [("damage", category("heavy")), ("damage", category("none"))]
    assert [kind for kind, _ in disagreements(both, both[0], both[1])] == ["contradiction", "within_article"]


@pytest.mark.parametrize("codes", [("claimed", "denied"), ("not_claimed", "denied")])
def test_one_group_that_denies_it_does_not_make_an_article_contradict_itself(codes):
    assert disagreements(responsibility(*codes)) == []


def test_heavy_and_minor_damage_in_one_article_are_two_particulars():
    assert disagreements([("damage", category("heavy")), ("damage", category("minor"))]) == []


@pytest.mark.parametrize("signs", ["12", "21"])
def test_a_date_that_one_article_states_and_another_infers_is_shown_as_stated(signs):
    readings = []
    for sign, basis in zip(signs, (Basis.STATED, Basis.INFERRED_ARTICLE), strict=True):
        article = Told(sign)
        day = at(DAY).model_copy(update={"basis": basis})
        article.incident("bombing", day, in_("Green Gate", "Duyal"))
        readings.append(article.reading())
    (group,) = groups(*readings, aspect="time")
    (side,) = group.sides
    assert side.value.basis is Basis.STATED
    assert len(side.facts) == 2


@pytest.mark.parametrize("signs", ["12", "21"])
def test_a_figure_that_was_verified_speaks_for_one_that_was_not(signs):
    readings = []
    for sign, words, figures in zip(signs, ("3", "several"), ("verified", "unverified"), strict=True):
        reading = told(sign, killed(3, words=words))
        (incident,) = reading.incidents
        facts = tuple(fact.model_copy(update={"figures": figures}) for fact in incident.facts)
        readings.append(reading.model_copy(update={"incidents": (incident.model_copy(update={"facts": facts}),)}))
    (group,) = groups(*readings, aspect="killed")
    assert [side.value.words for side in group.sides] == ["3"]


def test_where_one_article_counts_salvos_and_rockets_they_are_two_things_for_all():
    both = [("count", number(2, "salvo")), ("count", number(9, "rocket"))]
    assert disagreements(both, ("count", number(3, "rocket"))) == [("contradiction", "9 against 3")]


def test_an_article_with_a_rough_and_an_exact_time_differs_by_the_exact_one_only():
    found = disagreements([clock(part="morning"), clock("04:00", about=True)], clock("04:15"))
    assert found == [("less_precise", "about 04:00 against 04:15")]


def test_no_casualties_against_dead_is_a_contradiction_with_both_sides():
    (group,) = groups(told("1", ("casualties", number(0))), told("2", killed(3)), aspect="casualties")
    (one,) = group.disagreements
    assert (one.type, one.words, len(one.sides)) == ("contradiction", "no casualties against 3 killed", 2)


def test_casualties_are_not_compared_with_dead_otherwise():
    assert disagreements([("casualties", number(9))], [killed(3)], aspect="casualties") == []


def test_salvos_and_rockets_stand_in_one_group_and_keep_their_sides():
    (group,) = groups(
        told("1", ("count", number(2, "salvo"))),
        told("2", ("count", number(2, "rocket"))),
        told("3", ("count", number(3, "rocket"))),
        aspect="count",
    )
    assert group.counted is None
    assert [(one.type, one.words) for one in group.disagreements] == [
        ("contradiction", "2 against 3"),
        ("different_unit", "3 values: 2 salvos, 2 rockets and 3 rockets"),
    ]


def test_a_side_keeps_every_fact_article_and_origin():
    readings = []
    for sign, relays, outlet in (("1", ["Reuters"], None), ("2", ["AFP"], None), ("3", [], "Nord Echo")):
        article = Told(sign, outlet=outlet)
        speaker = article.actor("Duyal Fire Service", "government_body", "XA")
        said = (speaker, relays) if relays else ()
        article.incident("bombing", at(DAY), in_("Green Gate", "Duyal"), ("killed", number(3), *said))
        readings.append(article.reading())
    (group,) = groups(*readings, aspect="killed")
    (side,) = group.sides
    assert len(side.facts) == len(side.articles) == 3
    assert [(origin.kind, origin.name) for origin in side.origins] == [
        ("article", "Nord Echo"),
        ("speaker", "Duyal Fire Service"),
    ]


def test_two_articles_of_one_outlet_are_one_origin_however_the_outlet_is_known():
    readings = [
        told("1", killed(3), outlet="Nord Echo"),
        told("2", killed(3)),
        told("3", killed(3)),
        told("4", killed(3)),
    ]
    merged = merge(readings, FAMILIES, Known({"2" * 64: "The Nord Echo", "3" * 64: "Duyal Post"}))
    (group,) = [group for group in merged.incidents[0].facts if group.aspect == "killed"]
    assert [(one.kind, one.name) for one in group.sides[0].origins] == [
        ("article", ""),
        ("article", "Duyal Post"),
        ("article", "Nord Echo"),
    ]


def test_two_articles_that_relay_one_agency_are_one_origin():
    readings = [told(sign, ("killed", number(3), None, [name])) for sign, name in (("1", "Reuters"), ("2", "REUTERS"))]
    (group,) = groups(*readings, aspect="killed")
    assert [(origin.kind, origin.key) for origin in group.sides[0].origins] == [("relay", "relay:reuters")]


@given(times | numbers | counts | particulars, times | numbers | counts | particulars)
def test_comparison_is_symmetric_and_same_means_equal_keys(a, b):
    a, b = (value[1] if isinstance(value, tuple) else value for value in (a, b))
    assert compare(a, b).verdict == compare(b, a).verdict
    assert (compare(a, b).verdict == "same") == (key(a) == key(b))
    assert compare(a, a).verdict == "same"


def so(figure, edtf, **when):
    """The same figure, as it was at a moment."""
    return (*figure, None, (), at(edtf, **when))


def test_a_figure_that_an_article_dates_itself_is_an_update_even_on_one_day_of_publication():
    earlier, later = so(killed(11), DAY), killed(23)
    assert disagreements(earlier, later, dates=("2031-05-03", "2031-05-03")) == [("updated", "11, later 23")]


def test_one_article_that_tells_an_earlier_and_a_later_figure_does_not_contradict_itself():
    both, other = [so(killed(11), DAY), killed(23)], killed(23)
    assert disagreements(both, other, dates=("2031-05-03", "2031-05-03")) == [("updated", "11, later 23")]


def test_updates_of_one_day_stand_in_the_order_of_its_hours():
    figures = [so(killed(6), DAY, clock="09:00"), so(killed(11), DAY, part="evening"), so(killed(3), DAY, part="dawn")]
    assert disagreements(*figures, dates=(DAY, DAY, DAY)) == [("updated", "3 values: 3, 6 and 11")]


def test_a_scope_is_not_held_against_a_figure_that_a_later_one_took_the_place_of():
    figures = killed(11), killed(23), killed(17, scope="in the town")
    found = disagreements(*figures, dates=(DAY, "2031-05-03", "2031-05-03"))
    assert found == [("updated", "11, later 23"), ("different_scope", "23 against 17 (in the town)")]


def test_families_and_people_are_different_units():
    found = disagreements(("displaced", number(240, "family")), ("displaced", number(1100)))
    assert [kind for kind, _ in found] == ["different_unit"]


def test_salvos_are_one_unit_whatever_they_are_called_and_made_of():
    counted = "series of rocket shots", "salvo of rockets or missiles", "salvo"
    assert disagreements(*(("count", number(2, what)) for what in counted)) == []
    (group,) = groups(
        *(told(s, ("count", number(2, what))) for s, what in zip("123", counted, strict=True)), aspect="count"
    )
    assert [side.value.counted for side in group.sides] == ["salvo"]
    found = disagreements(("count", number(2, "series of rockets")), ("count", number(2, "rocket")))
    assert [kind for kind, _ in found] == ["different_unit"]


def test_a_toll_that_an_article_tells_as_rising_is_an_update_and_no_contradiction_in_it():
    reading = told("1", killed(9), killed(12))
    (incident,) = reading.incidents
    *others, low, high = incident.facts
    risen = high.model_copy(update={"evidence": low.evidence})
    changed = incident.model_copy(update={"facts": (*others, risen, low)})
    (group,) = groups(reading.model_copy(update={"incidents": (changed,)}), aspect="killed")
    assert [(one.type, one.words) for one in group.disagreements] == [("updated", "9, later 12")]


def test_two_counts_of_one_damage_in_one_article_contradict_one_another():
    counts = [("damage", number(low, "car")) for low in (11, 14)]
    assert disagreements(counts) == [("within_article", "11 against 14")]


def test_an_undated_figure_that_was_published_first_is_the_earlier_one_of_a_day():
    figures = killed(12), so(killed(17), "2031-05-03", part="evening")
    assert disagreements(*figures, dates=("2031-05-03", "2031-05-04")) == [("updated", "12, later 17")]


def test_two_figures_that_are_dated_to_one_day_contradict_whenever_they_were_published():
    figures = so(killed(12), DAY), so(killed(17), DAY)
    assert disagreements(*figures, dates=("2031-05-03", "2031-05-04")) == [("contradiction", "12 against 17")]


def test_about_as_many_told_later_is_less_precise_and_no_update():
    figures = killed(14), killed(15, qualifier="about")
    assert disagreements(*figures, dates=(DAY, "2031-05-03")) == [("less_precise", "14 against about 15")]


def test_a_count_that_an_article_dates_rises_like_a_toll_and_another_does_not():
    early, late = ("count", number(312, "case")), ("count", number(371, "case"))
    dates = (DAY, "2031-05-04")
    assert disagreements(early, so(late, "2031-05-03"), dates=dates) == [("updated", "312, later 371")]
    assert disagreements(early, late, dates=dates) == [("contradiction", "312 against 371")]


def test_a_part_of_the_day_of_the_old_figure_is_held_against_it_and_the_new_one():
    facts = killed(27), killed(19, "soldier"), killed(34)
    found = disagreements(*facts, dates=(DAY, DAY, "2031-05-03"))
    assert found == [
        ("updated", "27, later 34"),
        ("different_scope", "3 values: 27 people, 19 soldiers and 34 people"),
    ]


def test_a_part_that_an_article_tells_beside_the_whole_differs_by_the_whole_only():
    coaches = [("count", number(6, "coach")), ("count", number(2, "coach that rolled down"))]
    assert disagreements(coaches, ("count", number(5, "coach"))) == [("contradiction", "6 against 5")]


def test_a_rough_time_that_one_article_gives_beside_the_exact_one_differs_between_others():
    both = [clock(part="night"), clock("02:50")]
    assert disagreements(both, clock(part="night"), clock("02:50")) == [("less_precise", "night against 02:50")]


def test_the_injured_whom_hospitals_took_in_are_the_injured_if_the_article_has_no_other_figure():
    in_hospital = ("injured", number(50, qualifier="more_than", scope="admitted to hospitals"))
    assert disagreements(in_hospital, ("injured", number(60))) == [("less_precise", "more than 50 against 60")]
    some = ("injured", number(12, scope="admitted to hospitals"))
    assert disagreements([some, ("injured", number(60))], ("injured", number(60))) == []


def test_in_the_city_is_no_part_of_what_happened_in_the_city_as_such():
    readings = []
    for sign, low, scope in (("1", 321, "in the city"), ("2", 312, None)):
        article = Told(sign)
        article.incident("flood", at(DAY), in_("Duyal"), ("missing", number(low, scope=scope)))
        readings.append(article.reading())
    (group,) = groups(*readings, aspect="missing")
    assert [one.type for one in group.disagreements] == ["contradiction"]


def test_one_place_under_several_names_is_one_side():
    names = "Oru market", "market of Oru district"
    (group,) = groups(*(told(s, in_(name, "Duyal")) for s, name in zip("12", names, strict=True)), aspect="place")
    assert sorted(len(side.articles) for side in group.sides) == [2, 2]


def test_a_side_of_people_told_by_what_they_are_counts_people():
    (group,) = groups(told("1", killed(1, "student")), told("2", killed(1)), aspect="killed")
    assert [(side.value.counted, len(side.articles)) for side in group.sides] == [("person", 2)]


@pytest.mark.parametrize(("counted", "sides"), [("security guard", [2]), ("Duyal guard", [2]), ("US guard", [1, 1])])
def test_a_noun_with_and_without_a_modifier_is_one_where_the_figures_are_one(counted, sides):
    (group,) = groups(told("1", killed(2, counted)), told("2", killed(2, "guard")), aspect="killed")
    assert [len(side.articles) for side in group.sides] == sides
    assert "guard" in {side.value.counted for side in group.sides}


def test_workers_are_told_apart_from_all_people_for_everybody_once_one_article_does_so():
    assert disagreements(killed(2, "worker"), killed(5)) == [("contradiction", "2 against 5")]
    assert disagreements(killed(2, "worker"), killed(5), [killed(2, "worker"), killed(5)]) == []


def test_soldiers_are_all_the_dead_where_another_article_counts_as_many_people():
    facts = killed(6, "soldier"), killed(6), killed(8)
    assert disagreements(*facts) == [("contradiction", "6 against 8")]
    assert disagreements(facts[0], facts[2]) == [("different_scope", "6 soldiers against 8 people")]


def test_the_part_of_a_sum_that_an_article_gives_is_no_toll_of_its_own():
    later = [told("2", *part) for part in ((killed(2), killed(6)),)]
    (group,) = groups(told("1", killed(4)), *later, aspect="killed")
    assert [(one.type, one.words) for one in group.disagreements] == [("contradiction", "4 against 6")]
    assert len(group.sides) == 3


def test_a_sum_of_all_people_hides_no_contradiction_about_a_part_of_them():
    facts = [killed(2, "child"), killed(5)], killed(3, "child")
    assert ("contradiction", "2 against 3") in disagreements(*facts)


def test_workers_in_two_places_are_not_one_toll():
    inside, outside = killed(2, "worker in the plant"), killed(3, "worker in the yard")
    assert "contradiction" not in {kind for kind, _ in disagreements(inside, outside)}


def test_two_tolls_of_one_article_are_a_contradiction_though_somebody_counts_their_difference():
    told_twice = [killed(6), killed(7)]
    assert ("within_article", "6 against 7") in disagreements(told_twice, killed(1, "student"))


def test_a_time_whose_own_words_have_the_clock_time_that_another_gives_is_that_time():
    rough = at(DAY, part="evening").model_copy(update={"words": "in the evening, at 19:30"})
    assert disagreements(("time", rough), clock("19:30"), aspect="time") == []
    both = ("time", rough), clock("19:30"), clock("19:40")
    assert disagreements(*both, aspect="time") == [("contradiction", "19:30 against 19:40")]


@pytest.mark.parametrize(("words", "other"), [("at 7:30", "07:30"), ("from 18:00 to 20:00", "20:00")])
def test_a_clock_time_against_the_part_of_the_day_or_of_a_span_is_not_filled_in(words, other):
    evening = at(DAY, part="evening").model_copy(update={"words": words})
    assert disagreements(("time", evening), clock(other), aspect="time") != []


def test_the_injured_in_one_named_hospital_are_a_part_of_the_injured():
    one = ("injured", number(15, scope="in Sahel Hospital"))
    assert disagreements(one, ("injured", number(22)), aspect="injured") == [
        ("different_scope", "15 (in Sahel Hospital) against 22")
    ]


def test_police_officers_are_all_the_dead_where_their_own_article_counts_as_many_people():
    facts = killed(2, "police officer"), [killed(3, "police officer"), killed(3)]
    assert disagreements(*facts) == [("contradiction", "2 against 3")]


def test_two_nouns_with_modifiers_are_not_made_one_by_a_third_without():
    counted = "fuel tank", "water tank", "tank"
    readings = [told(sign, ("damage", number(2, what))) for sign, what in zip("123", counted, strict=True)]
    assert len(groups(*readings, aspect="damage")) == 3


def test_nobody_of_one_part_hurt_is_no_contradiction_of_the_dead():
    foreigners = ("casualties", number(0, scope="foreigners"))
    found = groups(told("1", foreigners), told("2", killed(3)), aspect="casualties")
    assert found[0].disagreements == ()


@pytest.mark.parametrize(("denier", "types"), [("Old Mill Party", []), ("Gate Brigades", ["contradiction"])])
def test_one_group_that_claims_and_another_that_denies_do_not_contradict_each_other(denier, types):
    readings = []
    for sign, name, code in (("1", "Gate Brigades", "claimed"), ("2", denier, "denied")):
        article = Told(sign)
        group = article.actor(name, "armed_group", "XA")
        article.incident("bombing", at(DAY), in_("Green Gate", "Duyal"), ("responsibility", category(code), group))
        readings.append(article.reading())
    assert [one.type for one in groups(*readings, aspect="responsibility")[0].disagreements] == types


@pytest.mark.parametrize("with_role", [True, False])
@pytest.mark.parametrize(("denier", "shown"), [("Gate Brigades", True), ("Old Mill Party", False)])
def test_the_police_that_tell_of_a_claim_are_not_who_claims(with_role, denier, shown):
    claiming = Told("1")
    police, group = claiming.actor("Duyal Police"), claiming.actor("Gate Brigades", "armed_group", "XA")
    claiming.incident(
        "bombing",
        at(DAY),
        in_("Green Gate", "Duyal"),
        ("responsibility", category("claimed"), police),
        roles=[("claimant", group)] if with_role else (),
    )
    denying = Told("2")
    other = denying.actor(denier, "armed_group", "XA")
    denying.incident("bombing", at(DAY), in_("Green Gate", "Duyal"), ("responsibility", category("denied"), other))
    found = groups(claiming.reading(), denying.reading(), aspect="responsibility")[0].disagreements
    # Where nobody is named as the claimant, the denial may be that of the same group.
    assert [one.words for one in found] == (["claimed against denied"] if shown or not with_role else [])


@pytest.mark.parametrize(
    ("nobody", "hurt", "words"),
    [
        (number(0, "soldier"), number(3, "soldier"), ["no soldiers hurt against 3 soldiers killed"]),
        (number(0, scope="soldiers"), number(3, "soldier"), ["nobody hurt (soldiers) against 3 soldiers killed"]),
        (number(0, "soldier"), number(3, "US soldier"), ["no soldiers hurt against 3 US soldiers killed"]),
        (number(0, "US soldier"), number(3, "soldier"), []),
        (number(0, "soldier"), number(3, "child"), []),
        (number(0, "soldier"), number(3), []),
        (number(0), number(3, "soldier"), ["no casualties against 3 killed"]),
    ],
)
def test_nobody_of_a_part_hurt_is_a_contradiction_of_the_dead_of_that_part(nobody, hurt, words):
    (group,) = groups(told("1", ("casualties", nobody)), told("2", ("killed", hurt)), aspect="casualties")
    assert [one.words for one in group.disagreements] == words
    assert all((one.type, len(one.sides)) == ("contradiction", 2) for one in group.disagreements)


def test_nobody_of_a_part_hurt_contradicts_those_of_the_part_that_stand_for_all_the_dead():
    readings = [told("1", ("casualties", number(0, "soldier"))), told("2", killed(3, "soldier")), told("3", killed(3))]
    (group,) = groups(*readings, aspect="casualties")
    assert len(group.disagreements) == 1


@pytest.mark.parametrize(("at_first", "is_update"), [("10:00", True), ("18:00", False), (None, False)])
def test_two_tolls_of_two_hours_are_an_update_though_somebody_counts_their_difference(at_first, is_update):
    first = at(DAY, at_first) if at_first else at(DAY, "18:00")
    dated = [("killed", number(low), None, (), hour) for low, hour in ((2, first), (6, at(DAY, "18:00")))]
    found = disagreements(dated, killed(4), dates=(DAY, DAY))
    assert any("2, later" in words or "2, 4" in words for _, words in found) == is_update
