"""The digest's difference: what an analyst would call wrong is not said, and what changed is said with both values."""

import json
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from summariser.core.brief import Material, compose_digest
from summariser.core.merge import changes, merge
from summariser.core.render import as_json, as_markdown, as_terminal
from summariser.nouns.article import Failure
from summariser.nouns.brief import sentences_of
from summariser.nouns.digest import Digest
from summariser.nouns.known import Known, Publisher
from tests.digests import END, article_of, digest_of, heading, lasting_ids, readings_of, shown
from tests.sample_brief import ACCOUNT
from tests.strategies import readings, worlds
from tests.told import FAMILIES, Told, at, category, in_, number, text

DAY = "2031-05-02"
ONE = number(1)


def blast(sign, *facts, published=None, outlet=None, roles=(), day=DAY, **more):
    """One article about the bombing at the Green Gate; its actors are the ministry, the police and the Kesh Front."""
    told = Told(sign, published, outlet or f"Paper {sign}")
    told.ministry = told.actor("Ministry of Health", country="XA")
    told.police = told.actor("Duyal Police", country="XA")
    told.front = told.actor("Kesh Front", "armed_group", "XA")
    who = {"ministry": told.ministry, "police": told.police, "front": told.front}
    facts = [(one[0], one[1], who.get(one[2], one[2]), *one[3:]) if len(one) > 2 else one for one in facts]
    roles = [(role, who[actor], basis, who.get(accuser)) for role, actor, basis, accuser in roles]
    more = {"title": "Bombing at the Green Gate", **more}
    told.incident("bombing", at(day), in_("Green Gate", "Duyal"), *facts, roles=roles, **more)
    return told


def fire(sign, *facts, published=None, city="Morren", **more):
    told = Told(sign, published, f"Paper {sign}")
    told.incident("other", at("2031-05-03"), in_(city), *facts, title=f"Fire in {city}", **more)
    return told


def killed(low, by=None, as_of=None, **more):
    return ("killed", number(low, **more), by, (), as_of)


def changed(digest):
    """Give (how, label, after, before) of every particular under CHANGED."""
    return [
        (one.how, one.after.label, one.after.text, one.before and one.before.text)
        for entry in digest.changed
        for one in entry.changes
    ]


def kinds(digest):
    return {kind: len(found) for kind, found in told_kinds(digest).items() if found}


def told_kinds(digest):
    names = ("new", "changed", "confirmed", "contradicted", "silent", "background", "again")
    return {name: getattr(digest, name) for name in names}


# What is new


def test_what_no_earlier_article_reports_is_new_and_told_with_its_toll_and_reports():
    digest = digest_of([blast("1", killed(3, "ministry"))], [fire("2")])
    assert kinds(digest) == {"new": 1}
    assert digest.new[0].line.text.startswith("Bombing at the Green Gate (2 May 2031; Green Gate, Duyal")
    assert "reported in one article" in digest.new[0].line.text
    assert "killed: 3 people, according to the Ministry of Health" in digest.new[0].line.text


def test_yesterdays_news_is_not_new_today_and_without_another_value_only_reported_again():
    digest = digest_of([blast("1", killed(3, "ministry"))], [blast("2", killed(3, "ministry"))])
    assert kinds(digest) == {"again": 1}
    assert digest.highlights == ()


def test_today_alone_or_earlier_alone_is_no_change():
    articles = [blast("1", killed(3)), blast("2", killed(5)), fire("3")]
    only_new = digest_of(articles)
    assert set(kinds(only_new)) == {"new"}
    assert not kinds(digest_of([], articles))


def test_what_two_of_todays_articles_say_of_something_new_is_shown_there_and_is_no_contradiction_of_anything_told():
    digest = digest_of([blast("1", killed(3, "ministry")), blast("2", killed(5, "police"))])
    assert kinds(digest) == {"new": 1}
    sides = "3 people (Ministry of Health) against 5 people (Duyal Police)"
    assert f"Killed (the reports contradict each other): {sides}" in shown(digest.new)


def test_an_incident_of_last_week_that_nobody_told_is_new_and_told_late_and_stands_last():
    late = blast("1", killed(9), day="2031-04-20", published="2031-05-03")
    also = blast("4", killed(9), day="2031-04-20", published="2031-05-03")
    digest = digest_of([late, also, fire("2")])
    assert [entry.type for entry in digest.new] == ["other", "bombing"]
    assert "told late: dated more than a day before this period" in digest.new[1].line.text
    assert "told late" not in digest.new[0].line.text


