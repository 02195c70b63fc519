import pytest
from hypothesis import given
from hypothesis import strategies as st

from summariser.text.figures import check_number, figures_in, has_digits, says_none, unsupported_figures, without_names
from summariser.text.number_words import number_words

DIGITS = [
    ("2.500", {2500, 2.5}),
    ("2,500", {2500, 2.5}),
    ("2 500", {2500}),
    ("2\u202f500", {2500}),
    ("1.000.000", {1000000}),
    ("1,00,000", {100000}),
    ("12,34,567", {1234567}),
    ("7,4", {7.4}),
    ("7.4", {7.4}),
    ("1.234,5", {1234.5}),
    ("1'200", {1200}),
    ("٢٬٥٠٠", {2500, 2.5}),
    ("۱۲", {12}),
    ("१५", {15}),
    ("๒๕", {25}),
    ("１２０", {120}),
    ("5-8", {5, 8}),
    ("$5bn", {5e9}),
    ("2.5 million", {2500000}),
    ("5m", {5, 5000000}),
    ("40kg", {40}),
]

WORDS = [
    ("vi", "một", 1),
    ("vi", "mười lăm", 15),
    ("vi", "hai mươi mốt", 21),
    ("vi", "ba mươi tư", 34),
    ("vi", "năm mươi", 50),
    ("vi", "ba trăm linh năm", 305),
    ("vi", "hai nghìn", 2000),
    ("vi", "3 triệu", 3000000),
    ("ar", "ثلاث", 3),
    ("ar", "بخمسة", 5),
    ("ar", "أحد عشر", 11),
    ("ar", "اثنتي عشرة", 12),
    ("ar", "خمسة عشر", 15),
    ("ar", "ثلاثة وعشرين", 23),
    ("ar", "تسعٌ وتسعون", 99),
    ("ar", "مئتين", 200),
    ("ar", "ثلاثمائة", 300),
    ("ar", "مئة وخمسة وعشرين", 125),
    ("ar", "ألفين", 2000),
    ("ar", "ثلاثة آلاف وخمسمئة", 3500),
    ("ar", "٥ ملايين", 5000000),
    ("fr", "une", 1),
    ("fr", "vingt et un", 21),
    ("fr", "soixante-dix", 70),
    ("fr", "soixante et onze", 71),
    ("fr", "quatre-vingts", 80),
    ("fr", "quatre-vingt-dix-sept", 97),
    ("fr", "nonante-trois", 93),
    ("fr", "deux cent cinquante mille", 250000),
    ("fr", "une trentaine", 30),
    ("en", "twelve", 12),
    ("en", "twenty-two", 22),
    ("en", "three hundred and five", 305),
    ("en", "two thousand one hundred", 2100),
    ("en", "two dozen", 24),
    ("es", "veintidós", 22),
    ("es", "treinta y dos", 32),
    ("es", "quinientas", 500),
    ("es", "dos mil", 2000),
    ("zh", "三", 3),
    ("zh", "三十", 30),
    ("zh", "两千三百", 2300),
    ("zh", "一百零五", 105),
    ("zh", "二〇三一", 2031),
    ("zh", "2万", 20000),
    ("zh", "3.5万", 35000),
    ("zh", "1亿2000万", 120000000),
    ("zh", "三万亿", 3 * 10**12),
    ("ja", "二十五", 25),
    ("hi", "पच्चीस", 25),
    ("hi", "निन्यानवे", 99),
    ("hi", "दो सौ पाँच", 205),
    ("hi", "5 लाख", 500000),
    ("th", "สิบเอ็ด", 11),
    ("th", "ยี่สิบเอ็ด", 21),
    ("th", "สองร้อยห้าสิบ", 250),
    ("th", "2 ล้าน", 2000000),
    ("de", "eine", 1),
    ("de", "dreiundzwanzig", 23),
    ("de", "zweihundertfünfzig", 250),
    ("de", "dreitausend", 3000),
    ("de", "3,5 Millionen", 3500000),
    ("pt", "vinte e três", 23),
    ("pt", "duzentos e cinco", 205),
    ("pt", "dois mil e cem", 2100),
    ("ru", "двадцати трёх", 23),
    ("ru", "пятеро", 5),
    ("ru", "пятьсот тысяч", 500000),
    ("ru", "20 тыс.", 20000),
    ("id", "dua puluh tiga", 23),
    ("id", "seratus lima", 105),
    ("id", "seorang", 1),
    ("it", "ventitré", 23),
    ("it", "ventuno", 21),
    ("it", "centottanta", 180),
    ("it", "duecentocinquanta", 250),
    ("it", "tremila", 3000),
    ("it", "20 mila", 20000),
    ("it", "una trentina", 30),
    ("uk", "двадцять трьох", 23),
    ("uk", "дванадцятеро", 12),
    ("uk", "дев’ятеро", 9),
    ("uk", "п'ятсот тисяч", 500000),
    ("uk", "20 тис.", 20000),
    ("pl", "dwudziestu trzech", 23),
    ("pl", "dwanaścioro", 12),
    ("pl", "dwieście pięćdziesiąt", 250),
    ("pl", "pięć tysięcy", 5000),
    ("hi", "दो दर्जन", 24),
    ("ru", "два десятка", 20),
    ("uk", "дві сотні", 200),
    ("pl", "dwa tuziny", 24),
    ("es", "tres docenas", 36),
    ("es", "en 2031 decenas de heridos", 2031),
    ("fr", "deux centaines", 200),
    ("fr", "un millier", 1000),
    ("it", "tre migliaia", 3000),
    ("pt", "duas dezenas", 20),
    ("id", "dua lusin", 24),
    ("fa", "بیست و سه", 23),
    ("fa", "چهارده", 14),
    ("fa", "دویست و پنجاه", 250),
    ("fa", "دو هزار و سیصد", 2300),
    ("tr", "yirmi üç", 23),
    ("tr", "yirmiüç", 23),
    ("tr", "iki yüz elli", 250),
    ("tr", "İki", 2),
]

