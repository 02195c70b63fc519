"""Loading articles: which files paths stand for, how bytes become text, and what a text says of itself."""

import io
import os
import socket
import unicodedata
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summariser.edges.articles import MOST_BYTES, decode, load

STORY = "Weir gives way above Lower Ode\n\nThe weir gave way before dawn. Two farms were flooded.\n"
BRIDGE = {
    "ar": "انهار السد فوق القرية قبل الفجر، وغمرت المياه مزرعتين. وقال رئيس البلدية إن أحداً لم يصب بأذى.",
    "el": "Το φράγμα πάνω από το χωριό υποχώρησε πριν από την αυγή και πλημμύρισαν δύο αγροκτήματα.",
    "fr": "La digue a cédé avant l’aube au-dessus du village ; deux fermes ont été inondées, a déclaré le maire.",
    "he": "הסכר שמעל הכפר קרס לפני עלות השחר ושתי חוות הוצפו. ראש העיר אמר כי איש לא נפגע.",
    "hi": "गाँव के ऊपर का बाँध भोर से पहले टूट गया और दो खेत डूब गए। मुखिया ने कहा कि कोई घायल नहीं हुआ।",
    "ja": "村の上流の堰が夜明け前に決壊し、農場二か所が浸水した。村長はけが人はいないと述べた。",
    "ko": "마을 위쪽의 둑이 새벽에 무너져 농장 두 곳이 물에 잠겼다. 촌장은 다친 사람이 없다고 말했다.",
    "pl": "Zapora nad wsią pękła przed świtem i zalała dwa gospodarstwa. Wójt powiedział, że nikt nie został ranny.",
    "ru": "Плотина над деревней прорвалась перед рассветом, затоплены две фермы. Никто не пострадал.",
    "th": "ฝายเหนือหมู่บ้านพังก่อนรุ่งสาง น้ำท่วมไร่สองแห่ง ผู้ใหญ่บ้านกล่าวว่าไม่มีใครได้รับบาดเจ็บ",
    "tr": "Köyün yukarısındaki bent şafaktan önce yıkıldı, iki çiftlik su altında kaldı. Yaralanan olmadı.",
    "vi": "Con đập phía trên ngôi làng bị vỡ trước bình minh, hai trang trại bị ngập. Không ai bị thương.",
    "zh": "村庄上游的水坝在黎明前决口，两个农场被淹。村长表示，没有人受伤，道路将关闭至另行通知。",
}


def loaded(*paths, stdin=b""):
    return load([str(path) for path in paths], io.BytesIO(stdin))


def article(text, **options):
    data = text if isinstance(text, bytes) else text.encode()
    (only,) = loaded("-", stdin=data, **options).articles
    return only


def failure(*paths, stdin=b""):
    (only,) = loaded(*paths, stdin=stdin).failures
    return only


def sentences(one):
    return [one.words_of(sentence) for sentence in one.sentences]


def names(result):
    return [one.path.rpartition("/")[2] for one in result.articles]


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "wire" / "deep").mkdir(parents=True)
    (tmp_path / "wire" / "b.txt").write_text("The ferry sank at noon.")
    (tmp_path / "wire" / "a.md").write_text("The ferry was late.")
    (tmp_path / "wire" / "deep" / "c.txt").write_text("The ferry was found.")
    return tmp_path


# Paths


def test_a_folder_gives_its_articles_at_any_depth_and_no_hidden_or_other_files(desk):
    (desk / "wire" / ".hidden.txt").write_text("No.")
    (desk / "wire" / "data.json").write_text("{}")
    (desk / "wire" / ".git").mkdir()
    (desk / "wire" / ".git" / "d.txt").write_text("No.")
    assert [one.path for one in loaded("wire").articles] == ["wire/a.md", "wire/b.txt", "wire/deep/c.txt"]


def test_a_folder_with_the_name_of_a_file_is_a_folder(desk):
    (desk / "wire").rename("wire.txt")
    assert names(loaded("wire.txt")) == ["a.md", "b.txt", "c.txt"]


