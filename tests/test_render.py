"""The brief as Markdown and on the terminal: foreign text shows as itself, and nothing steers a screen."""

import re
import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from summariser.core.brief import compose
from summariser.core.render import as_json, as_markdown, as_terminal
from summariser.core.render.markdown import escape
from summariser.core.render.terminal import columns, wrap
from summariser.nouns.article import Failure
from summariser.nouns.brief import Brief
from summariser.text.clean import clean, isolate, isolate_names, native_path, portable_path
from tests.sample_brief import ACCOUNT, ARTICLES, ES, FAILURES, MERGED, READINGS, at

BRIEF = compose(MERGED, ARTICLES, READINGS, FAILURES, ACCOUNT)
MARKDOWN = as_markdown(BRIEF)
GFM = MarkdownIt("gfm-like", {"linkify": False})
HOSTILE = [
    "# heading",
    "<script>alert(1)</script>",
    "[a](javascript:alert(1))",
    "![a](http://example.org/x.png)",
    "see http://example.org and www.example.org or a@example.org",
    "| a | b |",
    "- item",
    "1. item",
    "> quote",
    "***bold***",
    "`code`",
    "[^1]",
    "&lt;b&gt; &#35;",
    "~~~",
    "==",
    "---",
    "$x$",
    "back\\slash\\",
    "\x1b[31mred\x07\x9b0m",
    "\u202egnp.exe\u2066",
    "hid\U000e0041den",
    "two\n\n# lines",
    ":warning:",
]
MARKS = "[](){}<>*_`~#|!-+=.:/\\&^$@w1 \n\t"
foreign = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40), st.text(MARKS, max_size=40))
NAMES = ["a b.md", "a(1)[2].md", "a<b>.md", "a\nb.md", "é.md", "javascript:x.md", "a#b?.md", 'a"b.md']


def hostile_brief(text: str) -> Brief:
    """The sample with `text` wherever a model, an article or a file name could put it."""
    article = ES.model_copy(update={"title": text or None, "outlet": text or None, "path": f"a/{text}.md"})
    actors = tuple(one.model_copy(update={"name": text or "x"}) for one in MERGED.actors)
    attack = MERGED.incidents[0].model_copy(update={"title": text or "x", "reasons": (text,), "apart": (text,)})
    merged = MERGED.model_copy(
        update={"actors": actors, "incidents": (attack, *MERGED.incidents[1:]), "notes": (text,)}
    )
    failures = (Failure(path=text, sha256=None, kind="missing", reason=text),)
    return compose(merged, (article, *ARTICLES[1:]), READINGS, failures, ACCOUNT)


def node_types(text: str) -> set[str]:
    tokens = GFM.parse(text)
    inline = [child for token in tokens for child in token.children or ()]
    return {token.type for token in [*tokens, *inline]}


EXPECTED = node_types(MARKDOWN)
HEADINGS = MARKDOWN.count("\n#") + 1


@given(foreign)
@settings(max_examples=40, deadline=None)
def test_no_foreign_text_becomes_markup(text):
    rendered = as_markdown(hostile_brief(text))
    assert node_types(rendered) <= EXPECTED
    assert sum(token.type == "heading_open" for token in GFM.parse(rendered)) == HEADINGS


@given(foreign)
def test_escaped_text_is_one_paragraph_that_reads_as_it_did(text):
    tokens = GFM.parse(escape(text))
    shown = "".join(child.content for token in tokens for child in token.children or ())
    assert shown.replace("\u2060", "") == clean(text)
    assert [token.type for token in tokens] == (["paragraph_open", "inline", "paragraph_close"] if clean(text) else [])


@pytest.mark.parametrize("text", ["http://example.org", "https://example.org", "ftp://a.org", "www.example.org"])
def test_no_address_is_left_for_a_reader_to_make_a_link_of(text):
    assert not re.search(r"(https?|ftp)://|www\.", escape(text))


def test_an_at_sign_names_nobody():
    assert not re.search(r"@\w", escape("a@example.org @somebody"))


@given(foreign)
@settings(max_examples=40, deadline=None)
def test_no_control_override_or_tag_character_is_in_any_output(text):
    brief = hostile_brief(text)
    for output in (as_markdown(brief), as_terminal(brief, 80, colour=False)):
        left = {char for char in output if unicodedata.category(char) in ("Cc", "Cs") and char != "\n"}
        assert left == set()
        assert not re.search("[\u202a-\u202e\u2066\u2067\U000e0000-\U000e007f]", output)
        assert output.count("\u2068") == output.count("\u2069")


def test_an_unsafe_character_is_shown_as_its_escape():
    assert clean("a\x1b[1m\u202eb\U000e0041") == "a\\x1b[1m\\u202eb\\U000e0041"


