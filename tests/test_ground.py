import re
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summariser.core.ground import check, complaints
from summariser.nouns.article import Article, KnownDate, Sentence
from summariser.nouns.draft import DraftReading

SHA = "ab" * 32
TYPES = frozenset({"fire", "shelling", "other"})

TEXT = """Hai thuyền cháy tại bến Hòa An

Sáng 14/3/2031, hai thuyền cháy tại bến Hòa An, ba người bị thương. Lúc 5h30 lửa được khống chế.
Ông Trần Văn Lộc, trưởng bến, nói: “Chúng tôi không thấy ai phóng hỏa”. Công ty An Phát phủ nhận mọi cáo buộc.
Bến có 1.200 chỗ đậu. Công ty An Phát thuê 40 nhân viên.
Bến Hòa An do công ty An Phát quản lý. Chiều 15/3, trưởng bến gặp báo chí lúc 4 giờ.
"""


def article_of(text=TEXT, language="vi"):
    spans = [match.span() for match in re.finditer(r"[^\s][^\n]*?(?:[.](?=\s)|(?=\n)|\Z)", text)]
    return Article(
        path="a.txt",
        sha256=SHA,
        text=text,
        encoding="utf-8",
        language=language,
        title=None,
        outlet=None,
        published=None,
        sentences=tuple(
            Sentence(number=n, start=start, end=end, line=text.count("\n", 0, start) + 1)
            for n, (start, end) in enumerate(spans, start=1)
        ),
    )


ARTICLE = article_of()


def proof(quote, sentence=2):
    return {"sentence": sentence, "quote": quote}


def actor(**changes):
    base = {"id": "a1", "name": "An Phat Company", "kind": "organisation", "mentions": [proof("Công ty An Phát", 5)]}
    return base | changes


def incident(**changes):
    base = {
        "id": "i1",
        "type": "fire",
        "title": "Fire on boats at a quay",
        "background": False,
        "evidence": [proof("hai thuyền cháy tại bến Hòa An")],
    }
    return base | changes


def statement(**changes):
    base = {
        "id": "t1",
        "kind": "denies",
        "speaker": "a1",
        "content": "all accusations",
        "evidence": [proof("Công ty An Phát phủ nhận mọi cáo buộc", 5)],
    }
    return base | changes


def series(**changes):
    base = {"id": "s1", "type": "fire", "title": "Fires at quays", "evidence": [proof("hai thuyền cháy", 1)]}
    return base | changes


def injured(low=3, words="ba", quote="ba người bị thương", **changes):
    value = {"type": "number", "words": words, "low": low, "high": low, "qualifier": "exact", "counted": "person"}
    return {"aspect": "injured", "value": value | changes, "evidence": [proof(quote)]}


def when(words="Sáng 14/3/2031", edtf="2031-03-14", quote="Sáng 14/3/2031, hai thuyền cháy", **changes):
    value = {"type": "time", "words": words, "edtf": edtf, "basis": "stated"} | changes
    return {"aspect": "time", "value": value, "evidence": [proof(quote)]}


def number(low, words, high=None):
    bounds = {"low": low, "high": low if high is None else high}
    return {"words": words, "qualifier": "exact", "counted": "berth"} | bounds


def draft(**parts):
    return DraftReading.model_validate(parts)


def reading_of(article=ARTICLE, **parts):
    return check(draft(**parts), article, TYPES)


def complaints_of(article=ARTICLE, **parts):
    return complaints(draft(**parts), article, TYPES)


def rejected(reading):
    return [rejection.what for rejection in reading.rejections]


def fact_of(fact, article=ARTICLE):
    reading = reading_of(article, incidents=[incident(facts=[fact])])
    return reading.incidents[0].facts[0] if reading.incidents[0].facts else reading


GOOD = {
    "outlet": {"name": "Hoa An", "sentence": 1, "quote": "Hòa An"},
    "published": {"edtf": "2031-03-14", "sentence": 2, "quote": "14/3/2031"},
    "actors": [
        actor(),
        {
            "id": "a2",
            "name": "Tran Van Loc",
            "kind": "person",
            "part_of": "a1",
            "mentions": [proof("Trần Văn Lộc", 4)],
        },
    ],
    "incidents": [
        incident(
            roles=[{"role": "affected", "actor": "a1", "basis": "fact", "evidence": [proof("bến Hòa An")]}],
            facts=[injured(), when()],
            links=[{"kind": "part_of", "to": "s1", "evidence": [proof("hai thuyền cháy")]}],
        )
    ],
    "series": [series()],
    "standing_facts": [
        {
            "text": "The quay has 1,200 berths",
            "value": number(1200, "1.200"),
            "evidence": [proof("Bến có 1.200 chỗ", 6)],
        }
    ],
    "statements": [
        statement(about=["i1", "s1"]),
        statement(
            id="t2",
            kind="says",
            speaker="a2",
            content="nobody was seen setting fire",
            quotations=[proof("Chúng tôi không thấy ai phóng hỏa", 4) | {"translation": "We saw nobody set fire"}],
            quoted_in="t1",
            evidence=[proof("Ông Trần Văn Lộc, trưởng bến, nói", 4)],
        ),
    ],
}


