"""A later article that leaves out when something happened is compared with what earlier digests told of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from summariser.core.merge import merge, open_incidents, sought_keys
from summariser.core.merge.actors import merge_actors
from summariser.core.merge.followups import MOST_OF_A_NAME, followed_up
from summariser.core.merge.origins import world_of
from summariser.core.merge.sightings import sightings_of
from summariser.nouns.known import Known
from summariser.nouns.pairs import Ruling
from summariser.nouns.reading import Reading
from tests.digests import digest_of
from tests.held import Held
from tests.newsdesk import Newsdesk, aground, day, questions
from tests.servers import Server
from tests.test_days import gold
from tests.told import FAMILIES as SOME_FAMILIES
from tests.told import Told, at, in_, number

FAMILIES = {**SOME_FAMILIES, "transport_accident": "accident", "fire": "accident", "arrest": "justice"}
CAPSIZED = at("2031-03-26")
LATER = "2031-03-30"


def tells(sign, type_, title, *facts, published=None, touched=(), **more):
    told = Told(sign, published, f"Paper {sign}")
    roles = [("affected", told.actor(*actor)) for actor in touched]
    told.incident(type_, *facts, title=title, roles=roles, **more)
    return told.reading()


def ferry(sign, title, *facts, **more):
    return tells(sign, "transport_accident", title, *facts, **more)


def depot(sign, name, *facts, **more):
    where = in_(f"{name} fuel depot", "Guayaquil", "EC")
    return tells(
        sign, "strike_means_not_stated", f"Attack on the {name} fuel depot in Guayaquil", where, *facts, **more
    )


FERRY = ferry(
    "1", "Capsizing of the ferry Mavi Martı off Sürmene", CAPSIZED, in_("Sürmene", country="TR"), published="2031-03-26"
)
DEPOT = depot("2", "El Manglar", at("2031-03-26"), published="2031-03-26")
CAME = datetime(2031, 3, 29, 5, tzinfo=UTC)


def asked_after(earlier, today, came=CAME):
    """Give the titles of each pair that is asked about on the day after that of `earlier`."""
    held = Held(FAMILIES)
    held.day(earlier)
    held.instants |= {today.article: came} if came else {}
    titles = {one.id: one.title for reading in (*earlier, today) for one in reading.incidents}
    pairs = []

    def known_of(at_hand, known):
        pairs[:] = open_incidents(at_hand.readings, FAMILIES, known)
        return known

    held.day([today], known_of)
    return [{titles[pair.a], titles[pair.b]} for pair in pairs]


ASKED = {
    "a later article gives neither time nor place, and spells the ship without marks": (
        FERRY,
        ferry("3", "Accident of the ferry Mavi Marti", published=LATER),
    ),
    "an article without a date gives the hour and the place, and no day": (
        DEPOT,
        depot("3", "El Manglar", at(part="dawn")),
    ),
    "the kind is another that one report may choose": (
        FERRY,
        tells("3", "other", "Sinking of the Mavi Martı", published=LATER),
    ),
    "a site is named, but not in the title": (
        DEPOT,
        tells(
            "3",
            "bombing",
            "Attack on a fuel depot",
            in_("El Manglar depot").model_copy(update={"city": None, "country": None}),
            published=LATER,
        ),
    ),
    "a company is named to which it happened": (
        tells(
            "2", "fire", "Fire at a warehouse", CAPSIZED, touched=[("Lumagas", "organisation")], published="2031-03-26"
        ),
        tells("3", "fire", "Fire at a gas store", touched=[("Lumagas", "organisation", "EC")], published=LATER),
    ),
    "only a month is told": (FERRY, ferry("3", "Accident of the ferry Mavi Martı", at("2031-03"), published=LATER)),
    "it is told as background": (FERRY, ferry("3", "Loss of the Mavi Martı", published=LATER, background=True)),
}


@pytest.mark.parametrize("case", ASKED)
def test_it_is_asked_whether_a_report_without_a_day_is_of_what_an_earlier_digest_told_by_name(case):
    earlier, today = ASKED[case]
    assert asked_after([earlier], today) == [{earlier.incidents[0].title, today.incidents[0].title}]


APART = {
    "another ferry": (FERRY, ferry("3", "Accident of the ferry Deniz Yolu", published=LATER)),
    "another depot in the same city": (DEPOT, depot("3", "Las Peñas", at(part="dawn"))),
    "another day": (FERRY, ferry("3", "Accident of the ferry Mavi Martı", at("2031-03-29"), published=LATER)),
    "another month": (FERRY, ferry("3", "Accident of the ferry Mavi Martı", at("2031-02"), published=LATER)),
    "another country": (FERRY, ferry("3", "Accident of the Mavi Martı", in_("Varna", country="BG"), published=LATER)),
    "another kind": (FERRY, tells("3", "talks", "Talks on board the Mavi Martı", published=LATER)),
    "long after": (FERRY, ferry("3", "Accident of the ferry Mavi Martı", published="2031-05-09")),
    "long before, by when it came out": (FERRY, ferry("3", "Accident of the Mavi Martı", published="2031-03-01")),
    "only the police, the country and the city": (
        tells("2", "arrest", "Arrest by Ecuadorian Police in El Salvador", CAPSIZED, published="2031-03-26"),
        tells("3", "arrest", "Arrests of Ecuadorian and El Salvador Police in Guayaquil", published=LATER),
    ),
    "only the kind of thing": (
        tells("2", "fire", "Fire at Black Sea Port", CAPSIZED, published="2031-03-26"),
        tells("3", "fire", "Fire at Port of the Black Sea", published=LATER),
    ),
}


@pytest.mark.parametrize("case", APART)
def test_nothing_is_asked_about_look_alikes(case):
    earlier, today = APART[case]
    assert asked_after([earlier], today) == []
    settled = {one.id: "I1" for one in earlier.incidents}
    assert open_incidents([earlier, today], FAMILIES, Known(settled=settled, instants={today.article: CAME})) == ()


def test_nothing_is_asked_where_it_is_not_known_when_the_article_came():
    assert asked_after([DEPOT], depot("3", "El Manglar", at(part="dawn")), came=None) == []


def test_all_that_it_may_be_are_asked_about_and_the_likest_first():
    earlier = [
        ferry(sign, title, at(day), killed(toll), published=day)
        for sign, title, day, toll in (
            ("2", "Fire on the ferry Mavi Martı", "2031-03-20", 4),
            ("1", "Capsizing of the ferry Mavi Martı", "2031-03-26", 19),
        )
    ]
    today = ferry("3", "Accident of the ferry Mavi Martı", killed(19), published=LATER)
    likest = [earlier[1].incidents[0].title, earlier[0].incidents[0].title]
    assert asked_after(earlier, today) == [{title, today.incidents[0].title} for title in likest]


def test_a_word_that_very_many_incidents_have_is_no_name_and_one_that_many_reports_of_one_have_is():
    told = [
        ferry("a", "Capsizing of the ferry Mavi Martı", CAPSIZED, in_(f"Place {number_}"), published="2031-03-26")
        for number_ in range(MOST_OF_A_NAME + 1)
    ]
    many = [in_article(one, f"{number_:02}" * 32) for number_, one in enumerate(told)]
    today = ferry("f", "Accident of the ferry Mavi Martı", published=LATER)
    for lasting, asked in ("I{}", 0), ("I1", len(many)):
        held = Held(FAMILIES)
        for one in many:
            held.keep(one)
        held.lasting = {one.incidents[0].id: lasting.format(number_) for number_, one in enumerate(many)}
        for report, one in held.lasting.items():
            held._reports[one].add(report)
        found = open_incidents([*many, today], FAMILIES, Known(settled=held.lasting))
        assert bool(found) is bool(asked)
        keys = sought_keys(today, FAMILIES).named
        assert len(held.reported_in(held.reported_with(keys, MOST_OF_A_NAME))) == asked


def in_article(reading, article):
    """Give `reading` as that of another article."""
    told = reading.model_dump_json().replace(reading.article, article)
    return Reading.model_validate_json(told.replace(reading.article[:12] + ":", article[:12] + ":"))


@pytest.mark.parametrize("part", ["tune", "opened"])
def test_nothing_more_is_compared_where_no_digest_was_issued_before(part):
    run = gold(part)
    came = dict.fromkeys((reading.article for reading in run.readings), CAME)
    world = world_of(run.readings, merge_actors(run.readings, run.known), run.families, Known(instants=came))
    assert not followed_up(run.readings, sightings_of(run.readings, world), world)
    known = replace(run.known, rulings={})
    pairs = open_incidents(run.readings, run.families, known)
    assert pairs == open_incidents(run.readings, run.families, replace(known, instants=came))
    assert pairs


def test_no_rule_joins_what_shares_but_a_name():
    today = ferry("3", "Accident of the ferry Mavi Martı", published=LATER)
    assert len(merge([FERRY, today], FAMILIES, Known(settled={FERRY.incidents[0].id: "I1"})).incidents) == 2


@pytest.mark.parametrize("published", [LATER, None])
def test_the_toll_of_what_is_ruled_to_follow_up_takes_the_place_of_the_earlier_one(published):
    told = ferry("1", "Capsizing of the ferry Mavi Martı", CAPSIZED, killed(11), published="2031-03-27")
    today = ferry("3", "Accident of the ferry Mavi Martı", killed(17), published=published)
    pair = (told.incidents[0].id, today.incidents[0].id)
    ruling = Ruling(a=pair[0], b=pair[1], verdict="same", reason="one ship", model="m")
    instants = {told.article: CAME - timedelta(days=2), today.article: CAME}
    known = Known(settled={pair[0]: "I1"}, rulings={pair: ruling}, instants=instants)
    digest = digest_of([today], [told], known)
    assert not digest.new
    assert not digest.contradicted
    (change,) = [one for entry in digest.changed for one in entry.changes]
    assert (change.after.text[:9], change.before.text[:9]) == ("17 people", "11 people")


def killed(people):
    return "killed", number(people)


def test_a_digest_tells_nothing_as_new_that_an_article_without_a_date_tells_again(tmp_path):
    with Server(aground) as server:
        desk = Newsdesk(tmp_path, server.base_url)
        desk.add(0, days_ago=1, text=f"The ferry Mavi Martı ran aground on {day(1)} in Moravir. Nobody knows why.")
        desk.add(1, text="Search for the ferry Mavi Marti has ended. Nobody knows why.")
        undated = desk.add(2, text="Salvage of the ferry Mavi Martı may take long. Nobody knows why.")
        undated.write_text(undated.read_text().partition("\n\n")[2])
        assert desk.digest("--since", day(1)).returncode == 0
        asked = [one for one in questions(server) if "<side>" in one]
    assert len(asked) == 2
    assert len(desk.told(day(1))["new"]) == 1
    told = desk.told(day())
    assert (told["new"], len(told["again"])) == ([], 1)
