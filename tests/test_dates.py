"""Dates in words: what a date line says, and which dates the words of an article support or contradict."""

from datetime import date

import pytest
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st

from summariser.text.dates import check_date, day_in, leading_date, read_dateline

LANGUAGES = "en fr es pt it de nl sv pl ru uk tr id vi ar fa he hi th zh ja ko el cs ro bn ur sw fil"
# Words, the date they give, their language. Every one is supported, and contradicted when the date is moved.
STATED = [
    ("8 December 2023", "2023-12-08", "en"),
    ("on Friday, December 8, 2023", "2023-12-08", "en"),
    ("the 2nd of May 2031", "2031-05-02", "en"),
    ("02/05/2031", "2031-05-02", "en"),
    ("05/02/2031", "2031-05-02", "en"),
    ("2 Sept. 2031", "2031-09-02", "en"),
    ("at 4:15 a.m. on 26 April 2031", "2031-04-26", "en"),
    ("ngày 2-5-2031", "2031-05-02", "vi"),
    ("sáng 2/5/2031", "2031-05-02", "vi"),
    ("ngày 2 tháng 5 năm 2031", "2031-05-02", "vi"),
    ("lúc 4h15 ngày 12.11.2031", "2031-11-12", "vi"),
    ("thứ 6 ngày 2/5/2031", "2031-05-02", "vi"),
    ("8-12/2023", "2023-12-08", "vi"),
    ("2 أيار 2031", "2031-05-02", "ar"),
    ("٢ مايو ٢٠٣١", "2031-05-02", "ar"),
    ("الجمعة 8 كانون الأول/ديسمبر 2023", "2023-12-08", "ar"),
    ("في 3 تشرين الثاني 2031", "2031-11-03", "ar"),
    ("الساعة 4:15 فجر 12 آب 2031", "2031-08-12", "ar"),
    ("12 جويلية 2031", "2031-07-12", "ar"),
    ("vendredi 2 mai 2031", "2031-05-02", "fr"),
    ("le 1er août 2031 vers 4 heures", "2031-08-01", "fr"),
    ("le 12 fevrier 2031", "2031-02-12", "fr"),
    ("el 2 de mayo de 2031", "2031-05-02", "es"),
    ("12 de setiembre de 2031", "2031-09-12", "es"),
    ("2031年5月2日", "2031-05-02", "zh"),
    ("二〇三一年十二月二十八日", "2031-12-28", "zh"),
    ("2031年5月2日（星期五）凌晨4时15分", "2031-05-02", "zh"),
    ("2 मई 2031", "2031-05-02", "hi"),
    ("१२ दिसम्बर २०३१ को", "2031-12-12", "hi"),
    ("8 अक्टूबर 2031", "2031-10-08", "hi"),
    ("วันที่ 2 พฤษภาคม 2574", "2031-05-02", "th"),
    ("๑๒ ธ.ค. ๒๕๗๔", "2031-12-12", "th"),
    ("2 พฤษภาคม พ.ศ. 2574 เวลา 04.15 น.", "2031-05-02", "th"),
    ("2 мая 2031 года", "2031-05-02", "ru"),
    ("в пятницу, 12 августа 2031 г.", "2031-08-12", "ru"),
    ("am 2. Mai 2031 gegen 4.15 Uhr", "2031-05-02", "de"),
    ("12. März 2031", "2031-03-12", "de"),
    ("2.5.2031", "2031-05-02", "de"),
    ("12. Jänner 2031", "2031-01-12", "de"),
    ("2 de maio de 2031", "2031-05-02", "pt"),
    ("6ª feira, 2 de maio de 2031", "2031-05-02", "pt"),
    ("Jumat, 2 Mei 2031 pukul 04.15 WIB", "2031-05-02", "id"),
    ("12 Agustus 2031", "2031-08-12", "id"),
    ("2 Mayıs 2031'de", "2031-05-02", "tr"),
    ("12 AĞUSTOS 2031 Salı", "2031-08-12", "tr"),
    ("۲ مه ۲۰۳۱", "2031-05-02", "fa"),
    ("۱۲ دسامبر ۲۰۳۱", "2031-12-12", "fa"),
    ("2031年5月2日（金）午前4時15分", "2031-05-02", "ja"),
    ("令和5年12月8日", "2023-12-08", "ja"),
    ("2031년 5월 2일 오전 4시 15분", "2031-05-02", "ko"),
    ("2 травня 2031 року", "2031-05-02", "uk"),
    ("2 maggio 2031", "2031-05-02", "it"),
    ("2 maja 2031", "2031-05-02", "pl"),
    ("2031-05-02T04:15:00+03:00", "2031-05-02", "und"),
]
# Without a year: supported, and the year is known not to stand there.
YEARLESS = [
    ("sáng 8/12", "2023-12-08", "vi"),
    ("ngày 8-12", "2023-12-08", "vi"),
    ("ngày 8.2", "2024-02-08", "vi"),
    ("hôm 26/1 năm ngoái", "2031-01-26", "vi"),
    ("ngày 8 tháng mười hai", "2023-12-08", "vi"),
    ("12月8日", "2023-12-08", "zh"),
    ("12/8", "2023-12-08", "ja"),
    ("8 ديسمبر", "2023-12-08", "ar"),
    ("on May 2", "2031-05-02", "en"),
    ("May 2", "XXXX-05-02", "en"),
    ("el 2 de mayo", "2031-05-02", "es"),
    ("в декабре", "2031-12", "ru"),
    ("in March", "2031-03", "en"),
    ("tháng 10 năm ngoái", "2022-10", "vi"),
    ("from 26 to 28 April", "2031-04-26/2031-04-28", "en"),
    ("26-28 April", "2031-04-27", "en"),
    ("28-29/4", "2031-04-28/2031-04-29", "vi"),
    ("4月26日至28日", "2031-04-26/2031-04-28", "zh"),
    ("since 7 October", "2030-10-07/..", "en"),
    ("since 7 October", "2030-10-07/2031-05-02", "en"),
]
UNVERIFIED = [
    ("yesterday", "2031-05-02", "en"),
    ("gần đây", "2031-05", "vi"),
    ("vendredi", "2031-05-02", "fr"),
    ("in December", "2023-12-08", "en"),
    ("3 ngày trước", "2031-05-02", "vi"),
    ("48 hours later", "2031-05-02", "en"),
    ("for 5 days in December", "2031-12-24", "en"),
    ("1,200 times in December", "2031-12-24", "en"),
    ("vers 4 heures du matin", "2031-05-02", "fr"),
    ("lúc 4h15", "2031-05-02", "vi"),
    ("around 04:15", "2031-05-02", "en"),
    ("after 2,500 shells", "2031-05-02", "en"),
    ("which may have been", "2031-12-02", "en"),
    ("17 آذر 1402", "2023-12-08", "fa"),
    ("1402/9/17", "2023-12-08", "fa"),
    ("5 رمضان", "2031-12-24", "ar"),
    ("8 декабря", "2031", "ru"),
]
CONTRADICTED = [
    ("sáng 8/12", "2023-12-09", "vi"),
    ("sáng 8/12", "2023-08-12", "vi"),
    ("28-29/4", "2031-04-27/2031-04-29", "vi"),
    ("26-28 April", "2031-04-29", "en"),
    ("in December 2023", "2023-11", "en"),
    ("2030", "2031", "en"),
    ("ngày 8", "2031-05-09", "vi"),
    ("the 8th", "2031-05-09", "en"),
    ("tháng 10 năm ngoái", "2022-11", "vi"),
    ("12月9日", "2023-12-08", "zh"),
    ("ngày 8-12", "2023-12-09", "vi"),
    ("since 7 October", "2030-11-07/..", "en"),
    ("2 พฤษภาคม 2573", "2031-05-02", "th"),
]