def test_good_draft_is_kept_whole_without_complaint():
    reading = reading_of(**GOOD)
    assert complaints_of(**GOOD) == []
    assert reading.rejections == ()
    assert [len(part) for part in (reading.actors, reading.incidents, reading.statements)] == [2, 1, 2]
    assert reading.published.how == "stated in line 3"
    assert reading.outlet.evidence[0].quote == "Hòa An"


def test_ids_name_article_and_place_in_the_answer():
    reading = reading_of(**GOOD)
    assert reading.incidents[0].id == f"{SHA[:12]}:i1"
    assert [fact.id for fact in reading.incidents[0].facts] == [f"{SHA[:12]}:i1.f1", f"{SHA[:12]}:i1.f2"]
    assert reading.standing_facts[0].id == f"{SHA[:12]}:k1"
    assert reading.actors[1].part_of == reading.actors[0].id == f"{SHA[:12]}:a1"
    assert reading.statements[0].about == (f"{SHA[:12]}:i1", f"{SHA[:12]}:s1")
    assert reading.statements[1].quoted_in == f"{SHA[:12]}:t1"
    assert reading.incidents[0].links[0].to == f"{SHA[:12]}:s1"


def test_fact_keeps_its_number_when_one_before_it_is_rejected():
    reading = reading_of(incidents=[incident(facts=[injured(low=4), when()])])
    assert [fact.id for fact in reading.incidents[0].facts] == [f"{SHA[:12]}:i1.f2"]


# --- evidence


def test_evidence_has_its_place_line_and_sentence():
    evidence = reading_of(**GOOD).incidents[0].evidence[0]
    assert TEXT[evidence.start : evidence.end] == evidence.quote == "hai thuyền cháy tại bến Hòa An"
    assert (evidence.article, evidence.line, evidence.sentence) == (SHA, 3, 2)


def test_complaint_names_the_place_in_the_answer_and_shows_the_sentence():
    lines = complaints_of(incidents=[incident(facts=[injured(quote="bốn người bị thương")])])
    assert lines == [
        "incident i1, fact 1 (injured = 3): the quote 'bốn người bị thương' is not in the article; "
        "sentence 2 reads 'Sáng 14/3/2031, hai thuyền cháy tại bến Hòa An, ba người bị thương.'"
    ]


def test_long_sentence_is_cut_in_a_complaint():
    long = article_of("x" * 50 + " word" * 200)
    (line,) = complaints_of(long, incidents=[incident(evidence=[proof("none of it", 1)])])
    assert len(line) < 350
    assert line.endswith("…'")


def test_complaint_about_a_sentence_that_does_not_exist_says_so():
    (line,) = complaints_of(incidents=[incident(evidence=[proof("invented", 99)])])
    assert line.endswith("there is no sentence 99")


def test_wrong_sentence_number_is_no_problem():
    reading = reading_of(incidents=[incident(evidence=[proof("ba người bị thương", 7)])])
    assert reading.rejections == ()
    assert reading.incidents[0].evidence[0].sentence == 2


@pytest.mark.parametrize(("sentence", "line"), [(1, 1), (2, 3), (9, 6)])
def test_nearest_of_several_places_is_taken(sentence, line):
    reading = reading_of(incidents=[incident(evidence=[proof("Hòa An", sentence)])])
    assert reading.incidents[0].evidence[0].line == line


def test_object_survives_on_the_evidence_that_is_left():
    fact = injured()
    fact["evidence"].append(proof("một người chết"))
    reading = reading_of(incidents=[incident(facts=[fact])])
    assert [evidence.quote for evidence in reading.incidents[0].facts[0].evidence] == ["ba người bị thương"]
    assert [rejection.quote for rejection in reading.rejections] == ["một người chết"]


def test_object_falls_when_its_figure_was_in_the_evidence_that_is_gone():
    fact = injured(quote="bến Hòa An")
    fact["evidence"].append(proof("ba ngư dân bị thương"))
    assert fact_of(fact).incidents[0].facts == ()


def test_dropped_negation_does_not_pass():
    quoted = statement(quotations=[proof("Chúng tôi thấy ai phóng hỏa", 4)])
    reading = reading_of(actors=[actor()], statements=[quoted])
    assert reading.statements[0].quotations == ()
    assert rejected(reading) == ["statement t1, quotation 1"]


def test_incident_without_evidence_takes_its_parts_along_and_lists_each():
    whole = GOOD["incidents"][0] | {"evidence": [proof("tàu chìm")]}
    reading = reading_of(**(GOOD | {"incidents": [whole]}))
    assert reading.incidents == ()
    for part in ("incident i1", "role 1 (affected a1)", "fact 1 (injured = 3)", "fact 2 (time = 2031-03-14)", "link 1"):
        assert any(part in what for what in rejected(reading)), part


def test_what_follows_from_a_rejection_is_no_complaint_of_its_own():
    whole = GOOD["incidents"][0] | {"evidence": [proof("tàu chìm")]}
    assert len(complaints_of(**(GOOD | {"incidents": [whole]}))) == 1


# --- references


def test_actor_needs_one_mention():
    reading = reading_of(actors=[actor(mentions=[proof("Công ty An Phát"), proof("An Phat Corp")])])
    assert len(reading.actors[0].mentions) == 1
    gone = reading_of(actors=[actor(mentions=[proof("An Phat Corp")])], statements=[statement()])
    assert gone.actors == gone.statements == ()
    assert any("speaker a1 was rejected" in rejection.reason for rejection in gone.rejections)