def test_a_file_that_is_given_by_name_may_have_any_suffix(desk):
    (desk / "story.article").write_text(STORY)
    assert names(loaded("story.article")) == ["story.article"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("wire/*.txt", ["b.txt"]),
        ("wire/*", ["a.md", "b.txt"]),
        ("wire/**", ["a.md", "b.txt", "c.txt"]),
        ("**/*.txt", ["b.txt", "c.txt"]),
    ],
)
def test_a_glob_that_the_shell_left_alone_is_expanded(desk, pattern, expected):
    assert names(loaded(pattern)) == expected


def test_a_file_whose_name_looks_like_a_glob_is_that_file(desk):
    (desk / "a[1].txt").write_text(STORY)
    assert names(loaded("a[1].txt")) == ["a[1].txt"]


def test_the_order_of_the_paths_does_not_matter(desk):
    paths = ["wire/b.txt", "gone.txt", "wire/deep", "-", "wire/a.md", "none/*.md"]
    forwards, backwards = loaded(*paths, stdin=b"Ferry."), loaded(*paths[::-1], stdin=b"Ferry.")
    assert forwards == backwards
    assert [one.path for one in forwards.articles] == ["-", "wire/a.md", "wire/b.txt", "wire/deep/c.txt"]


def test_a_file_that_is_named_twice_is_loaded_once_and_is_no_duplicate(desk):
    result = loaded("wire", "wire/a.md", "./wire/../wire/a.md", desk / "wire" / "b.txt")
    assert sorted(names(result)) == ["a.md", "b.txt", "c.txt"]
    assert result.failures == ()


def test_the_same_bytes_in_another_file_are_a_duplicate_of_the_first_by_path(desk):
    (desk / "wire" / "z.txt").write_bytes((desk / "wire" / "b.txt").read_bytes())
    result = loaded("wire/z.txt", "wire")
    (copy,) = result.failures
    assert (copy.path, copy.kind, copy.reason) == ("wire/z.txt", "duplicate", "wire/z.txt: same bytes as wire/b.txt")
    assert copy.sha256 == sha256(b"The ferry sank at noon.").hexdigest()
    assert names(result) == ["a.md", "b.txt", "c.txt"]


def test_links_that_stay_inside_a_folder_are_followed_and_a_loop_ends(desk):
    (desk / "wire" / ".store").mkdir()
    (desk / "wire" / ".store" / "kept.txt").write_text("The ferry was raised.")
    (desk / "wire" / "shown").symlink_to(".store")
    (desk / "wire" / "1st.md").symlink_to("a.md")
    (desk / "wire" / "deep" / "up").symlink_to("..")
    result = loaded("wire")
    assert [one.path for one in result.articles] == [
        "wire/a.md",
        "wire/b.txt",
        "wire/deep/c.txt",
        "wire/shown/kept.txt",
    ]
    assert result.failures == ()


@pytest.mark.parametrize("link", ["out", "out.txt"])
def test_a_link_that_leads_out_of_its_folder_is_reported_and_not_followed(desk, link):
    (desk / "other").mkdir()
    (desk / "other" / "secret.txt").write_text("No.")
    (desk / "wire" / link).symlink_to(desk / "other" if link == "out" else desk / "other" / "secret.txt")
    result = loaded("wire")
    assert names(result) == ["a.md", "b.txt", "c.txt"]
    assert [(one.path, one.kind) for one in result.failures] == [(f"wire/{link}", "unreadable")]


@pytest.mark.parametrize("path", ["gone.txt", "", "no\0name", "x" * 5000, "none/*.txt", "wire/*.json", "empty"])
def test_what_is_not_there_is_missing(desk, path):
    (desk / "empty").mkdir()
    (desk / "wire" / "data.json").write_text("{}")
    assert failure(path).kind == "missing"


def test_a_link_that_leads_nowhere_is_missing(desk):
    (desk / "wire" / "dangling.txt").symlink_to("gone.txt")
    (desk / "wire" / "round.txt").symlink_to("round.txt")
    assert {(one.path, one.kind) for one in loaded("wire").failures} == {
        ("wire/dangling.txt", "missing"),
        ("wire/round.txt", "missing"),
    }