def test_a_background_paragraph_is_no_news_whether_it_is_of_something_known_or_not():
    unknown = digest_of([blast("1", killed(3), background=True)])
    known = digest_of([blast("1", killed(3), background=True)], [blast("2", killed(3), outlet="Echo")])
    for digest in (unknown, known):
        assert kinds(digest) == {"background": 1}
        assert digest.highlights == ()
    assert "told as background in one article" in digest.background[0].text


def test_a_toll_that_has_risen_is_a_change_even_if_it_is_told_in_passing():
    digest = digest_of([blast("1", killed(7), background=True)], [blast("2", killed(3))])
    assert [one[:1] + one[2:] for one in changed(digest)] == [
        ("later", "7 people, reported by Paper 1", "3 people, reported by Paper 2")
    ]


def test_another_toll_in_passing_of_what_always_lay_back_is_no_news():
    digest = digest_of([blast("1", killed(7), background=True)], [blast("2", killed(3), background=True)])
    assert kinds(digest) == {"background": 1}


# What has changed


def test_a_later_toll_takes_the_place_of_an_earlier_one_and_both_are_cited():
    digest = digest_of([blast("1", killed(5, "ministry"))], [blast("2", killed(3, "ministry"))])
    said = "according to the Ministry of Health"
    assert changed(digest) == [("later", "Killed", f"5 people, {said}", f"3 people, {said}")]
    (change,) = digest.changed[0].changes
    by_number = {one.number: one for one in digest.citations}
    assert {by_number[one].sha256[0] for one in change.after.citations} == {"1"}
    assert {by_number[one].sha256[0] for one in change.before.citations} == {"2"}
    assert "killed: 3 people" in digest.highlights[0].text
    assert "; now 5 people" in digest.highlights[0].text
    assert not digest.contradicted


def test_a_toll_as_of_an_earlier_time_that_is_told_today_is_no_change_downwards():
    evening, night = at(DAY, "18:00"), at(DAY, "23:00")
    old = blast("2", killed(5, "ministry", night), published="2031-05-03")
    for day in ("2031-05-03", "2031-05-04"):
        digest = digest_of([blast("1", killed(3, "ministry", evening), published=day)], [old])
        assert kinds(digest) == {"again": 1}


def test_a_rounded_figure_is_no_change_and_an_exact_one_after_it_is():
    about, exact = killed(20, qualifier="about"), killed(19)
    assert kinds(digest_of([blast("1", about)], [blast("2", exact)])).get("changed") is None
    assert changed(digest_of([blast("1", exact)], [blast("2", about)]))[0][:2] == (
        "more_exact",
        "Killed (told more exactly)",
    )


@pytest.mark.parametrize(
    ("before", "after", "how"),
    [
        (killed(6, qualifier="at_least"), killed(8), "later"),
        (killed(6, qualifier="at_least"), killed(8, qualifier="at_least"), "later"),
        (killed(8), killed(6, qualifier="at_least"), None),
        (killed(5, qualifier="range", high=8), killed(7), "more_exact"),
        (killed(None, qualifier="vague", words="several"), killed(7), "more_exact"),
        (killed(None, qualifier="none_reported", words="no reports"), killed(1), "later"),
        (killed(1), killed(None, qualifier="none_reported", words="no reports"), None),
    ],
)
def test_a_range_made_exact_is_a_change_and_a_rougher_account_is_none(before, after, how):
    told = changed(digest_of([blast("1", after)], [blast("2", before)]))
    assert [one[0] for one in told] == ([how] if how else [])


def test_a_lower_figure_of_the_same_authority_is_a_change_that_says_so_and_of_another_a_contradiction():
    before = blast("2", killed(5, "ministry"))
    same = digest_of([blast("1", killed(4, "ministry"))], [before])
    assert changed(same)[0][:2] == (
        "same_source",
        "Killed (lower than before, from the same source: Ministry of Health)",
    )
    assert not same.contradicted
    other = digest_of([blast("1", killed(4, "police"))], [before])
    assert not other.changed
    assert [one.how for entry in other.contradicted for one in entry.changes] == ["contradiction"]
    assert "4 people, according to the Duyal Police" in str(shown(other.contradicted))
    assert "5 people, according to the Ministry of Health" in str(shown(other.contradicted))