def test_required_reference_that_dangles_rejects_its_object():
    reading = reading_of(
        incidents=[
            incident(
                roles=[{"role": "target", "actor": "a9", "basis": "fact", "evidence": [proof("hai thuyền")]}],
                links=[{"kind": "follows", "to": "i7", "evidence": [proof("hai thuyền")]}],
            )
        ],
        statements=[statement(speaker="a9")],
    )
    assert reading.incidents[0].roles == reading.incidents[0].links == reading.statements == ()
    assert rejected(reading) == ["incident i1, role 1 (target a9)", "incident i1, link 1 (follows i7)", "statement t1"]


def test_optional_reference_that_dangles_is_taken_away_and_listed():
    fact = injured() | {"said_by": "a9"}
    role = {"role": "target", "actor": "a1", "basis": "fact", "accuser": "a8", "evidence": [proof("hai thuyền")]}
    told = statement(voice="a7", addressee="a6", about=["i1", "i5"], quoted_in="t5")
    reading = reading_of(
        actors=[actor(part_of="a5")], incidents=[incident(facts=[fact], roles=[role])], statements=[told]
    )
    (one,), (only,) = reading.incidents, reading.statements
    assert one.facts[0].said_by is None
    assert one.facts[0].notes == ("the article attributes this, but to whom could not be established",)
    assert one.roles[0].accuser is None
    assert reading.actors[0].part_of is None
    assert (only.voice, only.addressee, only.quoted_in, only.about) == (None, None, None, (one.id,))
    reasons = " ".join(rejection.reason for rejection in reading.rejections)
    for lost in ("part_of a5", "said_by a9", "accuser a8", "voice a7", "addressee a6", "about i5", "quoted_in t5"):
        assert lost in reasons


@pytest.mark.parametrize("basis", ["accused", "claimed", "suspected", "denied"])
@pytest.mark.parametrize("accuser", ["a8", "a2", "i1"])
def test_role_that_is_no_fact_falls_with_its_accuser(basis, accuser):
    role = {"role": "target", "actor": "a1", "basis": basis, "accuser": accuser, "evidence": [proof("hai thuyền")]}
    gone = actor(id="a2", mentions=[proof("An Phat Corp")])
    reading = reading_of(actors=[actor(), gone], incidents=[incident(roles=[role])], series=[series(roles=[role])])
    assert reading.incidents[0].roles == reading.series[0].roles == ()
    assert {"incident i1, role 1 (target a1)", "series s1, role 1 (target a1)"} <= set(rejected(reading))


def test_role_that_nobody_in_particular_is_said_to_report_is_kept():
    role = {"role": "target", "actor": "a1", "basis": "accused", "evidence": [proof("hai thuyền")]}
    assert len(reading_of(actors=[actor()], incidents=[incident(roles=[role])]).incidents[0].roles) == 1


def test_relay_that_does_not_hold_leaves_a_note_on_what_it_relayed():
    lost = {"relayed_by": [{"name": "Reuters"} | proof("Reuters")]}
    standing = {"text": "The quay has berths", "evidence": [proof("Bến có 1.200 chỗ", 6)]} | lost
    reading = reading_of(
        actors=[actor()],
        incidents=[incident(facts=[injured() | lost])],
        series=[series(**lost)],
        standing_facts=[standing],
        statements=[statement(**lost)],
    )
    told = *reading.incidents[0].facts, *reading.series, *reading.standing_facts, *reading.statements
    assert [one.relayed_by for one in told] == [()] * 4
    assert {one.notes for one in told} == {
        ("the article has this from another medium, but from which could not be established",)
    }


def test_second_use_of_an_id_is_rejected():
    reading = reading_of(actors=[actor(), actor(name="Other")])
    assert [one.name for one in reading.actors] == ["An Phat Company"]
    assert rejected(reading) == ["actor a1, second of that id"]


def test_second_use_of_an_id_lists_all_that_goes_with_it():
    counted = series(count=number(2, "hai"), period=when()["value"], roles=GOOD["incidents"][0]["roles"])
    parts = GOOD | {
        "incidents": GOOD["incidents"] * 2,
        "series": [series(), counted],
        "statements": [*GOOD["statements"], GOOD["statements"][1] | {"when": when()["value"]}],
    }
    assert rejected(reading_of(**parts)) == [
        "incident i1, second of that id",
        "incident i1, second of that id, role 1 (affected a1)",
        "incident i1, second of that id, fact 1 (injured = 3)",
        "incident i1, second of that id, fact 2 (time = 2031-03-14)",
        "incident i1, second of that id, link 1 (part_of s1)",
        "series s1, second of that id",
        "series s1, second of that id, role 1 (affected a1)",
        "series s1, second of that id, the number 'hai'",
        "series s1, second of that id, the time 'Sáng 14/3/2031'",
        "statement t2, second of that id",
        "statement t2, second of that id, quotation 1",
        "statement t2, second of that id, the time 'Sáng 14/3/2031'",
    ]
    assert len(complaints_of(**parts)) == 3


def test_rejected_statement_lists_its_quotations_figures_and_date():
    spoken = proof("Chúng tôi không thấy ai phóng hỏa", 4)
    told = statement(speaker="a9", quotations=[spoken], figures=[number(40, "40")], when=when()["value"])
    assert rejected(reading_of(statements=[told])) == [
        "statement t1",
        "statement t1, quotation 1",
        "statement t1, the number '40'",
        "statement t1, the time 'Sáng 14/3/2031'",
    ]