@pytest.mark.parametrize(("words", "edtf", "language"), STATED)
def test_a_date_that_the_words_give_in_full_is_supported_with_its_year(words, edtf, language):
    check = check_date(words, edtf, language)
    assert (check.verdict, check.stated_year) == ("supported", True)


@pytest.mark.parametrize(("words", "edtf", "language"), STATED)
def test_a_date_moved_by_a_day_a_month_or_a_year_is_contradicted(words, edtf, language):
    day = date.fromisoformat(edtf)
    moved = [
        day.replace(day=day.day % 28 + 1),
        day.replace(day=1, month=day.month % 12 + 1).replace(day=day.day),
        day.replace(year=day.year - 1),
    ]
    assert {check_date(words, other.isoformat(), language).verdict for other in moved} == {"contradicted"}


@pytest.mark.parametrize(
    ("words", "language", "day"),
    [
        ("le 5 octobre", "fr", "2032-10-05"),
        ("el 5 de octubre de 2032", "es", "2032-10-05"),
        ("10月5日", "zh", "2032-10-05"),
        ("يوم 5 أكتوبر", "ar", "2032-10-05"),
        ("5 October at 19:30", "en", "2032-10-05"),
        ("5 October 2031", "en", None),
        ("5 November", "en", None),
        ("between 5 and 7 October", "en", None),
        ("5/10", "en", None),
        ("31 October and 1 October", "en", None),
        ("on Tuesday", "en", None),
        ("mid-October", "en", None),
    ],
)
def test_the_day_of_a_month_is_taken_from_words_that_name_one_for_sure(words, language, day):
    assert day_in(words, "2032-10", language) == day


def test_only_a_month_takes_its_day_from_the_words():
    assert [day_in("5 October", edtf, "en") for edtf in ("2032", "2032-10-04", "XXXX-10", "2032-10~")] == [None] * 4


@pytest.mark.parametrize(("words", "edtf", "language"), YEARLESS)
def test_a_date_whose_words_leave_out_the_year_is_supported_without_it(words, edtf, language):
    check = check_date(words, edtf, language)
    assert (check.verdict, check.stated_year) == ("supported", False)