def test_a_figure_is_held_against_the_one_that_its_source_says_it_takes_the_place_of():
    rough = number(70, qualifier="more_than")
    earlier = [blast("2", ("count", rough, "ministry")), blast("3", ("count", number(74), "police"))]
    told = blast("1", ("count", number(73), "ministry"), ("count", number(74), "ministry"))
    (how, _, after, before), *others = changed(digest_of([told], earlier))
    assert (how, after[:9], before[:9], others) == ("same_source", "73 people", "74 people", [])
    assert "Ministry of Health" in before
    assert "Duyal Police" in before


def test_the_missing_may_become_fewer():
    digest = digest_of([blast("1", ("missing", number(2)))], [blast("2", ("missing", number(6)))])
    assert changed(digest)[0][0] == "later"


def test_an_authoritys_own_figures_follow_each_other_whatever_others_say():
    earlier = [blast("2", killed(5, "ministry")), blast("3", killed(9, "police"))]
    digest = digest_of([blast("1", killed(6, "ministry"))], earlier)
    assert [(one[0], one[3]) for one in changed(digest)] == [("later", "5 people, according to the Ministry of Health")]


def test_a_figure_of_a_part_neither_changes_nor_contradicts_that_of_the_whole():
    digest = digest_of([blast("1", killed(2, scope="soldiers"))], [blast("2", killed(5))])
    assert [one[:3] for one in changed(digest)] == [
        ("apart", "Killed (another part or unit is counted than before)", "2 people (soldiers), reported by Paper 1")
    ]
    assert not digest.contradicted


def test_the_whole_and_a_part_told_today_are_each_held_against_their_own():
    today = [blast("1", killed(9), killed(7, scope="residents of the city"))]
    told = changed(digest_of(today, [blast("2", killed(5))]))
    assert [(one[0], one[2][:8]) for one in told] == [("later", "9 people"), ("apart", "7 people")]


def test_dead_after_no_casualties_are_a_change_of_that_and_no_casualties_after_dead_a_contradiction():
    nobody, dead = blast("2", ("casualties", number(0))), blast("1", killed(3))
    assert changed(digest_of([dead], [nobody])) == [
        ("later", "Killed", "3 people, reported by Paper 1", "no casualties, reported by Paper 2")
    ]
    (entry,) = digest_of([nobody], [dead]).contradicted
    assert entry.changes[0].after.text.startswith("no casualties")
    assert "3 people killed" in entry.changes[0].before.text


def test_a_first_figure_of_what_goes_on_around_an_incident_is_no_news():
    assert kinds(digest_of([blast("1", ("response", number(2, "excavator")))], [blast("2")])).get("changed") is None


def test_the_first_figure_of_something_known_is_a_change_without_an_old_value():
    digest = digest_of([blast("1", ("injured", number(4)))], [blast("2", killed(5))])
    assert changed(digest) == [("first", "Injured", "4 people, reported by Paper 1", None)]
    assert "not told before" in digest.highlights[0].text


def test_a_clause_in_other_words_is_no_change_but_the_first_cause_is():
    cause, other = ("cause", text("a parked lorry blew up")), ("cause", text("an explosion in a parked lorry"))
    response = ("response", text("roads were shut"))
    assert not digest_of([blast("1", other, response)], [blast("2", cause)]).changed
    assert changed(digest_of([blast("1", cause)], [blast("2")]))[0][:2] == ("first", "Cause")


def test_something_planned_has_happened():
    planned, happened = blast("2", status="planned"), blast("1")
    digest = digest_of([happened], [planned])
    assert changed(digest) == [("came_about", "Status", "happened, in one article", "planned, in one article")]
    assert kinds(digest_of([blast("1", status="planned")], [blast("2")])).get("changed") is None


def test_what_happened_and_is_denied_today_is_contradicted():
    digest = digest_of([blast("1", status="denied")], [blast("2")])
    assert [one.aspect for entry in digest.contradicted for one in entry.changes] == ["status"]


def test_two_times_contradict_and_a_clock_makes_a_day_more_exact():
    early, late = ("time", at(DAY, "04:00")), ("time", at(DAY, "09:00"))
    assert [
        one.aspect for e in digest_of([blast("1", late)], [blast("2", early)]).contradicted for one in e.changes
    ] == ["time"]
    assert [one[:2] for one in changed(digest_of([blast("1", early)], [blast("2")]))] == [
        ("more_exact", "Time (told more exactly)")
    ]


