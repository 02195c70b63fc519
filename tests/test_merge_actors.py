import pytest
from hypothesis import given
from hypothesis import strategies as st

from summariser.core.merge import merge
from summariser.core.merge.actors import merge_actors
from summariser.nouns.kinds import ActorKind
from summariser.nouns.known import Alias, Aliases, Apart, Known
from summariser.nouns.pairs import Ruling
from tests.told import FAMILIES, Told, at, in_


def merged_names(*articles):
    """Merge articles, each a list of (name, kind, country); give the names of each merged actor's members."""
    told = []
    for sign, actors in zip("1234", articles, strict=False):
        article = Told(sign)
        for actor in actors:
            article.actor(*actor)
        told.append(article.reading())
    return merge(told, FAMILIES).actors


ONE = [
    [("US Embassy in Duyal", "government_body", "US"), ("Embassy of the United States in Duyal", "organisation", None)],
    [("Kesh Front", "armed_group", "IQ"), ("The Kesh Front", "coalition", "IQ")],
    [("President Ana Prit", "person", "PE"), ("Ana Prit", "person", None)],
    [("Mohammed Ali al-Sarrani", "person", "IQ"), ("Muhammad Ali Al Sarrani", "person", "IQ")],
    [("police", "government_body", "PE"), ("Police", "government_body", "PE")],
    [("Prit", "person", "PE"), ("Prit", "person", "PE")],
    [("Coast Guard", "government_body", "UK"), ("Coast Guard", "government_body", "GB")],
    [("Coast Guard", "government_body", "EL"), ("Coast Guard", "government_body", "GR")],
]
TWO = [
    [("militants", "unnamed_group", "PE"), ("militants", "unnamed_group", "PE")],
    [("Hezbollah", "armed_group", "LB"), ("Kataib Hezbollah", "armed_group", None)],
    [("Iraq", "state", "IQ"), ("Iraq", "government_body", "IQ")],
    [("Kesh Front", "armed_group", "IQ"), ("Kesh Front", "armed_group", "IR")],
    [("Ana Prit", "person", "PE"), ("Ana Prit", "organisation", "PE")],
    [("Ana Prit", "person", "PE"), ("Prit", "person", "PE")],
    [("police", "government_body", None), ("police", "government_body", None)],
    [("Prit", "person", None), ("Prit", "person", "PE")],
    [("Mohammed Ali Karim al-Sarrani", "person", "IQ"), ("Muhammad Ali Al Sarrani", "person", "IQ")],
]


@pytest.mark.parametrize("pair", ONE)
def test_one_actor_under_two_names_is_one(pair):
    (merged,) = merged_names([pair[0]], [pair[1]])
    assert len(merged.members) == 2
    assert merged.reasons


@pytest.mark.parametrize("pair", TWO)
def test_look_alikes_stay_apart(pair):
    assert len(merged_names([pair[0]], [pair[1]])) == 2


def test_two_actors_of_one_article_never_become_one():
    twice = [("Kesh Front", "armed_group", "IQ"), ("the Kesh Front", "armed_group", "IQ")]
    merged = merged_names(twice, twice[:1])
    assert sorted(len(one.members) for one in merged) == [1, 2]


def test_a_name_without_country_joins_neither_of_two_countries():
    front = [("Kesh Front", "armed_group", country) for country in ("IQ", None, "IR")]
    assert len(merged_names(*([one] for one in front))) == 3


def test_kinds_that_a_model_confuses_do_not_chain_to_kinds_that_exclude_each_other():
    front = [("Kesh Front", kind, "IQ") for kind in ("armed_group", "organisation", "government_body")]
    merged = merged_names(*([one] for one in front))
    assert sorted(len(one.members) for one in merged) == [1, 2]


def test_the_reason_says_what_is_alike_and_in_how_many_articles():
    names = ["US Embassy in Duyal", "American Embassy in Duyal", "Embassy of the USA in Duyal"]
    (merged,) = merged_names(*([(name, "government_body", "US")] for name in names))
    assert merged.reasons == ("same name, kind and country in three articles",)
    spelt = ("Mohammed Ali al-Sarrani", "Muhammad Ali Al Sarrani")
    (merged,) = merged_names(*([(name, "person", "IQ")] for name in spelt))
    assert merged.reasons == (
        "same name, kind and country in two articles (Mohammed Ali al-Sarrani; Muhammad Ali Al Sarrani)",
    )
    spelt = ("Yousef Karim Dourab", "Youssef Karim Durab")
    (merged,) = merged_names(*([(name, "person", "IQ")] for name in spelt))
    assert merged.reasons == ("same person and country in two spellings (Yousef Karim Dourab; Youssef Karim Durab)",)