def test_rejected_series_lists_its_count_and_period():
    gone = series(count=number(2, "hai"), period=when()["value"], evidence=[proof("tàu chìm")])
    assert rejected(reading_of(series=[gone]))[-2:] == [
        "series s1, the number 'hai'",
        "series s1, the time 'Sáng 14/3/2031'",
    ]


def test_part_of_itself_or_in_a_circle_is_cut():
    alone = reading_of(actors=[actor(part_of="a1")])
    assert alone.actors[0].part_of is None
    circle = reading_of(actors=[actor(part_of="a2"), actor(id="a2", part_of="a1")])
    assert [one.part_of and one.part_of[-2:] for one in circle.actors] == [None, "a1"]
    assert len(circle.rejections) == 1


def test_link_to_the_incident_itself_is_rejected():
    link = {"kind": "follows", "to": "i1", "evidence": [proof("hai thuyền")]}
    assert reading_of(incidents=[incident(links=[link])]).incidents[0].links == ()


def test_link_may_lead_to_a_later_incident():
    link = {"kind": "follows", "to": "i2", "evidence": [proof("hai thuyền")]}
    assert reading_of(incidents=[incident(links=[link]), incident(id="i2")]).incidents[0].links


def test_relay_that_is_not_named_in_the_article_is_dropped():
    relays = [{"name": "Reuters"} | proof("Reuters"), {"name": "An Phat"} | proof("An Phát", 5)]
    reading = reading_of(actors=[actor()], statements=[statement(relayed_by=relays)])
    assert [relay.name for relay in reading.statements[0].relayed_by] == ["An Phat"]
    assert rejected(reading) == ["statement t1, relayed by Reuters"]


# --- types and titles


def test_unknown_type_is_complained_about_and_kept_as_other():
    reading = reading_of(incidents=[incident(type="arson")])
    assert reading.incidents[0].type == "other"
    assert "'arson' is not an incident type" in complaints_of(incidents=[incident(type="arson")])[0]


def test_title_with_a_figure_of_its_own_gives_way_to_the_type():
    told = incident(title="Fire destroys 9 boats", type="air_or_drone_strike")
    reading = check(draft(incidents=[told]), ARTICLE, TYPES | {"air_or_drone_strike"})
    assert reading.incidents[0].title == "air or drone strike"
    assert "Fire destroys 9 boats" in reading.rejections[0].reason


def test_title_with_a_figure_of_its_quotes_is_kept():
    assert reading_of(incidents=[incident(title="Two boats burn")]).incidents[0].title == "Two boats burn"


# --- values


def test_words_must_stand_in_the_quote():
    assert "the words 'bốn' do not stand" in complaints_of(incidents=[incident(facts=[injured(words="bốn")])])[0]
    place = {"type": "place", "words": "bến Hòa Bình", "name": "Hoa Binh quay"}
    fact = {"aspect": "place", "value": place, "evidence": [proof("bến Hòa An")]}
    assert rejected(fact_of(fact)) == ["incident i1, fact 1 (place = Hoa Binh quay)"]


def test_figure_in_the_quote_is_verified():
    assert fact_of(injured()).figures == "verified"


def test_other_figure_in_the_quote_rejects():
    reading = fact_of(injured(low=4))
    assert reading.incidents[0].facts == ()
    assert rejected(reading) == ["incident i1, fact 1 (injured = 4)"]


ARABIC = article_of("غرق زورقين قبالة الساحل. وعلى متن العبارة 14 بحاراً مع زورقين.\n", "ar")


def test_figure_that_code_cannot_read_is_kept_and_marked():
    two = {"aspect": "count"} | {
        key: injured(low=2, words="زورقين", quote="غرق زورقين")[key] for key in ("value", "evidence")
    }
    reading = check(draft(incidents=[incident(evidence=[proof("غرق زورقين")], facts=[two])]), ARABIC, TYPES)
    (fact,) = reading.incidents[0].facts
    assert fact.figures == "unverified"
    assert fact.notes == ("the figure is not written in 'زورقين' in a way code can read",)


def test_figure_that_code_cannot_read_beside_other_digits_is_rejected():
    fact = injured(low=2, words="زورقين", quote="وعلى متن العبارة 14 بحاراً مع زورقين")
    reading = check(draft(incidents=[incident(evidence=[proof("غرق زورقين")], facts=[fact])]), ARABIC, TYPES)
    assert reading.incidents[0].facts == ()


@pytest.mark.parametrize(
    ("low", "qualifier", "words", "quote"),
    [
        (None, "vague", "thuyền", "hai thuyền cháy"),
        (None, "none_reported", "không thấy ai", "không thấy ai phóng hỏa"),
        (0, "exact", "không thấy ai", "không thấy ai phóng hỏa"),
    ],
)
def test_number_without_bounds_or_of_nobody_has_no_figure_to_check(low, qualifier, words, quote):
    assert fact_of(injured(low=low, words=words, quote=quote, qualifier=qualifier)).figures == "none"


def test_text_value_is_held_to_its_quotes():
    value = {"type": "text", "text": "9 hoses were used"}
    response = {"aspect": "response", "value": value, "evidence": [proof("Công ty An Phát thuê 40 nhân viên")]}
    assert fact_of(response).incidents[0].facts == ()
    response["evidence"] = [proof("lửa được khống chế")]
    assert fact_of(response).figures == "unverified"