@pytest.mark.parametrize(("words", "edtf", "language"), UNVERIFIED)
def test_words_that_do_not_say_enough_leave_a_date_unverified_with_a_note(words, edtf, language):
    check = check_date(words, edtf, language)
    assert check.verdict == "unverified"
    assert check.note


@pytest.mark.parametrize(("words", "edtf", "language"), CONTRADICTED)
def test_words_that_give_another_day_month_or_year_contradict_a_date(words, edtf, language):
    assert check_date(words, edtf, language).verdict == "contradicted"


@pytest.mark.parametrize(
    "language",
    LANGUAGES.split(),
)
@settings(max_examples=15, deadline=None)
@given(day=st.dates(date(1990, 1, 1), date(2050, 12, 27)), moved=st.integers(1, 27))
def test_a_date_written_as_its_language_writes_it_is_supported_and_no_other_day_is(language, day, moved):
    locale = Locale.parse(language)
    month = locale.months["format"]["wide"][day.month]
    order = f"{day.year} {month} {day.day}日" if language in ("zh", "ja") else f"{day.day} {month} {day.year}"
    order = f"{day.year}년 {month} {day.day}일" if language == "ko" else order
    assert check_date(order, day.isoformat(), language).verdict == "supported"
    other = day.replace(day=(day.day + moved - 1) % 28 + 1)
    if other != day:
        assert check_date(order, other.isoformat(), language).verdict == "contradicted"


def test_a_weekday_that_is_not_that_of_the_date_is_noted_but_contradicts_nothing():
    check = check_date("Friday, 9 December 2023", "2023-12-09", "en")
    assert check.verdict == "supported"
    assert check.note == "the article says Friday; 9 December 2023 was a Saturday"


def test_a_weekday_that_fits_needs_no_note():
    assert check_date("vendredi 8 décembre 2023", "2023-12-08", "fr").note == ""


def test_the_note_of_a_contradiction_says_what_the_words_give():
    check = check_date("sáng 8/12", "2023-12-09", "vi")
    assert check.note == "the words give the day as 8, not 9"


def test_a_date_outside_the_profile_is_refused():
    with pytest.raises(ValueError, match="not a date of the profile"):
        check_date("recently", "recently", "en")


@given(st.text(max_size=60), st.sampled_from(["vi", "en", "zh", "xx"]))
@settings(max_examples=60, deadline=None)
def test_any_words_get_a_verdict(words, language):
    assert check_date(words, "2031-05-02", language).verdict in ("supported", "unverified", "contradicted")


@pytest.mark.parametrize(
    ("line", "edtf"),
    [
        ("2031-05-02", "2031-05-02"),
        ("2031-05-02T14:05:00+07:00", "2031-05-02"),
        ("date 2031-05", "2031-05"),
        ("02-05-2031", "2031-05-02"),
        ("02.05.2031", "2031-05-02"),
        ("23/05/2031", "2031-05-23"),
        ("05/23/2031", "2031-05-23"),
        ("ngày 2/5/2031", "2031-05-02"),
        ("Thứ Sáu, 02/05/2031, 14:05 (GMT+7)", "2031-05-02"),
        ("2 أيار 2031", "2031-05-02"),
        ("٨ كانون الأول ٢٠٢٣", "2023-12-08"),
        ("تاريخ النشر: 8 ديسمبر 2023", "2023-12-08"),
        ("2031年5月2日 14:05", "2031-05-02"),
        ("令和5年12月8日", "2023-12-08"),
        ("วันที่ 2 พฤษภาคม 2574", "2031-05-02"),
        ("शुक्रवार, 2 मई 2031", "2031-05-02"),
        ("Published: Fri, 2 May 2031 14:05:00 +0000", "2031-05-02"),
        ("Publié le 2 mai 2031 à 14h05", "2031-05-02"),
        ("2 мая 2031 г.", "2031-05-02"),
        ("2 Mayıs 2031 Cuma", "2031-05-02"),
        ("2031년 5월 2일 금요일", "2031-05-02"),
        ("May 2031", "2031-05"),
    ],
)
def test_a_line_that_is_only_a_date_is_read(line, edtf):
    assert read_dateline(line) == edtf


@pytest.mark.parametrize(
    "line",
    [
        "",
        "02/05/2031",
        "Fri 02/05/2031",
        "Friday 2 May",
        "2031",
        "2 May 2031 the weir broke",
        "26-28 April 2031",
        "30-02-2031",
        "17 آذر 1402",
        "12,345 views in 2031",
        "By Ana Prit, 2 May 2031",
        "8 listopada 2023",
        "2 May 2031 " * 8,
    ],
)
def test_a_line_that_says_more_or_not_exactly_one_date_is_not_read(line):
    assert read_dateline(line) is None


def test_a_line_may_begin_with_the_word_date_and_a_date():
    assert leading_date(" date 2031-05 The weir gave way.") == "2031-05"
    assert leading_date("Date: 2031-05-02. The weir gave way.") == "2031-05-02"
    for line in ("dates 2031-05", "date 2031-13", "The date 2031-05", "date 2031-05-0210"):
        assert leading_date(line) is None
