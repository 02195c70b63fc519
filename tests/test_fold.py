import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summariser.text.fold import Span, fold, locate, stands_in
from tests.quotes import FALSE, TEXTS, TRUE


@pytest.mark.parametrize(("name", "quote", "piece"), TRUE)
def test_true_quote_gets_its_exact_span(name, quote, piece):
    text = TEXTS[name]
    found = locate(fold(text), quote)
    assert Span(text.index(piece), text.index(piece) + len(piece)) in found
    assert {text[span.start : span.end] for span in found} == {piece}


@pytest.mark.parametrize(("name", "quote", "fault"), FALSE)
def test_false_quote_is_refused(name, quote, fault):
    assert locate(fold(TEXTS[name]), quote) == [], fault


@pytest.mark.parametrize(("name", "quote", "piece"), TRUE)
def test_true_quote_is_found_in_a_decomposed_text_too(name, quote, piece):
    text = unicodedata.normalize("NFD", TEXTS[name])
    found = [unicodedata.normalize("NFC", text[span.start : span.end]) for span in locate(fold(text), quote)]
    assert unicodedata.normalize("NFC", piece) in found


def test_table_is_as_large_as_the_bar_asks():
    assert len(TRUE) >= 45
    assert len(FALSE) >= 45
    assert {name for name, *_ in TRUE} == {name for name, *_ in FALSE} == set(TEXTS)


# Words of scripts with and without spaces, marks included, and what stands between them.
WORDS = ["Đại", "không", "صاروخ", "وزارة", "l’été", "Nîmes", "can", "дождь", "बाढ़", "가뭄", "שלום", "x", "naïve"]
GAPS = [" ", "\u00a0", " \u200f", ", ", ". ", "\n", " – ", " «\u00a0", "\u00a0» ", " “", "” ", "; ", " … "]
NOISE_BETWEEN = ["\u200b", "\u200f", "\u2066", "\u00ad", "\ufeff", "\U000e0041", "\ufe0f", "\u200d"]
SHAPES = [
    (" ", "\u00a0\u2009\u202f\n\t\u3000"),
    ("“", "\"«„「'"),
    ("”", '"»“」’'),
    ("’", "'`´ʼ"),
    ("–", "-—‐−"),
    ("…", ("...",)),
    ("ا", ("اـ", "ا\u064e")),
    ("و", ("وّ", "وــ")),
]
texts = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(GAPS)), min_size=1, max_size=12)


def noisy(draw, piece):
    form = draw(st.sampled_from(["NFC", "NFD"]))
    clusters = []
    for char in piece:
        shapes = dict(SHAPES).get(char, (char,))
        clusters.append(draw(st.sampled_from([char, *shapes])))
    # Invisible characters go in front of characters that can begin a cluster.
    inserted = [
        draw(st.sampled_from(["", *NOISE_BETWEEN])) if not unicodedata.combining(c[0]) else "" for c in clusters
    ]
    noise = "".join(f"{extra}{cluster}" for extra, cluster in zip(inserted, clusters, strict=True))
    return unicodedata.normalize(form, noise)


@given(texts, st.data())
def test_any_slice_is_found_exactly_after_typographic_noise(pairs, data):
    text, ends, starts = "", [], []
    for word, gap in pairs:
        starts.append(len(text))
        text += word
        ends.append(len(text))
        text += gap
    first = data.draw(st.integers(0, len(pairs) - 1))
    last = data.draw(st.integers(first, len(pairs) - 1))
    piece = Span(starts[first], ends[last])
    quote = noisy(data.draw, text[piece.start : piece.end])
    assert piece in locate(fold(text), quote)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_map_of_any_text_is_whole_and_in_order(text):
    folded = fold(text)
    sources = [folded.source(at) for at in range(len(folded.text))]
    assert all(0 <= start < end <= len(text) for start, end in sources)
    assert [start for start, _ in sources] == sorted(start for start, _ in sources)
    assert [end for _, end in sources] == sorted(end for _, end in sources)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(text):
    once = fold(text).text
    assert fold(once).text.strip() == once.strip()


@given(
    st.text(alphabet="aé\u0301 ،.’“中文ไม่ ًـا\u200d\n12", max_size=30), st.text(alphabet="aé\u0301 中文ไاً12", max_size=6)
)
def test_what_is_found_folds_to_the_quote(text, quote):
    for span in locate(fold(text), quote):
        assert fold(text[span.start : span.end]).text.strip(" '") == fold(quote).text.strip(" '")


def test_letters_are_never_folded_into_others():
    for one, other in [("أحمد", "احمد"), ("على", "علي"), ("Nhân", "Nhan"), ("ё", "е"), ("ı", "i"), ("里", "裡")]:
        assert not stands_in(one, other)


def test_trailing_marks_and_tatweel_belong_to_the_span():
    text = "في الســـلامُ عليكم"
    (span,) = locate(fold(text), "السلام")
    assert text[span.start : span.end] == "الســـلامُ"
    stretched = "مدينة بغدادـــ اليوم"
    (span,) = locate(fold(stretched), "بغداد")
    assert stretched[span.start : span.end] == "بغدادـــ"


def test_part_of_a_cluster_is_no_match():
    assert locate(fold("cafe\u0301"), "cafe") == []
    assert locate(fold("กำ"), "ก") == []
    assert locate(fold("end…"), "end..") == []
    assert locate(fold("…end"), "..end") == []
    assert locate(fold("👩\u200d🚒 left"), "left")


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("وبغداد", "بغداد"),
        ("للحكومة", "حكومة"),
        ("بالسفارة", "سفارة"),
        ("أطلقت بـ5 صواريخ", "5 صواريخ"),
        ("ובירושלים", "ירושלים"),
        ("서울에서 열렸다", "서울"),
        ("30명이 다쳤다", "30"),
        ("İzmir'de", "İzmir"),
        ("l'Élysée", "Élysée"),
        ("a load of 40kg", "40"),
        ("US-led", "US"),
    ],
)
def test_word_may_begin_or_end_at_what_is_written_together_with_it(text, quote):
    assert [text[start:end] for start, end in locate(fold(text), quote)] == [quote]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("لايزال", "يزال"),
        ("بلادنا", "دنا"),
        ("صاروخين", "صاروخ"),
        ("3만 명", "3"),
        ("2m people", "2"),
        ("the 2nd day", "2"),
        ("F16", "16"),
        ("負傷者は出なかった", "負傷者は出"),
        ("5-8 people", "8 people"),
        ("he didn’t say", "he didn"),
        ("snake_case", "snake"),
    ],
)
def test_word_may_not_begin_or_end_elsewhere(text, quote):
    assert locate(fold(text), quote) == []


def test_neutralised_fence_is_found():
    assert locate(fold("say <|end|> now"), "say <¦end¦> now") == [Span(0, 15)]


def test_all_occurrences_are_given():
    assert locate(fold("Oslo and Oslo"), "Oslo") == [Span(0, 4), Span(9, 13)]