def test_an_actor_that_is_part_of_itself_is_noted_and_belongs_to_nothing():
    told = Told("1")
    first = told.actor("Kesh Front", "armed_group", "IQ", part_of=f"{told.prefix}:a2")
    told.actor("Kesh Council", "organisation", "IQ", part_of=first)
    merged = merge([told.reading()], FAMILIES)
    assert [one.part_of for one in merged.actors] == [f"{told.prefix}:a2", None]
    assert merged.notes == ("Kesh Council: is told to be part of itself; not kept",)


def test_what_an_actor_belongs_to_is_the_merged_actor():
    first, second = Told("1"), Told("2")
    first.actor("United States", "state", "US")
    state = second.actor("USA", "state", "US")
    second.actor("US Embassy in Duyal", country="US", part_of=state)
    merged = merge([first.reading(), second.reading()], FAMILIES)
    assert merged.actors[1].part_of == merged.actors[0].id == f"{first.prefix}:a1"


# Pairs of names


P, B, G, O = "person", "government_body", "armed_group", "organisation"  # noqa: E741
PAIRS = [
    ("one", ("al-Shabaab", G, "SO"), ("al-Shabaab", G, "SO")),
    # one
    ("one", ("US Embassy in Iraq", B, "US"), ("US Embassy in Baghdad", B, "US")),
    ("one", ("Embassy of Peru in France", B, "PE"), ("Peruvian Embassy in Paris", B, None)),
    ("one", ("Ministry of Interior of Tunisia", B, "TN"), ("Tunisian Interior Ministry", B, "TN")),
    ("one", ("Tunisian Ministry of the Interior", B, "TN"), ("Tunisian Interior Ministry", B, None)),
    ("one", ("Interior Ministry", B, "TN"), ("Tunisian Interior Ministry", B, "TN")),
    ("one", ("Coast Guard", B, "GB"), ("British Coast Guard", B, "GB")),
    ("one", ("Hezbollah", G, "LB"), ("Lebanese Hizbullah", G, "LB")),
    ("one", ("Houthis", G, "YE"), ("Huthis", G, None)),
    ("one", ("Popular Guard Force", G, "IQ"), ("Popular Guard Forces", G, "IQ")),
    ("one", ("Al-Shabaab", G, "SO"), ("Shabab", G, "SO")),
    ("one", ("Mohammed Sarrani", P, "IQ"), ("Muhammad Sarrani", P, "IQ")),
    ("one", ("Mohammed Ali al-Sarrani", P, "IQ"), ("Muhammad Ali Al Sarrani", P, None)),
    ("one", ("Mohammed Saleh", P, "IQ"), ("Muhammad Salih", P, "IQ")),
    ("one", ("Abd al-Rahman Kesh", P, "SY"), ("Abdulrahman Kesh", P, None)),
    ("one", ("Yousef Karim Dourab", P, "IQ"), ("Youssef Karim Durab", P, "IQ")),
    ("one", ("Sergey Ivanovich Dourov", P, "RU"), ("Sergei Ivanovitch Dourov", P, "RU")),
    ("one", ("Kesh Jong-un", P, "KR"), ("Kesh Jongun", P, None)),
    ("one", ("Pak Minho", P, "KR"), ("Minho Pak", P, "KR")),
    ("one", ("Ngô Văn Kesh", P, "VN"), ("Ngo Van Kesh", P, None)),
    ("one", ("Zoë Prît", P, None), ("Zoe Prit", P, None)),
    ("one", ("Ministère of Interior of Tunisia", B, "TN"), ("Ministry of Interior of Tunisia", B, "TN")),
    ("one", ("Policía of Peru", B, "PE"), ("Police of Peru", B, "PE")),
    ("one", ("Asaib Ahl al-Haqq", G, "IQ"), ("Asa'ib Ahl al-Haq", G, "IQ")),
    ("one", ("Yousef Dourab", P, "IQ"), ("Youssef Durab", P, "IQ")),
    # open
    ("open", ("US Embassy", B, "US"), ("US Embassy in Duyal", B, "US")),
    ("open", ("US Embassy", B, "US"), ("US Embassy", B, "US")),
    ("open", ("Hizbullah Brigades", G, "IQ"), ("Kataib Hezbollah", G, None)),
    ("open", ("Harakat Kesh", G, "IQ"), ("Kesh Movement", G, "IQ")),
    ("open", ("Jaysh Kesh", G, "SY"), ("Kesh Army", G, None)),
    ("open", ("Popular Mobilization Forces", G, "IQ"), ("Popular Mobilization Units", G, "IQ")),
    ("open", ("PMF", G, "IQ"), ("Popular Mobilization Forces", G, "IQ")),
    ("open", ("RSF", O, None), ("Reporters San Frontera", O, None)),
    ("open", ("Kesh", G, "IQ"), ("Kesh Movement", G, None)),
    ("open", ("Ana Prit", P, "PE"), ("Prit", P, "PE")),
    ("open", ("Ana Maria Prit", P, "PE"), ("Ana Prit", P, "PE")),
    ("open", ("Ana Prit Sanz", P, "ES"), ("Ana Prit", P, None)),
    ("open", ("Ivan Petrovich Duro", P, "RU"), ("Ivan Duro", P, "RU")),
    ("open", ("Saad bin Omar Kesh", P, "SA"), ("Saad Kesh", P, "SA")),
    ("open", ("J. Prit", P, "US"), ("Jo Prit", P, "US")),
    ("open", ("Ali Hassan", P, "IQ"), ("Hassan Ali", P, "IQ")),
    ("open", ("Ngo Van Duck", P, "VN"), ("Ngo Van Dack", P, "VN")),
    ("open", ("Ana Maria Lopez", P, "ES"), ("Ana Maria Lapaz", P, "ES")),
    ("open", ("John Smith", P, "US"), ("John Smith", P, None)),
    ("open", ("Mohammed Ali", P, None), ("Muhammad Aly", P, None)),
    ("open", ("Yousef Dorab", P, "IQ"), ("Youssef Durib", P, "IQ")),
    ("open", ("Ali Karim Kesham", P, "IQ"), ("Ali Karim Keshom", P, "IQ")),
    ("open", ("Sami Dourab", P, "TN"), ("Samia Dourab", P, "TN")),
    ("open", ("Taras Zhurawel", P, "UA"), ("Taras Schuravel", P, "UA")),
    ("open", ("Iraqi authorities", B, "IQ"), ("Government of Iraq", B, "IQ")),
    ("open", ("Duyal Health Directorate", B, "PE"), ("Duyal Health Department", O, "PE")),
    ("one", ("Morren city council", B, "PE"), ("Morren city Consejo", B, "PE")),
    ("open", ("Bakers' Union", O, "PE"), ("Bakers' Federation", O, "PE")),
    ("open", ("Northern River Assembly", O, "PE"), ("North River Assembly", O, "PE")),
    # apart
    ("apart", ("Morren city council", B, "PE"), ("Morren city government", B, "PE")),
    ("apart", ("Bakers' Union", O, "PE"), ("Bakers' Union for Reform", O, "PE")),
    ("apart", ("Kesh Guard Brigades", G, "IQ"), ("Kesh Guard Movement", G, "IQ")),
    ("apart", ("Hedi Dourab", P, "TN"), ("Samia Dourab", P, "TN")),
    ("apart", ("Hezbollah", G, "LB"), ("Kataib Hezbollah", G, None)),
    ("apart", ("Hezbollah", G, None), ("Saraya Hezbollah", G, None)),
    ("apart", ("US Embassy in Duyal", B, None), ("UK Embassy in Duyal", B, None)),
    ("apart", ("US Embassy in Duyal", B, "US"), ("US Embassy in Morren", B, "US")),
    ("apart", ("US Embassy in Baghdad", B, "US"), ("US Consulate in Baghdad", B, "US")),
    ("apart", ("US Embassy in Baghdad", B, "US"), ("US Embassy in Tehran", B, "US")),
    ("apart", ("Iraqi Ministry of Defence", B, "IQ"), ("Iraqi Ministry of Interior", B, "IQ")),
    ("apart", ("Ministry of Interior", B, "IQ"), ("Ministry of Interior", B, "TN")),
    ("apart", ("Ministry of Interior", B, None), ("Ministry of Interior", B, None)),
    ("apart", ("Kesh Front", G, "IQ"), ("Kesh Army", G, "IQ")),
    ("apart", ("Kesh Front", G, "IQ"), ("Kesh Front", G, "IR")),
    ("apart", ("Islamic State", G, None), ("Islamic Movement", G, None)),
    ("apart", ("Niger", "state", "NE"), ("Nigeria", "state", "NG")),
    ("apart", ("Niger Army", B, None), ("Nigerian Army", B, None)),
    ("apart", ("Ana Prit", P, "PE"), ("Ana Prit", B, "PE")),
    ("apart", ("Jamil Sarrani", P, "IQ"), ("Kamil Sarrani", P, "IQ")),
    ("apart", ("Jamil Ali Sarrani", P, "IQ"), ("Jamil Omar Sarrani", P, "IQ")),
    ("apart", ("Ana Prit", P, "PE"), ("Ana Prit Jr", P, "PE")),
    ("apart", ("Ali", P, "IQ"), ("Ali Dourab", P, "IQ")),
    ("apart", ("Pak Minho", P, "KR"), ("Pak Minsu", P, "KR")),
    ("apart", ("Prime Minister of Peru", B, "PE"), ("Ana Prit", P, "PE")),
    ("apart", ("militants", "unnamed_group", "IQ"), ("militants", "unnamed_group", "IQ")),
    ("apart", ("gunmen", "armed_group", "IQ"), ("gunmen", "armed_group", "IQ")),
    ("apart", ("militias close to Norway", "armed_group", "IQ"), ("militias linked to Norway", "armed_group", "IQ")),
]