# --- times


def test_stated_date_is_verified():
    assert fact_of(when()).figures == "verified"


@pytest.mark.parametrize("edtf", ["2031-03-15", "2031-02-30", "soon", ""])
def test_wrong_or_impossible_date_is_rejected(edtf):
    assert fact_of(when(edtf=edtf)).incidents[0].facts == ()


def test_year_that_is_not_in_the_words_is_marked_as_inferred():
    fact = fact_of(when(words="Chiều 15/3", edtf="2031-03-15", quote="Chiều 15/3"))
    assert fact.value.basis == "inferred_from_article"
    assert any("year" in note for note in fact.notes)


@pytest.mark.parametrize(
    ("words", "edtf", "basis"),
    [
        ("2031", "2031-05-02", "inferred_from_article"),
        ("2031", "2031-05", "inferred_from_article"),
        ("on Friday", "2031-05-02", "inferred_from_article"),
        ("on Friday", "XXXX-05-02", "inferred_from_article"),
        ("2 May 2031", "2031-05-02", "stated"),
        ("May 2031", "2031-05", "stated"),
        ("2031", "2031", "stated"),
        ("2 May", "XXXX-05-02", "stated"),
    ],
)
def test_date_is_stated_only_if_year_month_and_day_are_in_the_words(words, edtf, basis):
    text = f"The quay burned {words}."
    told = incident(evidence=[proof(text, 1)], facts=[when(words=words, edtf=edtf, quote=text)])
    (fact,) = check(draft(incidents=[told]), article_of(text + "\n", "en"), TYPES).incidents[0].facts
    assert fact.value.basis == basis
    assert any("marked as inferred" in note for note in fact.notes) == (basis != "stated")


@pytest.mark.parametrize(
    ("clock", "words", "quote", "figures"),
    [
        ("05:30", "5h30", "Lúc 5h30", "verified"),
        ("16:00", "4 giờ", "Chiều 15/3, trưởng bến gặp báo chí lúc 4 giờ", "verified"),
        ("17:30", "5h30", "Lúc 5h30", "unverified"),
        ("06:00", "lửa", "lửa được khống chế", "unverified"),
        ("05:45", "5h30", "Lúc 5h30", None),
    ],
)
def test_clock_time_is_held_to_the_words(clock, words, quote, figures):
    outcome = fact_of(when(words=words, edtf=None, quote=quote, clock=clock, basis="unknown"))
    assert getattr(outcome, "figures", None) == figures


@pytest.mark.parametrize(
    ("text", "clock", "figures"),
    [
        ("am Mittwoch um 10.04 Uhr", "10:04", "verified"),
        ("am Mittwoch um 10.04 Uhr", "04:00", None),
        ("mercredi à 17.30 heures", "17:30", "verified"),
        ("It struck at 4:15 p.m.", "16:15", "verified"),
        ("It struck at 4.15pm.", "16:15", "verified"),
        ("It struck at 4.15pm.", "04:15", None),
        ("It struck at 4 a.m.", "04:00", "verified"),
        ("It struck at 4 p.m.", "04:00", None),
        ("It struck at 04.15", "04:15", "verified"),
        ("It struck at 16h", "16:00", "verified"),
        ("It struck at four", "04:00", "verified"),
        ("It struck at 12 a.m.", "00:00", "verified"),
        ("It struck at 4 a.m. or 16:00", "18:00", None),
        ("It struck at 4h in the morning", "16:00", None),
        ("It struck at 4h in the afternoon", "04:00", None),
        ("It struck at 4h in the afternoon", "16:00", "verified"),
        ("It struck at 2h in the night", "02:00", "verified"),
        ("爆炸发生在下午3时半", "15:30", "verified"),
    ],
)
def test_clock_time_is_read_in_many_forms(text, clock, figures):
    value = {"type": "time", "words": text, "clock": clock, "basis": "unknown"}
    fact = {"aspect": "time", "value": value, "evidence": [proof(text)]}
    told = incident(evidence=[proof(text)], facts=[fact])
    facts = check(draft(incidents=[told]), article_of(text + "\n", "en"), TYPES).incidents[0].facts
    assert (facts[0].figures if facts else None) == figures


# --- statements, series, standing facts, head


def test_direct_speech_must_stand_in_quotation_marks():
    spoken = proof("Công ty An Phát phủ nhận mọi cáo buộc", 5)
    reading = reading_of(actors=[actor()], statements=[statement(quotations=[spoken])])
    assert reading.statements[0].quotations == ()
    assert "does not stand in quotation marks" in reading.rejections[0].reason


@pytest.mark.parametrize(
    "text",
    [
        "He said “no fire” there.",
        'He said "no fire" there.',
        "He said 'no fire' there.",
        "He said ‘no fire’ there.",
        "Il a dit « il y a no fire ici » hier.",
        "Er sagte „no fire“ dort.",
        "Er sagte »no fire« dort.",
        "他说「no fire」。",
        "She said: “One paragraph, no fire.\n\n“And another.”",
    ],
)
def test_quotation_marks_of_all_shapes_hold(text):
    article = article_of(text + "\n", "en")
    told = statement(quotations=[proof("no fire", 1)], evidence=[proof("no fire", 1)])
    reading = check(draft(actors=[actor(mentions=[proof("no fire", 1)])], statements=[told]), article, TYPES)
    assert len(reading.statements[0].quotations) == 1