def test_of_tolls_of_one_day_the_instants_of_publication_tell_which_is_the_later():
    def instants(*hours):
        return Known(instants={sign * 64: END - timedelta(hours=hour) for sign, hour in zip("321", hours, strict=True)})

    told = [blast(sign, killed(toll), published="2031-05-03") for sign, toll in (("3", 3), ("2", 5), ("1", 7))]
    (_, _, after, before), *_ = changed(digest_of(told[2:], told[:2], instants(40, 30, 5)))
    assert (after[:8], before[:8]) == ("7 people", "5 people")
    assert " or " not in before
    assert "3 people" in changed(digest_of(told[2:], told[:2]))[0][3]


def test_a_toll_that_was_lowered_and_rises_again_to_what_it_had_been_is_a_change():
    told = [
        blast(sign, killed(toll, "ministry", at(day)), published=day)
        for sign, toll, day in (("3", 19, "2031-05-02"), ("2", 18, "2031-05-03"), ("1", 19, "2031-05-04"))
    ]
    lowered = digest_of(told[1:2], told[:1])
    assert changed(lowered)[0][0] == "same_source"
    assert lowered.figures[0].text.startswith("killed: 18 people (as of 3 May 2031)")
    risen = digest_of(told[2:], told[:2])
    assert [(one[0], one[2][:9], one[3][:9]) for one in changed(risen)] == [("later", "19 people", "18 people")]
    last = digest_of([], told, before=risen)
    assert "19 people" in str(shown(last.silent))
    assert "18 people" not in str(shown(last.silent))
    silent = digest_of([], told[:2], before=lowered)
    assert "18 people" in str(shown(silent.silent))
    assert "19 people" not in str(shown(silent.silent))


def test_a_toll_that_is_lowered_in_one_sentence_is_told_as_lowered():
    told = blast("1", killed(18, "ministry", at("2031-05-03")), killed(19, "ministry"), published="2031-05-03")
    (incident,) = told.incidents
    low, high = incident.facts[-2:]
    facts = (*incident.facts[:-2], low, high.model_copy(update={"evidence": low.evidence}))
    told.incidents = [incident.model_copy(update={"facts": facts})]
    digest = digest_of([told], [blast("2", killed(19, "ministry", at("2031-05-02")), published="2031-05-02")])
    assert [(one[0], one[2][:9]) for one in changed(digest)] == [("same_source", "18 people")]
    assert digest.figures[0].text.startswith("killed: 18 people")
    assert digest_of([told]).figures[0].text.endswith("(Ministry of Health; 3 May 2031)")
    assert " to " not in digest_of([told]).figures[0].text


def test_an_old_toll_that_another_paper_tells_again_is_no_change():
    told = [
        blast(sign, killed(toll, "ministry"), published=day)
        for sign, toll, day in (("3", 19, "2031-05-02"), ("2", 25, "2031-05-03"))
    ]
    digest = digest_of([blast("1", killed(19), published="2031-05-04")], told)
    assert not digest.changed
    assert not digest.contradicted


# Who was behind it


def behind(digest):
    return [one for one in changed(digest) if one[1].startswith("Who was behind it")]


def test_somebody_newly_named_is_a_change_with_who_was_named_before():
    suspected = blast("2", roles=[("perpetrator", "front", "suspected", "police")])
    claimed = blast("1", roles=[("claimant", "front", "fact", None)])
    ((how, label, after, before),) = behind(digest_of([claimed], [suspected]))
    assert (how, label) == ("named", "Who was behind it")
    assert after == "Kesh Front claimed it"
    assert before == "the Duyal Police suspected Kesh Front"
    assert behind(digest_of([claimed], [blast("2")]))[0][3] is None


def test_a_claim_that_is_withdrawn_and_an_accusation_that_is_denied_say_so():
    denial = blast("1", roles=[("perpetrator", "front", "denied", "front")])
    claim = blast("2", roles=[("claimant", "front", "fact", None)])
    accused = blast("2", roles=[("perpetrator", "front", "accused", "police")])
    assert behind(digest_of([denial], [claim]))[0][1] == (
        "Who was behind it (denied now by who claimed it before: Kesh Front)"
    )
    assert behind(digest_of([denial], [accused]))[0][1] == (
        "Who was behind it (denied now by who was named before: Kesh Front)"
    )