def told_apart(*actors):
    """Tell of each actor, (name, kind, country[, names as written]), in an article of its own."""
    told = []
    for sign, (name, kind, country, *written) in zip("123456789abcdef", actors, strict=False):
        article = Told(sign)
        article.actor(name, kind, country)
        quotes = tuple(mention for words in written for mention in article._evidence(words))
        if quotes:
            article.actors[0] = article.actors[0].model_copy(update={"mentions": quotes})
        told.append(article.reading())
    return told


def verdict(merged):
    return "one" if len(merged.by_id) == 1 else "open" if merged.open else "apart"


@pytest.mark.parametrize(("expected", "a", "b"), PAIRS)
def test_pairs_of_names_are_one_open_or_apart_in_either_order(expected, a, b):
    for pair in ((a, b), (b, a)):
        assert verdict(merge_actors(told_apart(*pair), Known())) == expected


def test_names_of_different_actors_in_one_world_are_not_joined_by_a_third():
    merged = merge_actors(told_apart(*(actor for _, *pair in PAIRS[:7] for actor in pair)), Known())
    assert len(merged.by_id) == 5


def test_a_name_written_the_same_supports_and_does_not_prove():
    guard, hashd = ("Popular Guard", G, "IQ", "الحشد الشعبي"), ("Hashd al-Shaabi", G, "IQ", "الحشد الشعبي")
    assert verdict(merge_actors(told_apart(guard, hashd), Known())) == "open"
    embassies = (("US Embassy in Duyal", B, None, "السفارة"), ("UK Embassy in Duyal", B, None, "السفارة"))
    assert verdict(merge_actors(told_apart(*embassies), Known())) == "apart"
    spelt = (("Yousef Dourab", P, "IQ", "يوسف دوراب"), ("Youssef Durab", P, None, "يوسف دوراب"))
    assert verdict(merge_actors(told_apart(*spelt), Known())) == "one"