def test_a_pipe_a_device_and_a_socket_are_not_opened(desk):
    os.mkfifo(desk / "wire" / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as served:
        served.bind("wire/served.txt")
        result = loaded("wire", os.devnull)
    assert {(one.path.rpartition("/")[2], one.kind) for one in result.failures} == {
        ("pipe.txt", "unreadable"),
        ("served.txt", "unreadable"),
        ("null", "unreadable"),
    }


def test_what_cannot_be_read_is_a_failure_and_costs_only_itself(desk):
    with (desk / "written").open("wb") as unreadable:
        result = load(["-", "wire"], unreadable)
    assert [(one.path, one.kind) for one in result.failures] == [("-", "unreadable")]
    assert names(result) == ["a.md", "b.txt", "c.txt"]


def test_a_file_that_is_too_long_is_refused_and_one_that_is_not_is_read(desk):
    with (desk / "long.txt").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    too_long = failure("long.txt")
    assert (too_long.kind, too_long.sha256) == ("unreadable", None)
    assert "longer than 2 MB" in too_long.reason
    assert "longer than 2 MB" in failure("-", stdin=b"a" * (MOST_BYTES + 1)).reason
    assert len(article(b"a" * MOST_BYTES).text) == MOST_BYTES


def test_every_failure_is_one_line_that_names_its_path(desk):
    (desk / "two\nlines.txt").touch()
    for path in ("gone\n.txt", "two\nlines.txt", "none/*\n.md"):
        reason = failure(path).reason
        assert "\n" not in reason
        assert reason.startswith(path.replace("\n", " "))


def test_a_name_that_is_not_utf8_gives_an_article_that_can_be_written_out(desk):
    (desk / os.fsdecode(b"caf\xe9.txt")).write_text(STORY)
    (one,) = loaded("*.txt").articles
    assert one.path == "caf\\udce9.txt"
    assert one.model_dump_json()
    assert failure(os.fsdecode(b"gon\xe9.txt")).model_dump_json()


# Bytes


@pytest.mark.parametrize(
    "data",
    [b"", b" \n\t\r\n\xc2\xa0\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n", b"\xe2\x80\x8b", b"---\ntitle: Weir\n---\n\n"],
)
def test_a_file_without_words_is_empty(data):
    assert failure("-", stdin=data).kind == "empty"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"%PDF-1.7\n1 0 obj<<>>endobj\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "PNG"),
        (b"PK\x03\x04\x14\x00", "ZIP"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"\x00\x01\x02\x03" * 50, "binary"),
        (b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" * 9, "binary"),
    ],
)
def test_binary_files_are_refused_with_what_they_are(data, word):
    refused = failure("-", stdin=data)
    assert (refused.kind, refused.sha256) == ("unreadable", sha256(data).hexdigest())
    assert word in refused.reason


@pytest.mark.parametrize(
    "encoding",
    ["utf-8-sig", "utf-16", "utf-32", "utf-8"],
)
@pytest.mark.parametrize("language", sorted(BRIDGE))
def test_unicode_with_its_mark_is_read_without_the_mark_and_without_a_note(language, encoding):
    one = article(BRIDGE[language].encode(encoding))
    assert (one.text, one.notes) == (BRIDGE[language], ())
    assert one.language == language


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("ar", "cp1256"),
        ("el", "cp1253"),
        ("fr", "cp1252"),
        ("he", "cp1255"),
        ("hi", "utf-16-le"),
        ("hi", "utf-16-be"),
        ("ja", "shift_jis"),
        ("ja", "euc_jp"),
        ("ja", "iso2022_jp"),
        ("ja", "utf-16-le"),
        ("ko", "euc_kr"),
        ("ko", "iso2022_kr"),
        ("pl", "iso8859_2"),
        ("ru", "cp1251"),
        ("ru", "koi8_r"),
        ("ru", "utf-16-be"),
        ("th", "cp874"),
        ("tr", "cp1254"),
        ("vi", "utf-16-le"),
        ("vi", "utf-32-be"),
        ("zh", "gb18030"),
        ("zh", "big5"),
        ("zh", "utf-16-le"),
        ("zh", "utf-16-be"),
    ],
)
def test_other_encodings_are_guessed_right_and_the_guess_is_noted(language, encoding):
    text = (
        BRIDGE["zh"].translate(str.maketrans("庄坝决农场当没关闭", "莊壩決農場當沒關閉"))
        if encoding == "big5"
        else None
    )
    text = text or BRIDGE[language]
    one = article(text.encode(encoding, "ignore"))
    assert one.text == text.encode(encoding, "ignore").decode(encoding)
    assert one.notes == (f"encoding guessed: {one.encoding}",)
    assert one.language == language