def test_a_claim_told_again_or_by_unnamed_attackers_is_no_news():
    claim = [("claimant", "front", "fact", None)]
    again = blast("1", roles=[("perpetrator", "front", "claimed", None)])
    assert not behind(digest_of([again], [blast("2", roles=claim)]))
    nobody = blast("1")
    nobody.incidents.clear()
    men = nobody.actor("attackers", "unnamed_group")
    nobody.incident("bombing", at(DAY), in_("Green Gate", "Duyal"), roles=[("perpetrator", men)])
    assert not behind(digest_of([nobody], [blast("2")]))


def test_that_nobody_has_claimed_it_is_neither_news_nor_against_a_claim():
    unclaimed = blast("1", ("responsibility", category("not_claimed")))
    claim = blast("2", ("responsibility", category("claimed"), "front"), roles=[("claimant", "front", "fact", None)])
    digest = digest_of([unclaimed], [claim])
    assert not behind(digest)
    assert not digest.contradicted
    assert "nobody had claimed" in behind(digest_of([claim], [unclaimed]))[0][3]


# What is confirmed


def test_a_further_origin_confirms_a_value_and_one_ministry_in_another_paper_does_not():
    before = blast("2", killed(5, "ministry"))
    assert not digest_of([blast("1", killed(5, "ministry"))], [before]).confirmed
    (entry,) = digest_of([blast("1", killed(5, "police"))], [before]).confirmed
    assert entry.line.text.endswith(
        "told by a further origin: Duyal Police (until then by one only: Ministry of Health)."
    )
    assert entry.changes[0].after.label == "Killed (further origin: Duyal Police)"
    assert entry.changes[0].before.text == "5 people, according to the Ministry of Health"


def test_what_two_origins_gave_already_needs_no_third():
    two = [blast("2", killed(5, "ministry")), blast("3", killed(5, "police"))]
    assert kinds(digest_of([blast("1", killed(5))], two)) == {"again": 1}


def test_a_ministry_that_merging_leaves_in_doubt_does_not_confirm_itself():
    doubtful = []
    for sign in "12":
        told = Told(sign, outlet=f"Paper {sign}")
        ministry = told.actor("Ministry of Health")
        told.incident("bombing", at(DAY), in_("Green Gate", "Duyal"), ("killed", number(5), ministry))
        doubtful.append(told)
    readings = readings_of(doubtful)
    assert len(merge(readings, FAMILIES).actors) == 2
    assert not digest_of(doubtful[:1], doubtful[1:]).confirmed


def test_a_paper_that_repeats_a_ministrys_figure_without_naming_it_does_not_confirm_it():
    assert not digest_of([blast("1", killed(5))], [blast("2", killed(5, "ministry"))]).confirmed
    wire = blast("2", ("killed", number(5), None, ("Nord Wire",)))
    assert not digest_of([blast("1", killed(5))], [wire]).confirmed
    relayed = blast("1", ("killed", number(5), None, ("Nord Wire",)))
    assert not digest_of([relayed], [blast("2", killed(5, "ministry"))]).confirmed


def test_a_source_that_repeats_anothers_text_names_it_by_its_number_in_the_digest():
    copies = Known(copies={"1" * 64: "2" * 64})
    digest = digest_of([blast("1", killed(5)), fire("9")], [blast("2", killed(4)), fire("0", city="Dast")], copies)
    ids = {one.sha256[0]: one.id for one in digest.sources}
    notes = {one.sha256[0]: one.notes for one in digest.sources}
    assert notes["1"] == (f"repeats the text of {ids['2']}",)


def test_a_wire_copy_a_relay_and_a_sister_paper_do_not_confirm():
    before, after = blast("2", killed(5)), blast("1", killed(5))
    assert digest_of([after], [before]).confirmed
    copies = Known(copies={"1" * 64: "2" * 64})
    assert not digest_of([after], [before], copies).confirmed
    relayed = [blast(sign, ("killed", number(5), None, ("Nord Wire",))) for sign in "12"]
    assert not digest_of(relayed[:1], relayed[1:]).confirmed
    house = Publisher(name="House", outlets=("Paper 1", "Paper 2"))
    sisters = Known(aliases=Known().aliases.model_copy(update={"publisher": (house,)}))
    assert not digest_of([after], [before], sisters).confirmed


def test_background_confirms_nothing():
    digest = digest_of([blast("1", killed(5), background=True)], [blast("2", killed(5))])
    assert kinds(digest) == {"background": 1}


# What went silent