def test_an_acronym_is_its_name_where_an_article_writes_both_in_one_country():
    short = ("PGF", G, "IQ")
    for country, expected in (("IQ", "one"), (None, "open")):
        full = ("Popular Guard Front", G, country, "Popular Guard Front", "PGF")
        merged = merge_actors(told_apart(short, full), Known())
        assert verdict(merged) == expected
    assert verdict(merge_actors(told_apart(short, ("Popular Guard Front", G, "PE", "PGF")), Known())) == "apart"


def test_an_acronym_in_another_script_is_its_name_where_an_article_writes_both():
    full = ("Union of Free Workers", O, "UA", "Спілка вільних працівників", "СВП")
    assert verdict(merge_actors(told_apart(("SVP", O, "UA", "СВП"), full), Known())) == "one"


@pytest.mark.parametrize(
    ("a", "b"), [("Viktor Russ", "Victor Rus"), ("Andi Rachmat", "Andi Rahmat"), ("Achmed Nur", "Akhmed Nur")]
)
def test_names_that_two_languages_write_by_ear_are_worth_a_question(a, b):
    assert verdict(merge_actors(told_apart((a, P, "ID"), (b, P, "ID")), Known())) == "open"


def test_one_that_fits_two_which_are_not_each_other_joins_neither():
    names = [("Interior Ministry", B, "TN"), ("Tunisian Interior Ministry", B, "TN")]
    first, second = told_apart(*names)
    twice = Told("2")
    twice.actor("Tunisian Interior Ministry", B, "TN")
    twice.actor("Interior Ministry of Tunisia", B, "TN")
    merged = merge_actors([first, twice.reading()], Known())
    assert len(merged.by_id) == 3
    assert verdict(merge_actors([first, second], Known())) == "one"