LANGUAGES_WITH_WORDS = ["ar", "de", "en", "es", "fa", "fr", "hi", "id", "it", "pl", "pt", "ru", "tr", "uk", "vi"]

NO_COUNT = [
    ("it", "decine di feriti, centinaia e migliaia"),
    ("uk", "десятки, сотні та тисячі"),
    ("fr", "des dizaines, des centaines et des milliers"),
    ("pl", "kilkanaście, dziesiątki i setki"),
    ("fa", "ده\u200cها، صدها و هزاران نفر"),
    ("vi", "sáng ngày 14/3"),
    ("vi", "ngày 7.2"),
    ("vi", "lúc 5h30"),
    ("vi", "14 tháng 3"),
    ("fr", "le 8 mars 2031"),
    ("ar", "8 كانون الاول 2031"),
    ("ar", "صاروخين"),
    ("ar", "عشرات الصواريخ"),
    ("en", "December 8, 2031 at 4:15 p.m."),
    ("en", "an F-16"),
    ("en", "dozens, hundreds and thousands"),
    ("en", "on 2031-12-08"),
    ("zh", "数百人、第三、星期三、十二月、四川"),
    ("zh", "2031年12月8日"),
    ("th", "สามารถ พันธมิตร เก้าอี้"),
]


@pytest.mark.parametrize(("text", "values"), DIGITS)
def test_digits_are_read_in_all_their_readings(text, values):
    assert figures_in(f"x {text} y", "en") - {1} == values


@pytest.mark.parametrize(("language", "words", "value"), WORDS)
def test_number_words_are_read(language, words, value):
    assert figures_in(words, language) == {value}


@pytest.mark.parametrize(("language", "text"), NO_COUNT)
def test_dates_clock_times_names_and_vague_words_are_no_counts(language, text):
    assert {value for value in figures_in(text, language) if value != 1} == set()


@pytest.mark.parametrize("language", LANGUAGES_WITH_WORDS)
def test_every_number_to_99_has_a_word(language):
    assert set(range(1, 100)) <= set(number_words(language).counts.values())


@pytest.mark.parametrize("language", ["", "und", "xx-Latn", "zh-Hant", "vi"])
def test_any_language_tag_will_do(language):
    assert 12 in figures_in("12 x", language)