def test_what_the_digest_before_told_and_nobody_reports_is_silent_once_with_what_was_known():
    day_one = [blast("1", killed(5, "ministry")), fire("2")]
    first = digest_of(day_one)
    second = digest_of([], day_one, before=first)
    assert sorted(entry.incident for entry in second.silent) == sorted(entry.incident for entry in first.new)
    told = shown(second.silent)
    assert any("no article of this period reports it; last told in digest 2, 4 May 2031" in line for line in told)
    assert any(line.startswith("Last known: killed: 5 people") for line in told)
    third = digest_of([], day_one, before=second)
    assert not third.silent


def ids(told):
    merged = merge(readings_of(told), FAMILIES)
    return lasting_ids(merged).items()


def test_what_is_reported_again_is_not_silent_even_under_an_id_that_it_was_joined_to():
    first = digest_of([blast("1", killed(5))])
    told = [blast("1", killed(5)), blast("2", killed(5))]
    merged = merge(readings_of(told), FAMILIES)
    lasting = {merged.incidents[0].id: "I7"}
    digest = digest_of(told[1:], told[:1], before=first, lasting=lasting, joined={"I1": "I7"})
    assert not digest.silent


# The conventions of a report


def test_the_reader_sees_number_moment_zone_period_and_next_due_at_once():
    top = as_markdown(digest_of([blast("1")]))[:300]
    assert "# Digest 2: 4 May 2031" in top
    assert "As of 4 May 2031, 06:00 (Europe/Berlin, UTC+02:00)." in top
    assert "Period: 3 May 2031, 06:00 to 4 May 2031, 06:00. Next due: 5 May 2031, 06:00." in top


def test_at_most_five_highlights_one_of_an_incident_most_reported_first():
    cities = ("Abra", "Belt", "Corm", "Dast", "Elk", "Fren", "Gost")
    many = [fire(sign, killed(2), city=city) for sign, city in zip("3456789", cities, strict=True)]
    today = [*many, blast("1", killed(5)), blast("2", killed(5))]
    digest = digest_of(today, [blast("a", killed(3)), blast("b", ("injured", number(2)))])
    assert len(digest.highlights) == 5
    assert digest.highlights[0].label == "Changed"
    assert sum("Green Gate" in line.text for line in digest.highlights) == 1


def test_a_change_that_is_only_more_exact_gives_way_to_news_among_the_highlights():
    toll = killed(3, "ministry")
    digest = digest_of([blast("1", toll, ("time", at(DAY, "04:00"))), fire("3")], [blast("2", toll)])
    assert [line.label for line in digest.highlights] == ["New", "Changed"]
    risen = digest_of([blast("1", killed(5, "ministry")), fire("3")], [blast("2", toll)])
    assert [line.label for line in risen.highlights] == ["Changed", "New"]


def test_key_figures_are_ranges_with_their_sources():
    today = [
        blast("1", killed(5, "ministry"), published="2031-05-03"),
        blast("2", killed(7, "police"), published="2031-05-03"),
    ]
    (line,) = digest_of(today).figures
    assert line.label == "Bombing at the Green Gate"
    assert line.text == ("killed: 5 people (Ministry of Health; 3 May 2031) to 7 people (Duyal Police; 3 May 2031)")


def test_a_key_figure_that_was_replaced_today_is_gone():
    digest = digest_of([blast("1", killed(5, "ministry"))], [blast("2", killed(3, "ministry"))])
    assert [line.text for line in digest.figures] == ["killed: 5 people (Ministry of Health)"]


def test_an_article_that_was_not_read_is_no_source_and_does_not_add_nothing_new():
    read, unread = readings_of([blast("1")]), article_of(blast("4").reading())
    merged = merge(read, FAMILIES)
    material = Material(
        articles=[article_of(read[0]), unread],
        readings=read,
        today={read[0].article, unread.sha256},
        lasting=lasting_ids(merged),
        account=ACCOUNT,
    )
    digest = compose_digest(merged, changes(merged, read, material.today), heading(), material)
    assert [one.sha256 for one in digest.sources] == [read[0].article]
    assert digest.nothing_new == ()


def test_news_is_listed_by_place():
    digest = digest_of([blast("1"), fire("2")])
    assert sorted(line.label.partition(",")[0] for line in digest.places) == ["Duyal", "Morren"]


def test_an_empty_window_says_so():
    account = ACCOUNT.model_copy(update={"given": 0, "read": 0, "failed": 0})
    digest = digest_of([], account=account)
    assert digest.summary == "Nothing came in."
    assert Digest.model_validate_json(as_json(digest)) == digest