def test_words_say_why_two_actors_are_one_or_apart():
    told = Told("1")
    a, b = (told.actor(name, G, "IQ") for name in ("Hezbollah", "Kataib Hezbollah"))
    other = Told("2")
    c, d = (other.actor(*one) for one in (("Kataib Hezbollah", G, "IQ"), ("Green Crescent", O, "IQ")))
    third = Told("3")
    e = third.actor("Kesh", G, "IR")
    why = merge_actors([told.reading(), other.reading(), third.reading()], Known()).why
    assert why(a, b) == "both in one article"
    assert why(b, c) == "same name, kind and country in two articles"
    assert why(a, c) == why(c, a) == "both in one article"
    assert why(a, d) == "nothing in common"
    assert why(b, e) == "country IQ against IR"


# Scenes


def shown(*casts, day="2031-05-02", city="Duyal", kind="protest", published=None):
    """Tell of one incident in as many articles; a cast has (name, kind, country[, role[, mention]]) for each actor."""
    told = []
    for sign, cast in zip("123456789abcdef", casts, strict=False):
        article = Told(sign, published=published)
        roles = []
        for name, sort, country, *more in cast:
            actor = article.actor(name, sort, country)
            if more[1:]:
                mentions = article._evidence(more[1])
                article.actors[-1] = article.actors[-1].model_copy(update={"mentions": mentions})
            roles.append(((more or ["agent"])[0], actor))
        values = [*([at(day)] if day else []), *([in_(city, country="PE")] if city else [])]
        article.incident(kind, *values, roles=roles)
        told.append(article.reading())
    return told


HERE, THERE = ("Persatuan Petani of Duyal", O, "PE"), ("Duyal Farmers' Union", O, "PE")


def test_a_name_and_its_translation_are_open_where_both_play_one_part_in_what_looks_like_one_incident():
    (pair,) = merge_actors(shown([HERE], [THERE]), Known()).open
    assert pair.why == (
        "names differ: farmers union against persatuan petani, "
        "both act in what looks like one incident (2 May 2031, duyal)"
    )
    assert all("agent of: protest told by" in portrait.lines[-1] for portrait in pair.portraits)


def test_a_name_and_its_translation_stay_apart_without_a_scene_in_common():
    assert verdict(merge_actors(told_apart(HERE, THERE), Known())) == "apart"
    assert verdict(merge_actors(shown([HERE], [(*THERE, "victim")]), Known())) == "apart"
    first, _ = shown([HERE], [THERE])
    for elsewhere in ({"day": "2031-05-09"}, {"city": None}):
        _, second = shown([HERE], [THERE], **elsewhere)
        expected = "open" if "city" in elsewhere else "apart"
        assert verdict(merge_actors([first, second], Known())) == expected


def test_undated_incidents_are_one_scene_where_the_articles_are_two_days_apart():
    for days, expected in (("2031-05-04", "open"), ("2031-05-05", "apart")):
        first, _ = shown([HERE], [THERE], day=None, published="2031-05-02")
        _, second = shown([HERE], [THERE], day=None, published=days)
        assert verdict(merge_actors([first, second], Known())) == expected


def test_one_whose_counterpart_is_found_is_not_asked_about_with_another():
    front, other = ("Kesh Front", O, "PE"), ("Persatuan Petani", O, "PE")
    merged = merge_actors(shown([front], [front, other]), Known())
    assert (len(merged.by_id), merged.open) == (2, ())
    merged = merge_actors(shown([front, HERE], [front, THERE]), Known())
    assert (len(merged.by_id), len(merged.open)) == (3, 1)
    merged = merge_actors(shown([front, HERE], [front, THERE, other]), Known())
    assert (len(merged.by_id), merged.open) == (4, ())