def test_vietnamese_with_combining_tone_marks_is_read_from_its_code_page():
    tones = "\u0300\u0301\u0303\u0309\u0323"
    parts = [unicodedata.normalize("NFD", char) for char in BRIDGE["vi"]]
    text = "".join(
        unicodedata.normalize("NFC", "".join(c for c in part if c not in tones))
        + "".join(c for c in part if c in tones)
        for part in parts
    )
    one = article(text.encode("cp1258"))
    assert (one.text, one.encoding, one.language) == (text, "cp1258", "vi")


def test_a_guess_with_little_confidence_says_that_the_text_may_be_wrong():
    viscii = b"Con \xf0\xa7p ph\xeda tr\xean ng\xf4i l\xe0ng b\xb8 v\xde tr\xdf\xbec b\xecnh minh."
    (note,) = article(viscii).notes
    assert note.endswith("; the text may be wrong: save it as UTF-8")


def test_damaged_utf8_is_read_and_the_damage_is_counted_with_its_place():
    data = BRIDGE["fr"].encode()
    one = article(data[:30] + b"\xff" + data[30:50] + b"\xfe\xfe" + data[50:])
    assert one.text.replace("\ufffd", "") == BRIDGE["fr"]
    assert one.notes == ("3 bytes are not UTF-8, the first at offset 30; shown as \ufffd",)


def test_a_file_that_breaks_off_inside_a_character_keeps_the_rest():
    one = article(BRIDGE["zh"].encode()[:-1])
    assert one.text == BRIDGE["zh"][:-1] + "\ufffd"
    assert one.notes == (
        f"2 bytes are not UTF-8, the first at offset {len(BRIDGE['zh'].encode()) - 3}; shown as \ufffd",
    )


def test_damage_behind_a_byte_order_mark_is_counted_from_the_beginning_of_the_file():
    one = article(b"\xff\xfe" + "weir".encode("utf-16-le") + b"\x00\xd8" + " broke".encode("utf-16-le"))
    assert one.text == "weir\ufffd broke"
    assert "the first at offset 10" in one.notes[0]


def test_a_few_control_characters_bidi_marks_and_tags_stay_in_the_text():
    text = (
        "The weir\x00 broke\x1b[31m \u202ehere\u202c."
        + "\U000e0049\U000e0067"
        + " Nobody was hurt, the mayor said. " * 9
    )
    assert article(text).text == text


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_any_bytes_give_a_text_that_can_be_written_out_or_a_reason(data):
    result = loaded("-", stdin=data)
    for one in result.articles:
        assert one.model_dump_json()
        assert one.text == decode(data)
    assert len(result.articles) + len(result.failures) == 1


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=80))
@settings(deadline=None)
def test_clean_utf8_is_given_back_as_it_is(text):
    assert decode(text.encode()) == text.removeprefix("\ufeff")


# What a text says of itself


def test_an_article_has_the_digest_of_its_bytes_and_its_sentences_with_lines():
    one = article(STORY)
    assert one.sha256 == sha256(STORY.encode()).hexdigest()
    assert (one.path, one.encoding, one.language) == ("-", "utf-8", "en")
    assert sentences(one) == [
        "Weir gives way above Lower Ode",
        "The weir gave way before dawn.",
        "Two farms were flooded.",
    ]
    assert [sentence.line for sentence in one.sentences] == [1, 3, 3]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_front_matter_states_what_it_states_and_gives_no_sentences(newline, mark):
    head = ["---", "title: Weir breaks", "outlet: The Ode Ledger", "date: 2031-05-02", "language: fr-CA", "---"]
    text = newline.join([*head, "Elsewhere", "", "2 May 2030", "The weir gave way."])
    one = article(mark + text)
    assert one.text == text
    assert (one.title, one.outlet, one.language) == ("Weir breaks", "The Ode Ledger", "fr")
    assert (one.published.edtf, one.published.how) == ("2031-05-02", "front matter")
    assert sentences(one) == ["Elsewhere", "2 May 2030", "The weir gave way."]
    assert [sentence.line for sentence in one.sentences] == [7, 9, 10]
    assert one.notes == ()


