"""Takes the English names of actors and places and gives tokens by which two names can be compared.

No string score decides (measured: none separates "Hezbollah" from "Kataib Hezbollah" and still joins what is
one). Names are folded and compared for equality, and tokens in three ways: same, maybe, different.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal

from summariser.text.countries import country_at

Tokens = tuple[str, ...]
Likeness = Literal["same", "maybe", "different"]


def _spellings(table: str) -> dict[str, str]:
    """Read "name: other spelling, other spelling; …": each other spelling with the name that it is folded to."""
    rows = (row.split(":") for row in table.split(";"))
    return {other: " ".join(name.split()) for name, others in rows for other in others.split()}


_PARTICLES = frozenset({"al", "el", "ul", "ad", "an", "ar", "as", "ash", "at", "az", "ed", "er", "es", "ez"})
_ALWAYS_PARTICLES = frozenset({"al", "el"})
_SMALL_WORDS = frozenset(
    {"the", "a", "an", "of", "for", "in", "to", "at", "on", "and", "de", "la", "du", "des", "del", "do", "der"}
)
_LEGAL_FORM_WORDS = """co company corp corporation inc ltd limited llc plc pt tbk gmbh ag sa srl sarl spa bv nv kk ooo
    oao pjsc jsc"""
_LEGAL_FORMS = frozenset(_LEGAL_FORM_WORDS.split())
"""What kind of firm it is, which one report says and the other leaves out."""
_PLACING = frozenset({"in", "to", "for", "at"})
_STROKED = str.maketrans({"đ": "d", "ł": "l", "ø": "o", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})
_SPELLINGS = {
    "defence": "defense",
    "centre": "center",
    "centres": "centers",
    "labour": "labor",
    "harbour": "harbor",
    "programme": "program",
    "programmes": "programs",
    "metre": "meter",
    "theatre": "theater",
    "licence": "license",
    "armour": "armor",
    "armoured": "armored",
    "defences": "defenses",
    "honour": "honor",
    "neighbour": "neighbor",
    "saint": "st",
    "transportation": "transport",
    **_spellings(
        "hezbollah: hizbollah hizbullah hizballah hezballah hezbullah; qaeda: qaida kaida qaeda; houthi: huthi"
    ),
    **_spellings("houthis: huthis; taliban: taleban; shabaab: shabab chabab"),
}
_HALF_TRANSLATED = _spellings(
    """ministry: ministere ministerio ministero ministerium ministerstvo wizarat; embassy: ambassade embajada ambasciata
    botschaft embaixada; consulate: consulat consulado consolato konsulat; government: gouvernement gobierno governo
    regierung hukumat pemerintah; police: policia polizia polizei politie polisi; interior: interieur inneres;
    defense: defensa difesa defesa verteidigung; health: sante salud saude gesundheit; foreign: etrangeres exteriores;
    prefecture: prefectura prefettura; municipality: municipalite municipalidad; council: conseil consejo consiglio
    conselho; administration: administracion administracao amministrazione verwaltung; army: armee ejercito esercito
    exercito; interior ministry: innenministerium; defense ministry: verteidigungsministerium; foreign ministry:
    aussenministerium; health ministry: gesundheitsministerium; city administration: stadtverwaltung; regional
    administration: gebietsverwaltung; federal police: bundespolizei"""
)
"""Words for what a body is that a name keeps from the language of its article, with the English ones."""
_SPELT_NAMES = _spellings(
    """mohammed: muhammad mohamed mohammad mohamad muhammed; ahmed: ahmad ahmet; hussein: hussain husayn hossein
    husein hosein hussien; hassan: hasan; yousef: yusuf youssef yousif yusef yousuf; ali: aly; omar: umar;
    othman: uthman osman usman; khaled: khalid; saleh: salih; saeed: said saed sayeed; mustafa: mostafa moustafa
    mustapha; ibrahim: ebrahim ibraheem; mahmoud: mahmud mahmood; abdullah: abdallah abdulla abdalla; jaafar:
    jafar; kareem: karim; qassem: qasim qassim kassem qasem kasim; faisal: faysal feisal; walid: waleed; rashid:
    rasheed; jamil: jameel; hamid: hameed; nabil: nabeel; sergei: sergey serguei sergej; alexei: alexey aleksei
    aleksey; dmitry: dmitri dmitrii dmitriy; yuri: yury yuriy iouri; andrei: andrey; nikolai: nikolay; yevgeny:
    evgeny evgeni yevgeni evgenii"""
)
_SON_OF = frozenset({"ibn", "ben", "bin"})
_SERVANT = frozenset({"abd", "abdul", "abdel", "abdal", "abdol", "abdur"})
_SERVANT_OF = re.compile(r"^abd[aeou]l(?=[a-z]{4})")
_PHRASES = {("foreign", "affairs"): ("foreign",)}
_TITLE_WORDS = """mr mrs ms miss dr prof professor sir dame lord lady hon judge justice president vice prime minister
    deputy premier chancellor king queen prince princess emir sultan sheikh shaikh sheik ayatollah imam pope archbishop
    bishop cardinal rev reverend father senator congressman congresswoman governor mayor ambassador consul
    representative general gen lieutenant lt colonel col major maj captain capt sergeant sgt brigadier brig admiral
    commander marshal secretary foreign defense interior spokesman spokeswoman spokesperson chief director head
    chairman chairwoman speaker former acting state"""
_OFFICE_WORDS = """government ministry department army military police forces force security navy court parliament
    embassy consulate officials official authorities authority militia militias militants rebels council cabinet party
    opposition soldiers troops coalition agency office commission committee health affairs finance justice education
    border guard national presidency supreme intelligence service services human rights"""
_TITLES = frozenset(_TITLE_WORDS.split())
_GENERIC = _TITLES | frozenset(_OFFICE_WORDS.split())
_VOWELS = re.compile(r"[aeiouyw]")
_ALIKE = (
    ("tch", "ch"),
    ("dj", "j"),
    ("kh", "X"),
    ("sh", "S"),
    ("ch", "C"),
    ("th", "t"),
    ("ph", "f"),
    ("dh", "d"),
    ("gh", "g"),
    ("q", "k"),
)
_HEARD = (("tsch", "ch"), ("sch", "sh"), ("ck", "k"), ("zh", "sh"), ("z", "s"), ("v", "w"), ("yj", "y"), ("ij", "y"))
_ROUGH_H = re.compile("[ck]h(?=[bdfglmnrst])")
_HARD_C = re.compile("c(?=[aoulrt]|$)")
_ONE_SOUND = (("tch", "ch"), ("dj", "j"), ("q", "k"), ("ph", "f"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("y", "i"))
_ONE_VOWEL = (("au", "u"), ("aw", "u"), ("ai", "i"), ("ei", "i"), ("e", "i"), ("o", "u"))


def words_of_name(name: str) -> Tokens:
    """Give the words of `name`, casefolded, without diacritics, punctuation or the article of Arabic names."""
    spread = unicodedata.normalize("NFKD", name.casefold()).translate(_STROKED)
    bare = "".join(c for c in spread if not unicodedata.combining(c))
    bare = re.sub(r"['\u2018\u2019\u02bb\u02bc\u02be\u02bf`\u00b4.]", "", bare)
    bare = re.sub(r"\b(" + "|".join(sorted(_PARTICLES)) + r")[-\u2010\u2011]", " ", bare)
    return tuple(re.findall(r"\w+", bare))


@lru_cache(maxsize=1 << 14)
def fold_body(name: str) -> Tokens:
    """Give the canonical tokens of anything but a person: countries to codes, no small words, in alphabetical order.

    Where two countries stand in one name, the one after "in", "to", "for" or "at" is marked, so that the embassy of
    A in B never equals that of B in A.
    """
    words = _in_english(_respelt(words_of_name(name)))
    parties, rest = _parties(words)
    marked = {code if not placed or len(parties) == 1 else f"in:{code}" for code, placed in parties.items()}
    kept = [word for word in _phrased(rest) if word not in _SMALL_WORDS and word not in _ALWAYS_PARTICLES]
    kept = [word for word in kept if word not in _LEGAL_FORMS] or kept
    return tuple(sorted(marked | set(kept))) or words


def _respelt(words: Tokens) -> Tokens:
    """Give British spellings as American ones; both sides are folded alike, so the choice does not show."""
    spelt = (_SPELLINGS.get(word, word) for word in words)
    return tuple(re.sub(r"is(ation|ations|ed|ing|e)$", r"iz\1", word) if len(word) > 7 else word for word in spelt)


def _in_english(words: Tokens) -> Tokens:
    """Give `words` with the half-translated ones in English; a compound becomes several."""
    return tuple(part for word in words for part in _HALF_TRANSLATED.get(word, word).split())


def _parties(words: Tokens) -> tuple[dict[str, bool], Tokens]:
    """Give the countries in `words`, each with whether a placing word stands before it, and the other words."""
    found: dict[str, bool] = {}
    rest: list[str] = []
    position, placed = 0, False
    while position < len(words):
        country = country_at(words, position)
        if country:
            found[f"@{country[0]}"] = placed
            position += country[1]
        else:
            placed = words[position] in _PLACING or (placed and words[position] == "the")
            rest.append(words[position])
            position += 1
    return found, tuple(rest)


def _phrased(words: Tokens) -> Tokens:
    """Give `words` with the usual long form of a field shortened ("foreign affairs" is "foreign")."""
    for phrase, short in _PHRASES.items():
        for start in range(len(words) - len(phrase) + 1):
            if words[start : start + len(phrase)] == phrase:
                return words[:start] + short + words[start + len(phrase) :]
    return words


@lru_cache(maxsize=1 << 14)
def outlet_key(outlet: str | None, article: str) -> str:
    """Give what makes two articles one origin: their outlet where it is known, else the `article` (sha256) itself."""
    return f"outlet:{' '.join(fold_body(outlet))}" if outlet else article


@lru_cache(maxsize=1 << 14)
def fold_person(name: str) -> Tokens:
    """Give the canonical tokens of a person's name, in order, without titles; a bare title stays as it is.

    "Abd", "Abdul" and "Abdel" are one token with the word after them; "ibn" and "ben" inside a name are "bin".
    """
    words = _respelt(words_of_name(name))
    kept = [word for word in _without_titles(words) if word not in _ALWAYS_PARTICLES]
    return tuple(_servants(kept[:1] + ["bin" if word in _SON_OF else word for word in kept[1:]])) or words


def _servants(words: Iterable[str]) -> Iterator[str]:
    """Join "Abd" and its like to the word after it ("Abd al-Karim", "Abdelkarim"), and spell common names one way."""
    held = ""
    for word in words:
        joined = _SERVANT_OF.match(word)
        if not held and word in _SERVANT:
            held = word
            continue
        bare = word[joined.end() :] if joined else word
        yield ("abd" if held or joined else "") + _SPELT_NAMES.get(bare, bare)
        held = ""
    if held:
        yield held


def _without_titles(words: Tokens) -> Tokens:
    """Give `words` from the first word on that is no title, if a personal name follows the titles."""
    country = country_at(words, 0)
    position = country[1] if country and _title_at(words, country[1]) else 0
    while step := _title_at(words, position):
        position += step
    return words[position:] or words


def _title_at(words: Tokens, position: int) -> int:
    """Count how many words at `position` belong to titles: "minister", after one also "of", "defence", "of Iraq"."""
    if position >= len(words):
        return 0
    if words[position] in _TITLES or (position and words[position] in _GENERIC):
        return 1
    if not position or words[position] not in {"of", "for", "the"}:
        return 0
    country = country_at(words, position + 1)
    return 1 + country[1] if country else 1


def is_generic(tokens: Tokens) -> bool:
    """Say whether `tokens` name an office or kind of body that many countries have ("police")."""
    return all(token in _GENERIC for token in tokens)


@lru_cache(maxsize=1 << 14)
def skeleton(token: str) -> str:
    """Give the consonants of a romanised `token`, confusable ones made one ("Mohamed": "mhmd")."""
    undoubled = re.sub(r"(.)\1", r"\1", _replaced(token, _ALIKE))
    return _VOWELS.sub("", undoubled[:1] + undoubled[1:].removesuffix("h"))


@lru_cache(maxsize=1 << 14)
def sound(token: str) -> str:
    """Give the consonants of a `token` that was romanised by way of whatever language ("Schuravel", "Zhurawel")."""
    return skeleton(_HARD_C.sub("k", _ROUGH_H.sub("h", _replaced(token, _HEARD))))


@lru_cache(maxsize=1 << 14)
def respelt(token: str) -> str:
    """Give one spelling of those that differ only in how a transliterator writes a sound ("Zarrouki", "Zaruki")."""
    return re.sub(r"(.)\1", r"\1", _replaced(token.removesuffix("h"), _ONE_SOUND))


@lru_cache(maxsize=1 << 14)
def vowels(token: str) -> str:
    """Give where a romanised `token` has which vowel, those made one that transliterators write for one another.

    "Karim" and "Kareem" have the same, "Karam" has others, and so has "Sami" against "Samia".
    """
    return re.sub(r"([^aiu]+|(.)(?=\2))", lambda run: "" if run[2] else "-", _replaced(respelt(token), _ONE_VOWEL))


def _replaced(token: str, table: Iterable[tuple[str, str]]) -> str:
    for written, one in table:
        token = token.replace(written, one)
    return token


def compare_tokens(a: str, b: str) -> Likeness:
    """Say whether two tokens are the same, may be two spellings of one (equal skeletons), or differ."""
    if a == b:
        return "same"
    return "maybe" if len(skeleton(a)) >= 2 and skeleton(a) == skeleton(b) else "different"