def test_sources_are_numbered_without_a_gap_todays_first_with_the_users_grade():
    earlier = [blast("2", killed(3)), *[fire(sign, city=city) for sign, city in zip("345", "XYZ", strict=True)]]
    digest = digest_of([blast("1", killed(5))], earlier, reliability={"1" * 64: "B"})
    assert [(one.id, one.came, one.reliability) for one in digest.sources] == [
        ("S1", "today", "B"),
        ("S2", "earlier", None),
    ]
    assert "reliability, as graded by the user: B" in as_markdown(digest)


def test_an_article_that_adds_nothing_is_named():
    empty = Told("9", outlet="Quiet Post")
    digest = digest_of([blast("1"), empty])
    names = {one.id: one.outlet for one in digest.sources}
    assert [names[one] for one in digest.nothing_new] == ["Quiet Post"]
    assert "Articles that add nothing new" in as_markdown(digest)


def test_a_statement_that_may_be_one_told_before_says_so():
    def saying(sign, words):
        told = blast(sign)
        told.says(told.police, "says", words, [told.incidents[0].id])
        return told

    digest = digest_of([saying("1", "that a lorry was found")], [saying("2", "that two men were seen at the harbour")])
    (line,) = digest.statements
    assert line.text.endswith("that a lorry was found (the same speaker was quoted on this before)")
    assert line.label == "Bombing at the Green Gate"


def test_a_revision_says_first_what_the_late_articles_add():
    today = [blast("1", killed(5, "ministry")), fire("3")]
    earlier = [blast("2", killed(3, "ministry"))]
    head = heading(revision=2)
    digest = digest_of(today, earlier, head=head, late={"3" * 64})
    assert digest.title == "Digest 2: 4 May 2031, revision 2"
    assert [line.label for line in digest.adds] == ["New"]
    assert "Fire in Morren" in digest.adds[0].text
    assert as_markdown(digest).index("What revision 2 adds") < as_markdown(digest).index("Highlights")
    assert {one.came for one in digest.sources} == {"today", "late", "earlier"}
    nothing = digest_of([*today, blast("4", killed(5, "ministry"))], earlier, head=head, late={"4" * 64})
    assert nothing.adds == ()
    assert "no change; the articles that came late" in as_markdown(nothing)
    higher = digest_of([*today, blast("4", killed(6, "ministry"))], earlier, head=head, late={"4" * 64})
    assert "now 5 people" in higher.adds[0].text or "6 people" in higher.adds[0].text


def test_a_revision_adds_the_particular_that_came_late_and_a_part_told_later_hides_no_whole():
    def missing(many, clock, **more):
        return ("missing", number(many, **more), "ministry", (), at("2031-05-03", clock))

    today = [blast("1", killed(5, "ministry"), missing(20, "10:00"))]
    late = blast("4", missing(2, "20:00", scope="children"))
    digest = digest_of([*today, late], [blast("2", killed(3, "ministry"))], head=heading(revision=2), late={"4" * 64})
    (line,) = digest.adds
    assert "missing: 2 people (children)" in line.text
    assert "20 people" in str(changed(digest))
    assert any(one.text.startswith("missing: 20 people") for one in digest.figures)


def test_failures_and_notes_stand_in_the_account():
    failure = Failure(path="in/x.txt", sha256=None, kind="empty", reason="the file is empty")
    digest = digest_of([blast("1")], failures=[failure], notes=["3 articles came in that are older than digest 1"])
    assert "the file is empty" in as_markdown(digest)
    assert "3 articles came in that are older than digest 1" in as_markdown(digest)


def test_a_digest_in_json_reads_back_and_its_citations_hold():
    today, earlier = [blast("1", killed(5, "ministry"))], [blast("2", killed(3, "ministry"))]
    digest = digest_of(today, earlier)
    assert Digest.model_validate_json(as_json(digest)) == digest
    raw = json.loads(as_json(digest))
    raw["citations"].pop()
    with pytest.raises(ValueError, match="no citation"):
        Digest.model_validate(raw)


def test_it_is_shown_on_a_terminal():
    assert "Bombing at the Green Gate" in as_terminal(digest_of([blast("1")]), 60, colour=False)


# Laws

MANY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def articles_cited(digest, line):
    by_number = {one.number: one.sha256 for one in digest.citations}
    return {by_number[number] for number in line.citations}