def test_right_to_left_words_are_isolated_and_others_are_not():
    assert isolate("سلطة (1)") == "\u2068سلطة (1)\u2069"
    assert isolate("autoridad") == "autoridad"
    assert isolate_names("by صوت المرسى, 3") == "by \u2068صوت المرسى\u2069, 3"


def test_every_citation_has_a_footnote_with_place_language_and_original_words():
    for citation in BRIEF.citations:
        assert f"[^{citation.number}]" in MARKDOWN.replace(f"[^{citation.number}]:", "")
    assert "[^6]: S2, [articles/faro.md:3](<articles/faro.md#L3>), sentence 3 (Spanish): “No hubo muertos”" in MARKDOWN


@pytest.mark.parametrize("name", NAMES)
def test_a_link_leads_to_the_file_whatever_its_name(name):
    article = ES.model_copy(update={"path": name})
    rendered = as_markdown(compose(MERGED, (article, *ARTICLES[1:]), READINGS, (), ACCOUNT))
    targets = re.findall(r"\]\(<([^>]*)#L3>\)", rendered)
    (target,) = {target for target in targets if not target.startswith("articles/")}
    assert unquote(target) == name
    assert not target.startswith("javascript:")


def test_a_file_name_that_is_not_utf_8_is_shown_and_can_be_found_again():
    path = b"caf\xe9.md".decode("utf-8", "surrogateescape")
    article = ES.model_copy(update={"path": path})
    brief = compose(MERGED, (article, *ARTICLES[1:]), READINGS, (), ACCOUNT)
    for output in (as_markdown(brief), as_terminal(brief, 80, colour=False), as_json(brief)):
        output.encode()
    assert native_path(portable_path(path)) == path


def test_disagreements_are_nested_lists_with_all_sides():
    at_number = MARKDOWN.index("**Count (the reports contradict each other):**")
    lines = MARKDOWN[at_number:].splitlines()[1:3]
    assert [line[:16] for line in lines] == ["    - 2 drones; ", "    - 3 drones; "]


def test_parts_stand_in_the_order_of_a_situation_report():
    headings = re.findall(r"^## (.*)$", MARKDOWN, re.MULTILINE)
    assert headings == [
        "Bottom line",
        "Incidents",
        "Background",
        "Runs of incidents",
        "Standing facts",
        "Other statements",
        "Actors",
        "Timeline",
        "Gaps: what no article says",
        "Sources",
        "How this was made",
    ]


@pytest.mark.parametrize("told", ["the quote is not in the article", "the file is empty", "not recorded", "not known"])
def test_the_account_lists_rejections_failures_and_what_is_not_known(told):
    assert told in MARKDOWN
    assert told in as_terminal(BRIEF, 100, colour=False).replace("\n", " ")


def test_words_that_were_rejected_are_not_in_quotation_marks():
    line = next(line for line in MARKDOWN.splitlines() if "killed = 7" in line)
    assert not re.search('["“”]', line)


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_on_the_terminal_is_wider_than_the_terminal(width):
    assert max(columns(line) for line in as_terminal(BRIEF, width, colour=False).splitlines()) <= width


def test_wide_characters_take_two_columns():
    assert columns("消防署") == 6
    assert list(wrap("消防署の発表", 6, "", "")) == ["消防署", "の発表"]


def test_a_terminal_without_colour_gets_no_escape_sequence_and_one_with_colour_gets_bold_headings():
    assert "\x1b" not in as_terminal(BRIEF, 80, colour=False)
    coloured = as_terminal(BRIEF, 80, colour=True)
    assert "\x1b[1mBottom line\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[01]m", "", coloured) == as_terminal(BRIEF, 80, colour=False)


def test_the_terminal_lists_citations_with_place_and_words():
    assert "[6] articles/faro.md:3 (Spanish): “No hubo muertos”" in as_terminal(BRIEF, 100, colour=False)


def test_evidence_over_two_lines_stays_one_footnote():
    split = at(ES, "No hubo muertos.\n«No nos")
    member = MERGED.incidents[0].members[0].model_copy(update={"evidence": (split,)})
    attack = MERGED.incidents[0].model_copy(update={"members": (member,)})
    merged = MERGED.model_copy(update={"incidents": (attack, *MERGED.incidents[1:])})
    rendered = as_markdown(compose(merged, ARTICLES, READINGS, (), ACCOUNT))
    assert "“No hubo muertos. «No nos”" in rendered


def test_a_second_copy_of_an_article_is_not_counted_as_failed():
    copy = Failure(path="copy.md", sha256=None, kind="duplicate", reason="same bytes as articles/faro.md")
    account = ACCOUNT.model_copy(update={"given": 5, "failed": 2})
    text = as_markdown(compose(MERGED, ARTICLES, READINGS, (*FAILURES, copy), account))
    assert "5 given, 3 read, 1 second copy, 1 failed" in text
    assert "4 given, 3 read, 1 failed" in MARKDOWN