LOOK_ALIKES = [
    (("Kesh Guard Brigades", G, "IQ"), ("Kesh Guard Movement", G, "IQ")),
    (("Students' Alliance", O, "PE"), ("Students' Alliance for Reform", O, "PE")),
    (("ASD", O, "PE"), ("Students' Alliance for Reform", O, "CL")),
    (("Ministry of Defence", B, "PE"), ("Ministry of Interior", B, "PE")),
    (("Embassy of Peru in Duyal", B, "PE"), ("Embassy of Chile in Duyal", B, "CL")),
    (("Hedi Dourab", P, "TN"), ("Samia Dourab", P, "TN")),
    (("Jamil Sarrani", P, "IQ"), ("Kamil Sarrani", P, "IQ")),
    (("Peru", "state", "PE"), ("Persatuan Petani", "state", None)),
    (("farmers", "unnamed_group", "PE"), ("Persatuan Petani", O, "PE")),
]


@pytest.mark.parametrize("pair", LOOK_ALIKES)
def test_look_alikes_stay_apart_even_in_one_scene(pair):
    assert verdict(merge_actors(shown(*([one] for one in pair)), Known())) == "apart"


def test_two_spellings_heard_from_another_script_are_one_person_only_with_a_scene_or_a_body_in_common():
    heard, other = ("Efrin Tolkan", P, "PE"), ("Efrin Tulken", P, "PE")
    names = [heard, ("Efrin Tulkan", P, "PE", "agent", "افرین تولکان")]
    (one,) = merge_actors(shown([heard], [names[1]]), Known()).by_id.values()
    assert one.reasons == (
        "one person in two spellings, both act in what looks like one incident (2 May 2031, duyal) "
        "(Efrin Tolkan; Efrin Tulkan)",
    )
    assert verdict(merge_actors(told_apart(heard, (*names[1][:3], "افرین تولکان")), Known())) == "open"
    assert verdict(merge_actors(shown([heard], [names[1][:3]]), Known())) == "open"
    assert verdict(merge_actors(shown([heard], [(*other, "agent", "افرین تولکان")]), Known())) == "open"


def test_persons_whose_names_differ_in_a_vowel_are_not_one_though_both_play_one_part():
    for a, b in (("Sami Dourab", "Samia Dourab"), ("Karam Dourab", "Karim Dourab")):
        assert verdict(merge_actors(shown([(a, P, "TN")], [(b, P, "TN")]), Known())) == "open"


def test_two_spellings_are_one_person_where_both_belong_to_one_body():
    told = []
    for sign, name, written in (("1", "Ingrid Dalsen", "Ingrid Dalsen"), ("2", "Ingrid Dalsin", "Ингрид Дальсин")):
        article = Told(sign)
        body = article.actor("River Commission", O)
        article.actor(name, P, None, part_of=body)
        article.actors[1] = article.actors[1].model_copy(update={"mentions": article._evidence(written)})
        told.append(article.reading())
    merged = merge_actors(told, Known())
    assert len(merged.by_id) == 2


def test_a_given_name_that_many_bear_is_open_with_a_full_name_in_one_scene():
    assert verdict(merge_actors(shown([("Ali", P, "IQ")], [("Ali Dourab", P, "IQ")]), Known())) == "open"


def test_offices_that_differ_by_a_word_are_open_where_the_articles_tell_of_one_place():
    road, town = ("Road police", B, "PE", "responder"), ("Morren road police", B, "PE", "agent")
    assert verdict(merge_actors(shown([road], [town]), Known())) == "open"
    assert verdict(merge_actors(shown([road], [("Military road police", B, "PE")]), Known())) == "apart"
    groups = [(name, G, *rest) for name, _, *rest in (road, town)]
    assert verdict(merge_actors(shown(*([one] for one in groups)), Known())) == "apart"


def test_a_scene_does_not_let_a_third_bring_two_together_whose_names_say_nothing():
    both, short, spelt = (
        ("Qadour Guard Front", G, "IQ", "victim", "QGF"),
        ("QGF", G, "IQ"),
        ("Kadur Guard Front", G, "IQ"),
    )
    for one in (short, spelt):
        assert verdict(merge_actors(shown([both], [one]), Known())) == "one"
    assert len(merge_actors(shown([both], [short], [spelt]), Known()).by_id) == 3


def test_a_portrait_has_first_what_is_done_where_the_other_is_told_of_too():
    first, _ = shown([HERE], [THERE])
    many = Told("3")
    union = many.actor(*THERE)
    for number, city in enumerate(("Arden", "Borrow", "Cassel", "Duyal"), 1):
        day = "2031-05-02" if city == "Duyal" else f"2031-04-0{number}"
        many.incident("protest", at(day), in_(city), roles=[("agent", union)], title=f"March in {city}")
    (pair,) = merge_actors([first, many.reading()], Known()).open
    assert "agent of: March in Duyal, 2031-05-02, Duyal" in pair.portraits[1].lines
    assert len(pair.portraits[1].lines) == len(pair.portraits[0].lines) + 2