@MANY
@given(worlds, st.integers(0, 5))
def test_every_change_cites_todays_articles_and_silence_only_earlier_ones(world, cut):
    today, earlier = world[:cut], world[cut:]
    digest = digest_of(today, earlier)
    now = {one.article for one in today}
    for entry in (*digest.new, *digest.changed, *digest.confirmed, *digest.contradicted):
        assert articles_cited(digest, entry.line) & now
        for change in entry.changes:
            assert articles_cited(digest, change.after) & now
            assert change.before is None or not articles_cited(digest, change.before) & now
    for line in (*digest.highlights, *digest.statements, *digest.runs, *digest.background, *digest.again):
        assert articles_cited(digest, line) & now


@MANY
@given(worlds, st.integers(0, 5))
def test_silent_is_what_the_digest_before_told_and_nobody_reports_cited_to_earlier_articles(world, cut):
    today, earlier = world[:cut], world[cut:]
    first, before = digest_of(earlier), merge(readings_of(earlier), FAMILIES)
    of = {part.id: name for one, name in lasting_ids(before).items() for part in members(before, one)}
    known = Known(settled=of)
    merged = merge(readings_of(world), FAMILIES, known)
    lasting, joined = kept_ids(of, merged)
    digest = digest_of(today, earlier, known, before=first, lasting=lasting, joined=joined)
    now = {one.article for one in today}
    reported = {entry.incident for entry in (*digest.changed, *digest.confirmed, *digest.contradicted)}
    for entry in digest.silent:
        assert not articles_cited(digest, entry.line) & now
        assert entry.incident not in reported
    told = {joined.get(entry.incident, entry.incident) for entry in first.entries}
    quiet = {
        lasting[one.id] for one in merged.incidents if not {part.evidence[0].article for part in one.members} & now
    }
    assert {entry.incident for entry in digest.silent} == told & quiet


def members(merged, merged_id):
    return next(one.members for one in merged.incidents if one.id == merged_id)


def kept_ids(of, after):
    """The lasting ids of the incidents of a merge, of which `of` gives those told before, and what went into what."""
    lasting, joined = {}, {}
    for place, one in enumerate(after.incidents, 100):
        old = sorted({of[part.id] for part in one.members if part.id in of})
        lasting[one.id] = old[0] if old else f"I{place}"
        joined |= dict.fromkeys(old[1:], lasting[one.id])
    return lasting, joined


@MANY
@given(worlds, st.integers(0, 5))
def test_no_article_of_today_vanishes(world, cut):
    today, earlier = world[:cut], world[cut:]
    digest = digest_of(today, earlier)
    cited = {one.sha256 for one in digest.citations}
    listed = {one.sha256 for one in digest.sources if one.id in digest.nothing_new}
    assert {one.article for one in today} == (cited | listed) & {one.article for one in today}
    assert not cited & listed


@MANY
@given(worlds, st.integers(0, 5))
def test_without_earlier_articles_nothing_changed_and_without_todays_nothing_is_told(world, cut):
    digest = digest_of(world)
    assert (digest.changed, digest.confirmed, digest.contradicted, digest.again) == ((), (), (), ())
    assert not kinds(digest_of([], world))


@MANY
@given(worlds, st.integers(0, 5), st.randoms(use_true_random=False))
def test_any_order_of_articles_gives_the_same_bytes_and_they_read_back(world, cut, random):
    today, earlier = list(world[:cut]), list(world[cut:])
    digest = digest_of(today, earlier)
    again = digest_of(random.sample(today, len(today)), random.sample(earlier, len(earlier)))
    assert as_json(again) == as_json(digest)
    assert Digest.model_validate_json(as_json(digest)) == digest
    assert as_markdown(again) == as_markdown(digest)
    seen = [number for line in sentences_of(digest) for number in line.citations]
    assert set(seen) == {one.number for one in digest.citations}


@MANY
@given(readings("3"))
def test_a_copy_of_one_article_brings_nothing_but_what_is_reported_again(reading):
    assume(reading.incidents)
    reading = reading.model_copy(update={"incidents": reading.incidents[:1], "statements": ()})
    copy = retold(reading, "b")
    digest = digest_of([copy], [reading], Known(copies={copy.article: reading.article}))
    assert not (set(kinds(digest)) & {"changed", "confirmed", "contradicted"})


def retold(reading, sign):
    """The same reading as of another article."""
    return type(reading).model_validate_json(
        reading.model_dump_json().replace(reading.article, sign * 64).replace(reading.article[:12], sign * 12)
    )
