"""aliases.toml: what the user says of names is read whole, or refused in one line that says where it is wrong."""

import pytest

from summariser.edges.aliases import load_aliases
from summariser.nouns.known import Alias, Aliases, Apart, Publisher
from summariser.nouns.problems import Misconfigured

WHOLE = """
[[actor]]
name = "Popular Guard"
also = ["PG", "الحرس الشعبي"]

[[apart]]
names = ["Kesh Front", "Kesh Front (Real)"]

[[publisher]]
name = "Duyal Media"
outlets = ["The Duyal Post", "Duyal Online"]
"""
WRONG = [
    ("[[actor", "not TOML"),
    ('[[actor]]\nname = "A"', r"\[\[actor\]\] 1, also: is missing; add it"),
    ('[[actor]]\nname = "A"\nalso = []', r"\[\[actor\]\] 1, also: .*; mend it"),
    ('[[actor]]\nname = ""\nalso = ["B"]', r"\[\[actor\]\] 1, name: .*; mend it"),
    ('[[actor]]\nname = "A"\nalso = "B"', r"\[\[actor\]\] 1, also: .*; mend it"),
    (
        '[[actor]]\nname = "A"\nalso = ["B"]\n[[actor]]\nname = "C"\nalso = [3]',
        r"\[\[actor\]\] 2, also, 1: .*; mend it",
    ),
    ('[[apart]]\nnames = ["A"]', r"\[\[apart\]\] 1, names, 2: is missing; add it"),
    ('[[apart]]\nnames = ["A", "B", "C"]', r"\[\[apart\]\] 1, names: .*; mend it"),
    ('[[actors]]\nname = "A"', r"\[\[actors\]\]: unknown; use \[\[actor\]\]"),
    ('actor = "A"', r"\[\[actor\]\]: .*; mend it"),
]


def test_all_that_the_file_says_is_read(tmp_path):
    path = tmp_path / "aliases.toml"
    path.write_text(WHOLE, encoding="utf-8")
    assert load_aliases(path) == Aliases(
        actor=(Alias(name="Popular Guard", also=("PG", "الحرس الشعبي")),),
        apart=(Apart(names=("Kesh Front", "Kesh Front (Real)")),),
        publisher=(Publisher(name="Duyal Media", outlets=("The Duyal Post", "Duyal Online")),),
    )


@pytest.mark.parametrize("text", ["", "\ufeff" + WHOLE])
def test_an_empty_file_and_one_with_a_byte_order_mark_are_read(tmp_path, text):
    path = tmp_path / "aliases.toml"
    path.write_text(text, encoding="utf-8")
    assert len(load_aliases(path).actor) == bool(text)


@pytest.mark.parametrize(("text", "told"), WRONG)
def test_what_is_wrong_is_told_in_one_line_with_file_and_place(tmp_path, text, told):
    path = tmp_path / "aliases.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Misconfigured, match=rf"aliases\.toml: {told}") as caught:
        load_aliases(path)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_or_not_utf8_is_named(tmp_path):
    with pytest.raises(Misconfigured, match=r"none\.toml: the aliases cannot be read"):
        load_aliases(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes(b'x = "caf\xe9"')
    with pytest.raises(Misconfigured, match=r"latin\.toml: the aliases are not UTF-8"):
        load_aliases(tmp_path / "latin.toml")