@pytest.mark.parametrize("text", ["“Yes” no fire “yes”.", "the boys' no fire, it's", '"yes" no fire "yes"', "no fire"])
def test_words_between_quotations_are_no_quotation(text):
    told = statement(quotations=[proof("no fire", 1)], evidence=[proof("no fire", 1)])
    parts = draft(actors=[actor(mentions=[proof("no fire", 1)])], statements=[told])
    assert check(parts, article_of(text + "\n", "en"), TYPES).statements[0].quotations == ()


def test_content_with_a_figure_that_its_quotes_contradict_is_rejected():
    told = statement(content="the firing of 50 staff", evidence=[proof("Công ty An Phát thuê 40 nhân viên", 7)])
    reading = reading_of(actors=[actor()], statements=[told])
    assert reading.statements == ()


def test_content_with_a_figure_that_its_quotes_do_not_write_is_marked():
    (told,) = reading_of(actors=[actor()], statements=[statement(content="two accusations")]).statements
    assert told.figures == "unverified"
    assert told.notes


def test_number_or_date_of_a_statement_that_does_not_hold_goes_alone():
    told = statement(
        evidence=[proof("Công ty An Phát thuê 40 nhân viên", 7)],
        figures=[number(50, "40"), number(40, "40")],
        when=when(edtf="2031-03-15")["value"],
    )
    reading = reading_of(actors=[actor()], statements=[told])
    assert [figure.low for figure in reading.statements[0].figures_told] == [40]
    assert reading.statements[0].when is None
    assert len(reading.rejections) == 2


@pytest.mark.parametrize(
    ("translation", "kept"),
    [("There were 5 fires on one quay", True), ("There were 50 fires", False), ("There were 5 fires, 7 dead", False)],
)
def test_translation_with_a_figure_that_the_original_has_not_is_dropped_and_listed(translation, kept):
    article = article_of("Công ty nói: “Có 5 vụ cháy”.\n")
    spoken = proof("Có 5 vụ cháy", 1) | {"translation": translation}
    told = statement(quotations=[spoken], evidence=[proof("Công ty nói", 1)])
    reading = reading_of(article, actors=[actor(mentions=[proof("Công ty", 1)])], statements=[told])
    (quotation,) = reading.statements[0].quotations
    assert quotation.evidence.quote == "Có 5 vụ cháy"
    assert quotation.translation == (translation if kept else None)
    assert rejected(reading) == ([] if kept else ["statement t1, quotation 1, its translation"])


def test_translation_with_a_figure_that_the_original_does_not_write_is_marked():
    spoken = proof("Chúng tôi không thấy ai phóng hỏa", 4) | {"translation": "the two of us saw nobody"}
    told = statement(quotations=[spoken], evidence=[proof("trưởng bến, nói", 4)])
    (only,) = reading_of(actors=[actor()], statements=[told]).statements
    assert (only.quotations[0].translation, only.figures) == ("the two of us saw nobody", "unverified")
    assert "'two' is not written in the quotes" in only.notes[0]


@pytest.mark.parametrize(
    ("limits", "kept"),
    [
        ({"scope": "on one of the boats"}, True),
        ({"scope": "of the three who were there"}, True),
        ({"scope": "of 900 who were there"}, False),
        ({"counted": "9-year-old person"}, False),
    ],
)
def test_number_whose_scope_or_counted_has_a_figure_of_its_own_is_rejected(limits, kept):
    value = injured(**limits)["value"]
    told = statement(figures=[value], evidence=[proof("ba người bị thương")])
    count = series(count=value, evidence=[proof("ba người bị thương")])
    reading = reading_of(
        actors=[actor()], incidents=[incident(facts=[injured(**limits)])], statements=[told], series=[count]
    )
    assert len(reading.incidents[0].facts) == len(reading.statements[0].figures_told) == kept
    assert (reading.series[0].count is not None) == kept
    assert len(reading.rejections) == (0 if kept else 3)


def test_series_is_kept_without_a_count_that_does_not_hold():
    (run,) = reading_of(series=[series(count=number(3, "hai"), evidence=[proof("hai thuyền cháy")])]).series
    assert run.count is None
    (run,) = reading_of(series=[series(count=number(2, "hai"), evidence=[proof("hai thuyền cháy")])]).series
    assert (run.count.low, run.figures) == (2, "verified")


def test_standing_fact_falls_with_its_value():
    fact = {"text": "The quay has berths", "value": number(1300, "1.200"), "evidence": [proof("Bến có 1.200 chỗ", 6)]}
    reading = reading_of(standing_facts=[fact])
    assert reading.standing_facts == ()
    assert rejected(reading) == [
        "standing fact 1 (The quay has berths), the number '1.200'",
        "standing fact 1 (The quay has berths)",
    ]


def test_standing_fact_lists_the_value_and_date_that_go_with_it():
    values = {"value": number(1200, "1.200"), "as_of": when()["value"], "evidence": [proof("Bến có 900 chỗ", 6)]}
    reading = reading_of(standing_facts=[{"text": "The quay has berths"} | values])
    assert rejected(reading)[-2:] == [
        "standing fact 1 (The quay has berths), the number '1.200'",
        "standing fact 1 (The quay has berths), the time 'Sáng 14/3/2031'",
    ]