# Aliases


def known(*actors, apart=(), rulings=()):
    aliases = Aliases(
        actor=tuple(Alias(name=name, also=tuple(also)) for name, *also in actors),
        apart=tuple(Apart(names=names) for names in apart),
    )
    return Known(aliases=aliases, rulings={(one.a, one.b): one for one in rulings})


def test_the_users_names_are_one_in_whatever_script_kind_and_country():
    told = told_apart(("Green Crescent", O, "IQ", "الهلال الأخضر"), ("Kesh Front", G, None), ("Kesh Front", G, "IR"))
    merged = merge_actors(told, known(("Kesh Front", "الهلال الأخضر")))
    assert verdict(merged) == "one"
    (one,) = merged.by_id.values()
    assert one.reasons == ("named as one in aliases.toml",)


def test_the_users_names_are_one_within_an_article_but_two_bearers_of_one_name_stay_two():
    told = Told("1")
    for name in ("Kesh Front", "Green Crescent", "Kesh Front"):
        told.actor(name, G, "IQ")
    assert len(merge_actors([told.reading()], known(("Kesh Front", "Green Crescent"))).by_id) == 2


def test_what_the_user_keeps_apart_stays_apart_by_name_and_by_ruling():
    told = told_apart(("Interior Ministry", B, "TN"), ("Tunisian Interior Ministry", B, "TN"))
    apart = [("Interior Ministry", "Tunisian Interior Ministry")]
    a, b = (reading.actors[0].id for reading in told)
    ruling = Ruling(a=a, b=b, verdict="same", reason="as named", model="m")
    for rulings in ((), (ruling,)):
        merged = merge_actors(told, known(apart=apart, rulings=rulings))
        assert verdict(merged) == "apart"
        assert merged.why(a, b).startswith("named as two in aliases.toml")
    assert merged.notes == (
        "Interior Ministry and Tunisian Interior Ministry: judged one by m, kept apart: named as two in aliases.toml",
    )


def test_aliases_that_contradict_each_other_are_not_applied_and_are_named():
    told = told_apart(("Kesh Front", G, "IQ"), ("Green Crescent", G, "IQ"), ("Red Crescent", G, "IQ"))
    merged = merge_actors(told, known(("Kesh Front", "Green Crescent"), ("Red Crescent", "Kesh Front")))
    assert len(merged.by_id) == 3
    assert merged.notes == ("aliases.toml: Kesh Front is a name of [[actor]] 1 and of [[actor]] 2; neither is applied",)
    merged = merge_actors(told, known(("Kesh Front", "Green Crescent"), apart=[("Green Crescent", "Kesh Front")]))
    assert len(merged.by_id) == 3
    assert merged.notes == (
        "aliases.toml: Green Crescent and Kesh Front are one in [[actor]] 1 and two in [[apart]] 1; neither is applied",
    )


def test_an_actor_with_names_of_two_entries_is_joined_to_neither_and_noted():
    told = told_apart(("Kesh Front", G, "IQ", "Red Crescent"), ("Green Crescent", G, "IQ"), ("Red Crescent", G, "IR"))
    merged = merge_actors(told, known(("Kesh Front", "Green Crescent"), ("Red Crescent", "Red Sun")))
    assert len(merged.by_id) == 3
    assert merged.notes == ("Kesh Front: has names of [[actor]] 1 and [[actor]] 2 in aliases.toml; joined to neither",)


def test_an_alias_that_matches_nothing_says_nothing():
    assert merge_actors(told_apart(("Kesh Front", G, "IQ")), known(("A", "B"), apart=[("C", "D")])).notes == ()


# Rulings


def ruled(merged, verdict_, *pairs):
    asked = [(one.a, one.b) for one in merged.open]
    assert all(pair in asked for pair in pairs)
    return [Ruling(a=a, b=b, verdict=verdict_, reason="as told", model="m") for a, b in pairs or asked]


def test_a_ruling_joins_and_says_so_and_is_not_asked_again():
    told = told_apart(("Ana Prit", P, "PE"), ("Prit", P, "PE"))
    asked = merge_actors(told, Known())
    for verdict_, expected in (("same", "one"), ("different", "apart"), ("cannot_tell", "apart")):
        merged = merge_actors(told, known(rulings=ruled(asked, verdict_)))
        assert verdict(merged) == expected
    (one,) = merge_actors(told, known(rulings=ruled(asked, "same"))).by_id.values()
    assert one.reasons == ("judged one by m, not by a rule",)