CHECKS = [
    # the figure stands there
    ((5, 5), "năm", "năm chiếc xuồng bị chìm", "vi", "verified"),
    ((2500, 2500), "2.500", "khoảng 2.500 hộ dân", "vi", "verified"),
    ((23, 23), "ثلاثة وعشرين", "إصابة ثلاثة وعشرين عاملاً", "ar", "verified"),
    ((5, 8), "5 đến 8", "từ 5 đến 8 ngôi nhà", "vi", "verified"),
    ((70, None), "plus de 70", "plus de 70 foyers", "fr", "verified"),
    ((20000, 20000), "2万", "约 2万 名居民", "zh", "verified"),
    ((2014, 2014), "2014", "2014 homes were lost", "en", "verified"),
    ((24, 24), "24 giờ", "chưa đầy 24 giờ", "vi", "verified"),
    ((1, 1), "a", "a sailor was hurt", "en", "verified"),
    ((0, 0), "no", "no one of the 5 sailors was hurt", "en", "verified"),
    # another one does
    ((6, 6), "năm", "năm chiếc xuồng bị chìm", "vi", "contradicted"),
    ((2, 2), "two", "twenty-two homes", "en", "contradicted"),
    ((20, 20), "20", "20 тыс. домов", "ru", "contradicted"),
    ((8, 8), "8", "ngày 8 có bão", "vi", "contradicted"),
    ((5, 9), "5 đến 8", "từ 5 đến 8 ngôi nhà", "vi", "contradicted"),
    ((2, 2), "زورقين", "غرق زورقين على متنهما 14 بحاراً", "ar", "contradicted"),
    # none that code can read
    ((2, 2), "زورقين", "غرق زورقين قبالة الساحل", "ar", "unverified"),
    ((2, 2), "زورقين", "غرق زورقين يوم 8/12 عند الساعة 4:15", "ar", "unverified"),
    ((2, 2), "زورقين", "غرق زورقين عام 2031", "ar", "unverified"),
    ((24, None), "dozens", "dozens of homes", "en", "unverified"),
    ((0, 0), "nadie", "nadie resultó herido", "es", "verified"),
]


@pytest.mark.parametrize(("bounds", "words", "quote", "language", "verdict"), CHECKS)
def test_number_is_held_to_its_quote(bounds, words, quote, language, verdict):
    assert check_number(*bounds, words, quote, language) == verdict


def test_bounds_beyond_any_float_are_compared_all_the_same():
    assert check_number(10**400, None, "5", "5 boats", "en") == "contradicted"


CLAIMS = [
    ("12 homes burned", ["12 căn nhà bị cháy"], "vi", []),
    ("twelve homes burned", ["mười hai căn nhà"], "vi", []),
    ("12 homes burned", ["13 căn nhà"], "vi", ["12"]),
    ("three homes burned", ["13 căn nhà"], "vi", ["three"]),
    ("one home burned", ["căn nhà"], "vi", []),
    ("the fire of 14 March", ["sáng ngày 14/3"], "vi", []),
    ("the fire of 15 March", ["sáng ngày 14/3"], "vi", ["15"]),
    ("2,500 dockers stopped", ["2\u202f500 dockers"], "fr", []),
    ("two boats and 30 men", ["غرق زورقين"], "ar", ["two", "30"]),
    ("an F-16 crashed", ["سقطت طائرة إف-16"], "ar", []),
]


@pytest.mark.parametrize(("claim", "quotes", "language", "missing"), CLAIMS)
def test_figures_of_a_claim_must_stand_in_a_quote(claim, quotes, language, missing):
    assert unsupported_figures(claim, quotes, language) == missing


def test_only_counts_are_digits_of_a_quote():
    assert has_digits("5 quả rocket", "vi")
    assert not has_digits("lúc 5h30 ngày 8/12", "vi")


def test_words_for_none_are_known():
    assert says_none("không có ai", "vi")
    assert says_none("Nobody", "en")
    assert not says_none("somebody", "en")


@given(st.integers(0, 10**9))
def test_any_number_is_read_however_it_is_grouped(number):
    for text in (str(number), f"{number:,}", f"{number:,}".replace(",", "."), f"{number:,}".replace(",", " ")):
        assert number in figures_in(f"total {text}", "de") or 1900 <= number < 2100


@given(st.text(max_size=40), st.sampled_from(["ar", "vi", "zh", "th", "hi", "tr", "en", "xx"]))
def test_any_text_can_be_read(text, language):
    assert all(value >= 0 for value in figures_in(text, language))


def test_a_name_with_digits_is_no_figure_if_the_article_has_it():
    article = "Nhà máy đóng cửa vì Covid-19, ba chiếc F-16 bay qua."
    assert without_names("Plant shut over Covid-19 as F-16 fly over", article) == "Plant shut over  as  fly over"
    assert without_names("Plant shut over Covid-21 with 19 hurt", article) == "Plant shut over Covid-21 with 19 hurt"