@pytest.mark.parametrize(
    ("stated", "edtf"),
    [
        ("2031-05-02T14:05:00+07:00", "2031-05-02"),
        ("2031-05", "2031-05"),
        ("2031", "2031"),
        ("2 mai 2031", "2031-05-02"),
        ("ngày 2/5/2031", "2031-05-02"),
    ],
)
def test_front_matter_may_write_the_date_in_any_form_that_a_date_line_may_have(stated, edtf):
    assert article(f"---\ndate: {stated}\n---\n{STORY}").published.edtf == edtf


@pytest.mark.parametrize("field", ["date: soon", "language: Klingon", "date: [1, 2]", "date: 02/05/2031"])
def test_a_field_that_is_not_understood_is_noted_and_the_text_is_asked_instead(field):
    one = article(f"---\n{field}\n---\nWeir breaks\n2 May 2031\nThe weir gave way, the mayor said.\n")
    assert (one.language, one.published.edtf) == ("en", "2031-05-02")
    assert "is not understood" in one.notes[0]


@pytest.mark.parametrize(
    "block",
    [
        "title: [unclosed",
        "date: 2031-02-30",
        "just words",
        "[" * 1500 + "]" * 1500,
        "a: &a [x]\nb: 'unclosed",
        "!!python/name:os.system",
    ],
)
def test_front_matter_that_is_no_yaml_mapping_is_noted_and_read_as_text(block):
    text = f"---\n{block}\n---\n{STORY}"
    one = article(text)
    assert "read as text" in one.notes[0]
    assert one.sentences[0].line == 1
    assert "The weir gave way before dawn." in sentences(one)


def test_front_matter_that_would_fill_the_memory_when_written_out_is_harmless():
    levels = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 20))
    one = article(f"---\na0: &a0 [x]\n{levels}\ndate: *a19\ntitle: *a19\n---\n{STORY}")
    assert one.title == "Weir gives way above Lower Ode"


def test_a_rule_at_the_top_of_a_text_is_no_front_matter():
    one = article(f"---\n{STORY}")
    assert (one.notes, one.sentences[1].line) == ((), 2)


def test_norwegian_is_a_language_and_not_a_no():
    assert article(f"---\nlanguage: no\n---\n{STORY}").language == "no"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (STORY, "Weir gives way above Lower Ode"),
        ("# Weir gives way\n\nTwo farms were flooded.", "Weir gives way"),
        ("\n\nIs the weir safe?\nNo.", "Is the weir safe?"),
        ("Weir breaks.\nTwo farms were flooded.", "Weir breaks."),
        ("The weir above Lower Ode gave way before dawn on Friday, the mayor said.\nTwo farms were flooded.", None),
        (
            "村庄上游的水坝在黎明前决口，两个农场被淹，村长表示没有人受伤，道路将关闭至另行通知，学校停课两天，居民被疏散到镇上的体育馆过夜等候。\n没有人受伤。",
            None,
        ),
        ("2 May 2031\nTwo farms were flooded.", None),
        ("date 2031-05 The weir gave way\nTwo farms were flooded.", None),
        ("Two farms were flooded", None),
        ("farm " * 50 + "\nTwo farms were flooded.", None),
    ],
)
def test_the_first_line_is_the_title_if_it_reads_like_a_headline(text, title):
    assert article(text).title == title


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Weir breaks\n\n02-05-2031\nBy Ana Prit\n", ("2031-05-02", "stated in line 3")),
        ("Weir breaks\r\nThứ Sáu, 02/05/2031, 14:05 (GMT+7)\r\n", ("2031-05-02", "stated in line 2")),
        (" date 2031-05 The weir gave way.\nTwo farms.", ("2031-05", "stated in line 1")),
        ("Weir breaks\ndate 2031-05 The weir gave way.", None),
        ("Weir breaks\nOn 2 May 2031 the weir gave way.", None),
        ("Weir breaks\n" + "Farms.\n" * 10 + "2 May 2031", ("2031-05-02", "stated in line 12")),
        ("Weir breaks\n" + "Farms.\n" * 11 + "2 May 2031", None),
    ],
)
def test_the_publication_date_is_one_that_an_early_line_states(text, known):
    published = article(text).published
    assert (published and (published.edtf, published.how)) == known


@pytest.mark.parametrize("text", ["12,345 678", "🌊🌊🌊", "1 2 3\n4"])
def test_a_text_without_words_has_no_language(text):
    assert article(text).language == "und"