def test_rulings_do_not_chain_what_conflicts():
    told = told_apart(("Ana Prit", P, "PE"), ("Prit", P, None), ("Bo Prit", P, "PE"), ("Cy Prit", P, "CL"))
    merged = merge_actors(told, known(rulings=ruled(merge_actors(told, Known()), "same")))
    assert sorted(len(one.members) for one in merged.by_id.values()) == [1, 1, 2]


def test_a_body_whose_name_and_translation_are_each_judged_one_with_a_third_is_one():
    names = ("Oru SAR Office", B, "ID"), ("Oru Rescue Bureau", B, "ID"), ("Oru Agency", B, "ID")
    told = told_apart(*names)
    asked = merge_actors(told, Known())
    office, bureau, agency = (one.id for reading in told for one in reading.actors)
    assert asked.why(office, bureau).startswith("names differ")
    rulings = [
        Ruling(a=min(pair), b=max(pair), verdict="same", reason="", model="m")
        for pair in ((office, agency), (bureau, agency))
    ]
    merged = merge_actors(told, known(rulings=rulings))
    assert len(merged.by_id) == 1


def test_open_pairs_are_shown_by_what_the_articles_say_and_not_by_ids():
    told = Told("1", published="2031-05-02")
    state = told.actor("Peru", "state", "PE")
    ana = told.actor("Ana Prit", P, "PE", part_of=state)
    told.incident("shelling", at("2031-05-02"), in_("Duyal"), roles=[("target", ana)], title="Shelling of a school")
    told.says(ana, "condemns", "the shelling")
    other = Told("2")
    other.actor("Prit", P, None)
    (pair,) = merge_actors([told.reading(), other.reading()], Known()).open
    assert pair.task == "same_actor"
    assert pair.portraits[0].lines == (
        "name in English: Ana Prit",
        "name as written: Ana Prit",
        "kind: person",
        "country: PE",
        "part of: Peru",
        "condemns: the shelling",
        "target of: Shelling of a school, 2031-05-02, Duyal",
    )
    assert pair.portraits[1].lines[-1] == "country: not given"
    assert pair.why == "one name alone (prit) may be the same"


# Laws


NAMES = st.sampled_from([actor for _, *pair in PAIRS for actor in pair])
WORLDS = st.lists(st.lists(NAMES, min_size=1, max_size=4), min_size=1, max_size=6)
USER = known(("Hezbollah", "Hizbullah Brigades"), ("PMF", "Popular Mobilization Units"), apart=[("Kesh", "Kesh Army")])


def told_world(world):
    return shown(*([(*actor[:3], "agent") for actor in actors] for actors in world))


@given(WORLDS, st.randoms(), st.sampled_from((Known(), USER)))
def test_the_order_of_articles_does_not_matter_and_no_actor_is_lost(world, random, given_):
    told = told_world(world)
    merged = merge_actors(told, given_)
    turned = random.sample(told, len(told))
    again = merge_actors(turned, given_)
    assert (merged.by_id, merged.of, merged.open) == (again.by_id, again.of, again.open)
    members = sorted(actor.id for one in merged.by_id.values() for actor in one.members)
    assert members == sorted(actor.id for reading in told for actor in reading.actors) == sorted(merged.of)


@given(WORLDS, st.sampled_from(("same", "different", "cannot_tell")), st.data())
def test_whatever_is_ruled_nothing_forbidden_is_joined_and_pairs_keep_their_keys(world, verdict_, data):
    told = told_world(world)
    asked = merge_actors(told, Known())
    pairs = [(one.a, one.b) for one in asked.open]
    some = data.draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    rulings = ruled(asked, verdict_, *some) if some else []
    merged = merge_actors(told, known(rulings=rulings))
    assert {(one.a, one.b) for one in merged.open} <= set(pairs) - set(some)
    for one in merged.by_id.values():
        assert len({actor.id.split(":")[0] for actor in one.members}) == len(one.members)
        assert len({actor.country for actor in one.members} - {None}) <= 1
        kinds = {actor.kind for actor in one.members}
        assert len(kinds) == 1 or not kinds & {ActorKind.PERSON, ActorKind.STATE, ActorKind.UNNAMED_GROUP}