def test_head_of_the_article_needs_evidence_that_bears_it_out():
    wrong = {"edtf": "2031-03-20", "sentence": 2, "quote": "14/3/2031"}
    reading = reading_of(outlet={"name": "X", "sentence": 1, "quote": "Tin X"}, published=wrong)
    assert reading.outlet is None
    assert reading.published is None
    assert {what.split()[0] for what in rejected(reading)} == {"outlet", "publication"}


# --- laws, for any draft

QUOTES = st.sampled_from(
    ["hai thuyền cháy", "ba người bị thương", "Hòa An", "invented", "“", "14/3", "1.200", "\u200f", "An Phát "]
) | st.text(min_size=1, max_size=12)
PROOF = st.fixed_dictionaries({"sentence": st.integers(1, 12), "quote": QUOTES})
PROOFS = st.lists(PROOF, min_size=1, max_size=2)
IDS = st.sampled_from(["a1", "a2", "i1", "i2", "s1", "t1", "t2", "x"])
MAYBE = st.none() | IDS
TIMES = st.fixed_dictionaries(
    {
        "type": st.just("time"),
        "words": QUOTES,
        "edtf": st.sampled_from([None, "2031-03-14", "2031-02-30", "XXXX-03-14", "2031~", "x", "2031/2032"]),
        "basis": st.sampled_from(["stated", "unknown"]),
        "clock": st.sampled_from([None, "05:30", "16:00"]),
    }
)
NUMBERS = st.builds(
    lambda words, low, counted: {
        "type": "number",
        "words": words,
        "low": low,
        "qualifier": "about",
        "counted": counted,
    },
    QUOTES,
    st.none() | st.integers(0, 40) | st.just(10**400),
    st.just("person"),
)
TEXTS = st.builds(lambda text: {"type": "text", "text": text}, st.sampled_from(["fire", "9 boats", "two men"]))
FACTS = st.fixed_dictionaries(
    {"aspect": st.just("other"), "value": TIMES | NUMBERS | TEXTS, "said_by": MAYBE, "evidence": PROOFS}
)
ROLES = st.fixed_dictionaries(
    {"role": st.just("target"), "actor": IDS, "basis": st.just("fact"), "accuser": MAYBE, "evidence": PROOFS}
)
LINKS = st.fixed_dictionaries({"kind": st.just("follows"), "to": IDS, "evidence": PROOFS})
ACTORS = st.builds(
    lambda one, parent, proofs: actor(id=one, part_of=parent, mentions=proofs),
    st.sampled_from(["a1", "a2"]),
    MAYBE,
    PROOFS,
)
INCIDENTS = st.builds(
    lambda one, kind, title, proofs, parts: incident(id=one, type=kind, title=title, evidence=proofs, **parts),
    st.sampled_from(["i1", "i2"]),
    st.sampled_from(["fire", "arson"]),
    st.sampled_from(["Fire", "Fire on 9 boats"]),
    PROOFS,
    st.fixed_dictionaries(
        {
            "facts": st.lists(FACTS, max_size=2),
            "roles": st.lists(ROLES, max_size=2),
            "links": st.lists(LINKS, max_size=2),
        }
    ),
)
SERIES = st.builds(
    lambda count, period, proofs: series(count=count, period=period, evidence=proofs),
    st.none() | NUMBERS,
    st.none() | TIMES,
    PROOFS,
)
STANDING = st.builds(
    lambda text, value, about, proofs: {"text": text, "value": value, "about": about, "evidence": proofs},
    st.sampled_from(["boats lie there", "9 boats lie there"]),
    st.none() | NUMBERS,
    MAYBE,
    PROOFS,
)
STATEMENTS = st.builds(
    lambda one, speaker, outer, proofs, more: statement(
        id=one, speaker=speaker, quoted_in=outer, evidence=proofs, **more
    ),
    st.sampled_from(["t1", "t2"]),
    IDS,
    MAYBE,
    PROOFS,
    st.fixed_dictionaries(
        {
            "quotations": st.lists(PROOF, max_size=2),
            "figures": st.lists(NUMBERS, max_size=2),
            "about": st.lists(IDS, max_size=2),
            "when": st.none() | TIMES,
            "content": st.sampled_from(["calm", "5 boats", "two boats"]),
        }
    ),
)
DRAFTS = st.fixed_dictionaries(
    {
        "actors": st.lists(ACTORS, max_size=3),
        "incidents": st.lists(INCIDENTS, max_size=3),
        "series": st.lists(SERIES, max_size=2),
        "standing_facts": st.lists(STANDING, max_size=2),
        "statements": st.lists(STATEMENTS, max_size=3),
    }
)


def evidences(thing):
    if isinstance(thing, dict):
        if "sentence" in thing and "start" in thing:
            yield thing
        for part in thing.values():
            yield from evidences(part)
    elif isinstance(thing, list | tuple):
        for part in thing:
            yield from evidences(part)


@settings(deadline=None)
@given(DRAFTS)
def test_every_evidence_is_exact_and_nothing_raises(parts):
    reading = reading_of(**parts)
    for evidence in evidences(reading.model_dump()):
        assert TEXT[evidence["start"] : evidence["end"]] == evidence["quote"]
        sentence = ARTICLE.sentences[evidence["sentence"] - 1]
        assert sentence.start <= evidence["start"] < sentence.end
        assert evidence["line"] == TEXT.count("\n", 0, evidence["start"]) + 1


