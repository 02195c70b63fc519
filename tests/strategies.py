"""Hypothesis strategies for readings: few names, places, days and values, so that articles meet and collide."""

from hypothesis import strategies as st

from tests.told import Told, at, category, in_, number, text

NAMES = (
    ("US Embassy in Duyal", "government_body", "US"),
    ("Embassy of the United States in Duyal", "organisation", None),
    ("British Embassy in Duyal", "government_body", "GB"),
    ("Mohammed Ali al-Sarrani", "person", "IQ"),
    ("Muhammad Ali Al Sarrani", "person", "IQ"),
    ("Sarrani", "person", None),
    ("police", "government_body", None),
    ("militants", "unnamed_group", None),
    ("Kesh Front", "armed_group", "IQ"),
    ("Kesh Front", "coalition", "IR"),
    ("Iraq", "state", "IQ"),
)
ROLES = ("perpetrator", "target", "near", "affected", "victim", "participant")
EDTF = ("2031-05-02", "2031-05-03", "2031-05", "2031", "XXXX-05-02", "2031-05-01/2031-05-03", None)
QUALIFIERS = ("exact", "exact", "about", "at_least", "more_than")

times = st.builds(
    at,
    st.sampled_from(EDTF),
    st.sampled_from((None, "04:00", "04:15", "13:00")),
    about=st.booleans(),
    part=st.sampled_from((None, "dawn", "evening")),
)
places = st.sampled_from(
    (
        in_("Duyal"),
        in_("Green Gate", "Duyal"),
        in_("Duyall"),
        in_("Morren"),
        in_("Oste", country="XB"),
        in_("Duyal", country=None),
    )
)
numbers = (
    st.builds(
        number,
        st.integers(0, 4),
        st.sampled_from(("person", "soldier", "people")),
        st.sampled_from(QUALIFIERS),
        scope=st.sampled_from((None, None, "city")),
    )
    | st.just(number(None, qualifier="none_reported", words="no reports"))
    | st.just(number(None, qualifier="vague", words="several"))
)
counts = st.builds(number, st.integers(1, 3), st.sampled_from(("rocket", "salvo")))
particulars = st.one_of(
    times,
    places,
    st.tuples(st.just("count"), counts),
    st.tuples(st.sampled_from(("killed", "injured", "casualties")), numbers),
    st.tuples(st.just("means"), st.sampled_from(("rocket", "missile", "rocket_or_missile", "drone")).map(category)),
    st.tuples(st.just("response"), st.sampled_from(("sirens sounded", "roads were shut")).map(text)),
)


SCENES = (
    ("shelling", at("2031-05-02"), in_("Green Gate", "Duyal")),
    ("strike_means_not_stated", at("2031-05-02", "04:15"), in_("Duyal")),
    ("shelling", at("2031-05-03", "04:00", about=True), in_("Duyal")),
    ("flood", at("2031-05-01/2031-05-03"), in_("Morren")),
    ("flood", at("2031-05"), in_("Morren")),
    ("talks", at("XXXX-05-02", "04:00"), in_("Duyal", country=None)),
)
TOLLS = (
    ("killed", number(2)),
    ("killed", number(3, qualifier="at_least")),
    ("killed", number(1, "soldier")),
    ("killed", number(5, scope="city")),
    ("casualties", number(0)),
    ("count", number(2, "salvo")),
    ("count", number(2, "rocket")),
)


def told_incident(draw, told, actors):
    """Tell one of a few scenes in the article's own way, so that articles agree, differ and contradict one another."""
    kind, when, where = draw(st.sampled_from(SCENES))
    noise = st.one_of(particulars, st.sampled_from(TOLLS))
    role = st.tuples(st.sampled_from(ROLES), st.sampled_from(actors), st.sampled_from(("fact", "suspected")))
    return told.incident(
        draw(st.sampled_from((kind, kind, kind, "air_or_drone_strike", "other"))),
        *draw(st.sampled_from(((when, where), (when, where), (when, where), (where,), (when,)))),
        *draw(st.lists(noise, max_size=3)),
        roles=[("target", actors[0]), *draw(st.lists(role, max_size=1))][draw(st.integers(0, 1)) :],
        background=draw(st.booleans()),
    )


@st.composite
def readings(draw, sign):
    """Draw the reading of one article."""
    told = Told(
        sign,
        published=draw(st.sampled_from((None, "2031-05-02", "2031-05-03", "2031-06-01"))),
        outlet=draw(st.sampled_from((None, "The Duyal Post", "Nord Echo"))),
    )
    first = draw(st.sampled_from(NAMES[:2]))
    actors = [told.actor(*name) for name in (first, *draw(st.lists(st.sampled_from(NAMES), max_size=3)))]
    actor = st.sampled_from(actors)
    incidents = [told_incident(draw, told, actors) for _ in range(draw(st.integers(0, 3)))]
    runs = [
        told.run(
            "shelling",
            draw(st.none() | counts),
            draw(st.sampled_from((None, at("2031")))),
            draw(st.lists(actor, max_size=1)),
        )
        for _ in range(draw(st.integers(0, 2)))
    ]
    for _ in range(draw(st.integers(0, 2))):
        told.stands(
            "troops stand there",
            draw(st.none() | counts),
            draw(st.none() | actor),
            draw(st.sampled_from((None, at("2031")))),
        )
    for _ in range(draw(st.integers(0, 2))):
        told.says(
            draw(st.sampled_from((actors[0], actors[-1]))),
            draw(st.sampled_from(("calls_for", "condemns"))),
            draw(st.sampled_from(("protection of missions", "protecting the missions", "a swift inquiry"))),
            draw(st.lists(st.sampled_from([*incidents, *runs]), max_size=1)) if incidents or runs else (),
            addressee=draw(st.none() | actor),
            when=draw(st.none() | times),
            relays=draw(st.lists(st.sampled_from(("Reuters", "AFP")), max_size=1)),
        )
    return told.reading()


worlds = st.integers(2, 5).flatmap(lambda size: st.tuples(*(readings(sign) for sign in "3a7f1"[:size])))
"""What two to five articles tell."""