@settings(deadline=None)
@given(DRAFTS)
def test_every_object_is_in_the_reading_or_among_the_rejections(parts):
    whole, reading = draft(**parts), reading_of(**parts)
    names = " | ".join(rejected(reading)) + " |"
    told = {"actor": "actors", "incident": "incidents", "series": "series", "statement": "statements"}
    for kind, field in told.items():
        kept = {thing.id.partition(":")[2] for thing in getattr(reading, field)}
        for thing in getattr(whole, field):
            assert thing.id in kept or f"{kind} {thing.id}" in names
        twice = len(getattr(whole, field)) - len({thing.id for thing in getattr(whole, field)})
        assert names.count(f"{kind} ") >= twice
    assert len(reading.standing_facts) + len(set(re.findall(r"standing fact \d", names))) >= len(whole.standing_facts)
    facts = {fact.id.partition(":")[2] for one in reading.incidents for fact in one.facts}
    seen = set()
    for one in whole.incidents:
        if one.id in seen:
            continue
        seen.add(one.id)
        for n, _ in enumerate(one.facts, start=1):
            assert f"{one.id}.f{n}" in facts or f"incident {one.id}, fact {n} (" in names
        (kept,) = [thing for thing in reading.incidents if thing.id.endswith(f":{one.id}")] or [None]
        for field, word in (("roles", "role"), ("links", "link")):
            lost = {
                n for n, _ in enumerate(getattr(one, field), start=1) if f"incident {one.id}, {word} {n} (" in names
            }
            assert len(lost) + len(getattr(kept, field) if kept else ()) >= len(getattr(one, field))


@settings(deadline=None)
@given(DRAFTS)
def test_every_reference_of_a_reading_leads_to_something_in_it(parts):
    reading = reading_of(**parts)
    actors = {one.id for one in reading.actors} | {None}
    events = {one.id for one in (*reading.incidents, *reading.series)}
    for one in reading.incidents:
        assert {role.actor for role in one.roles} | {role.accuser for role in one.roles} <= actors
        assert {link.to for link in one.links} <= events
    for told in reading.statements:
        assert {told.speaker, told.voice, told.addressee} <= actors
        assert set(told.about) <= events
        assert told.quoted_in in {other.id for other in reading.statements} | {None}


@settings(deadline=None)
@given(DRAFTS)
def test_a_draft_without_complaint_loses_nothing(parts):
    if not complaints_of(**parts):
        assert reading_of(**parts).rejections == ()


def test_two_checks_give_the_same():
    assert reading_of(**GOOD) == reading_of(**GOOD)


def test_large_answer_is_checked_quickly():
    lines = [f"Tại bến số {n}, {n} thuyền cháy và {n + 1} người bị thương, theo lời trưởng bến." for n in range(60)]
    article = article_of("\n".join(lines) + "\n")
    facts = [injured(low=n + 1, words=str(n + 1), quote=f"{n + 1} người bị thương") for n in range(59)]
    whole = draft(incidents=[incident(evidence=[proof("Tại bến số 7", 8)], facts=facts)])
    check(whole, article, TYPES)
    start = time.perf_counter()
    reading = check(whole, article, TYPES)
    assert time.perf_counter() - start < 0.25
    assert len(reading.incidents[0].facts) == 59
    assert all(
        one.start < two.start for one, two in pairwise([fact.evidence[0] for fact in reading.incidents[0].facts])
    )


def test_clock_time_with_a_full_stop_is_not_taken_for_a_date():
    told = article_of("El paredón de Vallehondo cedió a las 3.10 del jueves.", "es")
    when = {"type": "time", "words": "las 3.10", "edtf": "2031-05-08", "basis": "inferred_from_article"}
    fact = {"aspect": "time", "evidence": [proof("cedió a las 3.10", 1)]}
    incident_at = incident(type="other", evidence=[proof("El paredón de Vallehondo cedió", 1)])
    for clock, kept in (("03:10", 1), ("04:10", 0)):
        answer = draft(incidents=[incident_at | {"facts": [fact | {"value": when | {"clock": clock}}]}])
        assert len(check(answer, told, TYPES).incidents[0].facts) == kept


def test_moment_of_a_figure_must_stand_in_its_quotes_and_goes_alone_if_it_does_not():
    for words, kept in (("Sáng 14/3/2031", True), ("tối 14/3/2031", False)):
        as_of = {"type": "time", "words": words, "edtf": "2031-03-14", "basis": "stated"}
        quote = proof("Sáng 14/3/2031, hai thuyền cháy tại bến Hòa An, ba người bị thương")
        figure = injured() | {"as_of": as_of, "evidence": [quote]}
        reading = reading_of(incidents=[incident(facts=[figure])])
        assert [fact.as_of is not None for fact in reading.incidents[0].facts] == [kept]
        assert len(reading.rejections) == (0 if kept else 1)


def test_publication_date_that_the_article_states_of_itself_is_that_of_the_reading():
    known = KnownDate(edtf="2031-03-15", how="front matter")
    article = ARTICLE.model_copy(update={"published": known})
    assert check(draft(), article, TYPES).published == known
