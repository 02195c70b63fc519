"""Gives the words for numbers in the languages whose figures can be checked, as tables to be looked up.

The tables hold what dictionaries and grammars of each language say: the words for 1 to 99 in the forms that news
uses (genders, cases, spellings), the hundreds where they are words of their own, the scales, and what joins them.
Ordinals, fractions and indefinite plurals ("dozens", "hundreds", an Arabic dual) are left out on purpose: they
do not say a figure that code can hold a claim to.
"""

from functools import lru_cache
from typing import NamedTuple

from summariser.text.fold import fold


class NumberWords(NamedTuple):
    """The number words of one language, folded and in lower case.

    `counts` are words and phrases that add their value; `scales` multiply what stands before them, and those of
    `alone` also mean one of themselves without it; the `groups` among them ("dozens") only multiply words, for behind
    digits ("in 2031 dozens died") they are vague. `links` may stand between parts, `none` are words for zero.
    `abbreviations` are scales that only follow digits, each with all that it may mean ("m": million or metre).
    `first` are the words that a count or a scale begins with.
    """

    counts: dict[str, int]
    scales: dict[str, int]
    alone: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    none: frozenset[str] = frozenset()
    abbreviations: dict[str, tuple[int, ...]] = {}  # noqa: RUF012 - never written to
    first: frozenset[str] = frozenset()


Forms = dict[int, list[str]]
MILLION = 10**6
BILLION = 10**9


def _listed(start: int, words: str, step: int = 1) -> Forms:
    """Forms in order from `start`; alternatives are joined by "/", "_" stands for a space."""
    return {
        start + step * n: forms.replace("_", " ").split("/") for n, forms in enumerate(words.split()) if forms != "-"
    }


def _joined(tens: Forms, units: Forms, between: str) -> Forms:
    """Forms for tens and units, tens first."""
    return {ten + unit: [f"{t}{between}{u}" for t in tens[ten] for u in units[unit]] for ten in tens for unit in units}


def _units_first(tens: Forms, units: Forms, between: str) -> Forms:
    """Forms for tens and units, units first."""
    return {ten + unit: [f"{u}{between}{t}" for t in tens[ten] for u in units[unit]] for ten in tens for unit in units}


def _words(*parts: Forms) -> dict[str, int]:
    return {_folded(form): value for part in parts for value, forms in part.items() for form in forms}


def _folded(word: str) -> str:
    return fold(word).text.lower().replace("-", " ")


def _scales(words: str, *values: int) -> dict[str, int]:
    return {
        _folded(form.replace("_", " ")): value
        for value, forms in zip(values, words.split(), strict=True)
        for form in forms.split("/")
    }


def _set(words: str) -> frozenset[str]:
    return frozenset(_folded(word) for word in words.split())


_TENS_FROM_20 = range(20, 100, 10)


def _english() -> NumberWords:
    small = _listed(
        1,
        "one/a/an two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen eighteen nineteen",
    )
    tens = _listed(20, "twenty thirty forty fifty sixty seventy eighty ninety", 10)
    units = {n: [form for form in small[n] if form not in {"a", "an"}] for n in range(1, 10)}
    return NumberWords(
        _words(small, tens, _joined(tens, units, " ")),
        _scales("dozen score hundred thousand million billion", 12, 20, 100, 1000, MILLION, BILLION),
        links=_set("and"),
        none=_set("no none nobody zero nil neither nothing"),
        abbreviations={"bn": (BILLION,), "m": (MILLION, 1), "k": (1000, 1), "mn": (MILLION,), "b": (BILLION, 1)},
    )


def _french() -> NumberWords:
    small = _listed(
        1,
        "un/une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix_sept"
        " dix_huit dix_neuf",
    )
    tens = _listed(20, "vingt trente quarante cinquante soixante septante huitante/octante nonante", 10)
    units = {n: small[n] for n in range(1, 10)}
    teens = {n: small[n] for n in range(10, 20)}
    with_et = {t + 1: [f"{tens[t][0]} et un", f"{tens[t][0]} et une"] for t in _TENS_FROM_20}
    sixty, eighty = {60: ["soixante"]}, {80: ["quatre vingt"]}
    rounds = {80: ["quatre vingt", "quatre vingts"], 71: ["soixante et onze"]}
    rough = _listed(10, "dizaine vingtaine trentaine quarantaine cinquantaine soixantaine", 10) | {
        12: ["douzaine"],
        15: ["quinzaine"],
        100: ["centaine"],
    }
    rough = {n: [f"une {form}" for form in forms] for n, forms in rough.items()} | {1000: ["un millier"]}
    compounds = (_joined(tens, units, " "), _joined(sixty, teens, " "), _joined(eighty, units | teens, " "))
    groups = _scales("dizaine/dizaines douzaine/douzaines centaine/centaines millier/milliers", 10, 12, 100, 1000)
    return NumberWords(
        _words(small, tens, with_et, *compounds, rounds, rough),
        _scales("cent/cents mille million/millions milliard/milliards", 100, 1000, MILLION, BILLION) | groups,
        groups=frozenset(groups),
        alone=_set("cent mille"),
        links=_set("et"),
        none=_set("aucun aucune zéro nul nulle personne pas"),
        abbreviations={"m": (MILLION, 1), "md": (BILLION,), "mds": (BILLION,)},
    )


def _spanish() -> NumberWords:
    small = _listed(
        1,
        "uno/un/una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince"
        " dieciséis/dieciseis diecisiete dieciocho diecinueve veinte veintiuno/veintiún/veintiun/veintiuna"
        " veintidós/veintidos veintitrés/veintitres veinticuatro veinticinco veintiséis/veintiseis veintisiete"
        " veintiocho veintinueve",
    )
    tens = _listed(30, "treinta cuarenta cincuenta sesenta setenta ochenta noventa", 10)
    hundreds = _listed(
        200,
        "doscientos/doscientas trescientos/trescientas cuatrocientos/cuatrocientas quinientos/quinientas"
        " seiscientos/seiscientas setecientos/setecientas ochocientos/ochocientas novecientos/novecientas",
        100,
    )
    rough = {10: ["una decena"], 12: ["una docena"], 20: ["una veintena"], 100: ["un centenar", "cien", "ciento"]}
    groups = _scales("decena/decenas docena/docenas centenar/centenares millar/millares", 10, 12, 100, 1000)
    return NumberWords(
        _words(small, tens, _joined(tens, {n: small[n] for n in range(1, 10)}, " y "), hundreds, rough),
        _scales("mil millón/millon/millones", 1000, MILLION) | {"mil millones": BILLION} | groups,
        groups=frozenset(groups),
        alone=_set("mil"),
        none=_set("ningún ninguna ninguno nadie cero sin"),
    )


def _portuguese() -> NumberWords:
    small = _listed(
        1,
        "um/uma dois/duas três/tres quatro cinco seis sete oito nove dez onze doze treze catorze/quatorze quinze"
        " dezesseis/dezasseis dezessete/dezassete dezoito dezenove/dezanove",
    )
    tens = _listed(20, "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa", 10)
    hundreds = _listed(
        100,
        "cem/cento duzentos/duzentas trezentos/trezentas quatrocentos/quatrocentas quinhentos/quinhentas"
        " seiscentos/seiscentas setecentos/setecentas oitocentos/oitocentas novecentos/novecentas",
        100,
    )
    rough = {10: ["uma dezena"], 12: ["uma dúzia"], 100: ["uma centena"]}
    groups = _scales("dezena/dezenas dúzia/dúzias centena/centenas milhar/milhares", 10, 12, 100, 1000)
    return NumberWords(
        _words(small, tens, _joined(tens, {n: small[n] for n in range(1, 10)}, " e "), hundreds, rough),
        _scales("mil milhão/milhões bilhão/bilhões", 1000, MILLION, BILLION) | {"mil milhões": BILLION} | groups,
        groups=frozenset(groups),
        alone=_set("mil"),
        links=_set("e"),
        none=_set("nenhum nenhuma ninguém zero sem"),
    )


def _german() -> NumberWords:
    units = _listed(1, "ein zwei drei vier fünf sechs sieben acht neun")
    free = _listed(1, "eins/ein/eine/einen/einem/einer/eines zwei/zwo/zweier drei/dreier vier fünf sechs sieben acht")
    teens = _listed(
        9, "neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn"
    )  # fmt: skip
    tens = _listed(20, "zwanzig dreißig/dreissig vierzig fünfzig sechzig siebzig achtzig neunzig", 10)
    below_100 = free | teens | tens | _units_first(tens, units, "und")
    hundreds = {n * 100: [f"{units[n][0]}hundert"] for n in range(1, 10)}
    hundreds[100].append("hundert")
    hundreds_and = [_joined(hundreds, below_100, between) for between in ("", "und")]
    thousands = {n * 1000: [f"{form}tausend" for form in forms] for n, forms in (below_100 | hundreds).items()}
    thousands[1000].append("tausend")
    return NumberWords(
        _words(below_100, hundreds, *hundreds_and, thousands, _joined(thousands, hundreds, "")),
        _scales("dutzend million/millionen milliarde/milliarden", 12, MILLION, BILLION),
        none=_set("kein keine keinen keiner keinem niemand null"),
        abbreviations={"mio": (MILLION,), "mrd": (BILLION,)},
    )


def _slavic(  # noqa: PLR0913 - the parts of which the numbers of these languages are built alike
    small: Forms,
    teens: Forms,
    tens: Forms,
    hundreds: Forms,
    *,
    scales: str,
    groups: dict[str, int],
    alone: str,
    none: str,
    short: str,
) -> NumberWords:
    """Tables of a language that says tens and units in two words; `short` are the abbreviated scales."""
    values = (1000, MILLION, BILLION)
    return NumberWords(
        _words(small, teens, tens, _joined(tens, small, " "), hundreds),
        _scales(scales, *values) | groups,
        groups=frozenset(groups),
        alone=_set(alone),
        none=_set(none),
        abbreviations={word: (value,) for word, value in zip(short.split(), values, strict=True)},
    )


def _russian() -> NumberWords:
    small = _listed(
        1,
        "один/одна/одно/одного/одной/одному/одним/одну два/две/двух/двум/двумя/двое/двоих"
        " три/трех/трёх/трем/трём/тремя/трое/троих четыре/четырех/четырёх/четырем/четырьмя/четверо/четверых"
        " пять/пяти/пятью/пятеро/пятерых шесть/шести/шестью/шестеро/шестерых семь/семи/семью/семеро/семерых"
        " восемь/восьми/восемью девять/девяти/девятью",
    )
    teens = _listed(
        10,
        "десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать"
        " девятнадцать",
    )
    teens = {n: [word, f"{word[:-1]}и", f"{word}ю"] for n, (word,) in teens.items()}
    tens = _listed(
        20,
        "двадцать/двадцати/двадцатью тридцать/тридцати/тридцатью сорок/сорока"
        " пятьдесят/пятидесяти шестьдесят/шестидесяти семьдесят/семидесяти восемьдесят/восьмидесяти"
        " девяносто/девяноста",
        10,
    )
    hundreds = _listed(
        100,
        "сто/ста двести/двухсот триста/трехсот/трёхсот четыреста/четырехсот/четырёхсот пятьсот/пятисот"
        " шестьсот/шестисот семьсот/семисот восемьсот/восьмисот девятьсот/девятисот",
        100,
    )
    return _slavic(
        small,
        teens,
        tens,
        hundreds,
        scales="тысяча/тысячи/тысяч/тысячу/тысячам/тысячами миллион/миллиона/миллионов миллиард/миллиарда/миллиардов",
        groups=_scales("десяток/десятка/десятки/десятков сотня/сотни/сотню/сотен", 10, 100),
        alone="тысяча тысячу",
        none="никто никого ни нет ноль без",
        short="тыс млн млрд",
    )


def _arabic() -> NumberWords:
    small = _listed(
        1,
        "واحد/واحدة/واحدا اثنان/اثنين/اثنتان/اثنتين/إثنان/إثنين/اثنا/اثني ثلاثة/ثلاث أربعة/أربع/اربعة/اربع"
        " خمسة/خمس ستة/ست سبعة/سبع ثمانية/ثماني/ثمان/ثمانيا تسعة/تسع عشرة/عشر",
    )
    teens = {11: ["أحد عشر", "احد عشر", "إحدى عشرة", "احدى عشرة"]}
    teens[12] = ["اثنا عشر", "اثني عشر", "اثنتا عشرة", "اثنتي عشرة", "إثنا عشر", "إثني عشر"]
    for n in range(3, 10):
        teens[10 + n] = [f"{unit} {ten}" for unit in small[n] for ten in ("عشر", "عشرة")]
    stems = _listed(20, "عشر ثلاث أربع/اربع خمس ست سبع ثمان تسع", 10)
    tens = {n: [f"{stem}{ending}" for stem in forms for ending in ("ون", "ين")] for n, forms in stems.items()}
    units = {n: small[n] for n in range(1, 10)}
    hundred = ("مئة", "مائة", "مية", "مئه")
    hundreds = {100: [*hundred], 200: ["مئتان", "مئتين", "مائتان", "مائتين", "مئتا", "مئتي", "مائتي"]}
    for n, stem in zip(range(3, 10), ("ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"), strict=True):
        ends = ("", "ي") if stem == "ثمان" else ("",)
        hundreds[100 * n] = [f"{stem}{end}{space}{h}" for end in ends for space in ("", " ") for h in hundred]
    duals = {2000: ["ألفان", "ألفين", "الفان", "الفين", "ألفا", "ألفي"], 2 * MILLION: ["مليونان", "مليونين"]}
    return NumberWords(
        _words(small, teens, tens, _units_first(tens, units, " و"), hundreds, duals),
        _scales("ألف/الف/ألفا/آلاف/الاف/الآف مليون/مليونا/ملايين مليار/مليارا/مليارات/بليون", 1000, MILLION, BILLION),
        alone=_set("ألف الف مليون مليار"),
        none=_set("لا لم أي اي دون بدون صفر"),
    )


def _hindi() -> NumberWords:
    below_100 = _listed(
        1,
        "एक दो तीन चार पांच/पाँच छह/छः/छे सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह/पन्द्रह सोलह सत्रह अठारह/अट्ठारह उन्नीस बीस"
        " इक्कीस बाईस/बाइस तेईस/तेइस चौबीस पच्चीस छब्बीस सत्ताईस/सत्ताइस अट्ठाईस/अठ्ठाईस/अट्ठाइस उनतीस/उन्तीस तीस"
        " इकतीस/इकत्तीस बत्तीस तैंतीस/तेंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस/उन्तालीस चालीस"
        " इकतालीस बयालीस तैंतालीस/तेतालीस चवालीस/चौवालीस पैंतालीस छियालीस सैंतालीस अड़तालीस उनचास/उन्चास पचास"
        " इक्यावन बावन तिरपन/तिरेपन चौवन पचपन छप्पन सत्तावन अट्ठावन/अठावन उनसठ साठ"
        " इकसठ बासठ तिरसठ/तिरेसठ चौंसठ/चौसठ पैंसठ छियासठ सड़सठ अड़सठ उनहत्तर सत्तर"
        " इकहत्तर बहत्तर तिहत्तर चौहत्तर पचहत्तर छिहत्तर सतहत्तर अठहत्तर उन्यासी/उनासी अस्सी"
        " इक्यासी बयासी तिरासी चौरासी पचासी छियासी सत्तासी अट्ठासी/अठासी नवासी नब्बे"
        " इक्यानवे/इक्यानबे बानवे/बानबे तिरानवे/तिरानबे चौरानवे/चौरानबे पचानवे/पंचानबे छियानवे/छियानबे सत्तानवे/सत्तानबे"
        " अट्ठानवे/अट्ठानबे निन्यानवे/निन्यानबे",
    )
    groups = _scales("दर्जन", 12)
    return NumberWords(
        _words(below_100),
        _scales("सौ हज़ार/हजार लाख करोड़/करोड अरब", 100, 1000, 10**5, 10**7, BILLION) | groups,
        groups=frozenset(groups),
        none=_set("नहीं शून्य बिना कोई"),
    )


def _vietnamese() -> NumberWords:
    units = _listed(1, "một hai ba bốn năm sáu bảy/bẩy tám chín")
    after_ten = {5: ["lăm", "nhăm", "năm"]} | {n: units[n] for n in (1, 2, 3, 4, 6, 7, 8, 9)}
    after_tens = after_ten | {1: ["mốt", "một"], 4: ["tư", "bốn"]}
    tens = {10 * n: [f"{form} mươi" for form in units[n]] for n in range(2, 10)}
    dozens = {10 * n: [f"{form} chục" for form in units[n]] for n in range(1, 10)}
    compounds = (_joined({10: ["mười"]}, after_ten, " "), _joined(tens, after_tens, " "))
    return NumberWords(
        _words(units, {10: ["mười"]}, dozens, tens, *compounds),
        _scales("trăm nghìn/ngàn triệu tỷ/tỉ", 100, 1000, MILLION, BILLION),
        links=_set("linh lẻ"),
        none=_set("không chưa chẳng"),
        abbreviations={"tr": (MILLION,), "k": (1000,)},
    )


def _indonesian() -> NumberWords:
    units = _listed(1, "satu/seorang/sebuah/seekor dua tiga empat lima enam tujuh delapan sembilan")
    plain = units | {1: ["satu"]}
    teens = {11: ["sebelas"]} | {10 + n: [f"{units[n][0]} belas"] for n in range(2, 10)}
    tens = {10 * n: [f"{units[n][0]} puluh"] for n in range(2, 10)}
    ones = {10: ["sepuluh"], 100: ["seratus"], 1000: ["seribu"], MILLION: ["sejuta"]}
    groups = _scales("lusin", 12)
    return NumberWords(
        _words(units, teens, tens, _joined(tens, plain, " "), ones),
        _scales("ratus ribu juta miliar/milyar", 100, 1000, MILLION, BILLION) | groups,
        groups=frozenset(groups),
        none=_set("tidak tak nol tanpa belum"),
    )


def _turkish() -> NumberWords:
    units = _listed(1, "bir iki üç dört beş altı yedi sekiz dokuz")
    tens = _listed(10, "on yirmi otuz kırk elli altmış yetmiş seksen doksan", 10)
    return NumberWords(
        _words(units, tens, _joined(tens, units, " "), _joined(tens, units, "")),
        _scales("düzine yüz bin milyon milyar", 12, 100, 1000, MILLION, BILLION),
        alone=_set("yüz bin"),
        none=_set("hiç hiçbir kimse sıfır yok"),
    )


def _italian() -> NumberWords:
    units = _listed(1, "uno/un/una due tre quattro cinque sei sette otto nove")
    teens = _listed(
        10, "dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove"
    )  # fmt: skip
    tens = _listed(20, "venti trenta quaranta cinquanta sessanta settanta ottanta novanta", 10)
    within = {1: ["uno", "un", "una"], 3: ["tré", "tre"]} | {n: units[n] for n in (2, 4, 5, 6, 7, 8, 9)}
    # Before a vowel the ten loses its own: ventuno, ventotto.
    whole = _joined(tens, {n: within[n] for n in (2, 3, 4, 5, 6, 7, 9)}, "")
    cut = _joined({n: [form[:-1] for form in forms] for n, forms in tens.items()}, {n: within[n] for n in (1, 8)}, "")
    below_100 = units | teens | tens | whole | cut
    hundreds = {100 * n: [f"{units[n][0]}cento"] for n in range(2, 10)} | {100: ["cento"]}
    short = {n: [form[:-1] for form in forms] for n, forms in hundreds.items()}
    above_100 = _joined(hundreds, below_100, "")
    elided = _joined(short, {n: below_100[n] for n in (8, *range(80, 90))}, "")
    thousands = {n * 1000: [f"{form}mila" for form in forms] for n, forms in (below_100 | hundreds).items() if n > 1}
    rough = _listed(
        10,
        "decina ventina trentina quarantina cinquantina sessantina settantina ottantina novantina",
        10,
    ) | {12: ["dozzina"], 15: ["quindicina"]}
    rough = {n: [f"una {form}" for form in forms] for n, forms in rough.items()}
    rough |= {2: ["un paio"], 100: ["un centinaio"], 1000: ["mille", "un migliaio"]}
    groups = _scales("decina/decine dozzina/dozzine centinaio/centinaia migliaio/migliaia", 10, 12, 100, 1000)
    return NumberWords(
        _words(below_100, hundreds, above_100, elided, thousands, _joined(thousands, hundreds, ""), rough),
        _scales("mila milione/milioni miliardo/miliardi", 1000, MILLION, BILLION) | groups,
        groups=frozenset(groups),
        links=_set("e"),
        none=_set("nessuno nessun nessuna zero senza"),
        abbreviations={"mln": (MILLION,), "mld": (BILLION,)},
    )


def _ukrainian() -> NumberWords:
    small = _listed(
        1,
        "один/одна/одне/одно/одного/однієї/одної/одному/одній/одним/одну/однією"
        " два/дві/двох/двом/двома/двоє/двоїх три/трьох/трьом/трьома/троє/трьоє"
        " чотири/чотирьох/чотирьом/чотирма/четверо п'ять/п'яти/п'ятьох/п'ятьом/п'ятьма/п'ятьома/п'ятеро"
        " шість/шести/шістьох/шістьом/шістьма/шістьома/шестеро сім/семи/сімох/сімом/сімома/семеро"
        " вісім/восьми/вісьмох/вісьмом/вісьмома/восьмеро"
        " дев'ять/дев'яти/дев'ятьох/дев'ятьом/дев'ятьма/дев'ятьома/дев'ятеро",
    )
    stems = _listed(
        10,
        "десят одинадцят дванадцят тринадцят чотирнадцят п'ятнадцят шістнадцят сімнадцят вісімнадцят дев'ятнадцят"
        " двадцят",
    ) | {30: ["тридцят"]}
    endings = ("ь", "и", "ьох", "ьом", "ьма", "ьома", "еро")
    regular = {n: [f"{stem}{ending}" for ending in endings] for n, (stem,) in stems.items()}
    tens = {n: regular[n] for n in (20, 30)} | _listed(
        40,
        "сорок/сорока п'ятдесят/п'ятдесяти/п'ятдесятьох шістдесят/шістдесяти/шістдесятьох"
        " сімдесят/сімдесяти/сімдесятьох вісімдесят/вісімдесяти/вісімдесятьох дев'яносто/дев'яноста",
        10,
    )
    hundreds = _listed(
        100,
        "сто/ста двісті/двохсот триста/трьохсот чотириста/чотирьохсот п'ятсот/п'ятисот шістсот/шестисот"
        " сімсот/семисот вісімсот/восьмисот дев'ятсот/дев'ятисот",
        100,
    )
    return _slavic(
        small,
        regular,
        tens,
        hundreds,
        scales=(
            "тисяча/тисячі/тисяч/тисячу/тисячам/тисячами/тисячею мільйон/мільйона/мільйони/мільйонів"
            " мільярд/мільярда/мільярди/мільярдів"
        ),
        groups=_scales("десяток/десятка/десятки/десятків сотня/сотні/сотню/сотень", 10, 100),
        alone="тисяча тисячу мільйон мільярд",
        none="ніхто нікого жоден жодна жодної жодного немає нема нуль без",
        short="тис млн млрд",
    )


def _polish() -> NumberWords:
    small = _listed(
        1,
        "jeden/jedna/jedno/jednego/jednej/jednemu/jednym/jedną"
        " dwa/dwie/dwaj/dwóch/dwu/dwóm/dwom/dwoma/dwiema/dwoje/dwojga trzy/trzej/trzech/trzem/trzema/troje/trojga"
        " cztery/czterej/czterech/czterem/czterema/czworo/czworga pięć/pięciu/pięcioma/pięcioro/pięciorga"
        " sześć/sześciu/sześcioma/sześcioro/sześciorga siedem/siedmiu/siedmioma/siedmioro/siedmiorga"
        " osiem/ośmiu/ośmioma/ośmioro/ośmiorga dziewięć/dziewięciu/dziewięcioma/dziewięcioro/dziewięciorga",
    )
    teens = _listed(
        10,
        "dziesięć/dziesięciu/dziesięcioma/dziesięcioro jedenaście/jedenastu/jedenastoma/jedenaścioro"
        " dwanaście/dwunastu/dwunastoma/dwanaścioro trzynaście/trzynastu/trzynastoma/trzynaścioro"
        " czternaście/czternastu/czternastoma/czternaścioro piętnaście/piętnastu/piętnastoma/piętnaścioro"
        " szesnaście/szesnastu/szesnastoma/szesnaścioro siedemnaście/siedemnastu/siedemnastoma/siedemnaścioro"
        " osiemnaście/osiemnastu/osiemnastoma/osiemnaścioro"
        " dziewiętnaście/dziewiętnastu/dziewiętnastoma/dziewiętnaścioro",
    )
    tens = _listed(
        20,
        "dwadzieścia/dwudziestu/dwudziestoma trzydzieści/trzydziestu/trzydziestoma czterdzieści/czterdziestu"
        " pięćdziesiąt/pięćdziesięciu sześćdziesiąt/sześćdziesięciu siedemdziesiąt/siedemdziesięciu"
        " osiemdziesiąt/osiemdziesięciu dziewięćdziesiąt/dziewięćdziesięciu",
        10,
    )
    hundreds = _listed(
        100,
        "sto/stu dwieście/dwustu trzysta/trzystu czterysta/czterystu pięćset/pięciuset sześćset/sześciuset"
        " siedemset/siedmiuset osiemset/ośmiuset dziewięćset/dziewięciuset",
        100,
    )
    return _slavic(
        small,
        teens,
        tens,
        hundreds,
        scales=(
            "tysiąc/tysiąca/tysiące/tysięcy/tysiącom milion/miliona/miliony/milionów"
            " miliard/miliarda/miliardy/miliardów"
        ),
        groups=_scales("tuzin/tuziny/tuzinów setka/setki/setkę/setek", 12, 100),
        alone="tysiąc tysiąca milion miliard",
        none="nikt nikogo nikomu żaden żadna żadne żadnej żadnego zero brak bez",
        short="tys mln mld",
    )


def _persian() -> NumberWords:
    below_20 = _listed(
        1,
        "یک دو سه چهار پنج شش/شیش هفت هشت نه ده یازده دوازده سیزده چهارده پانزده/پونزده شانزده/شونزده هفده/هیفده"
        " هجده/هیجده نوزده",
    )
    tens = _listed(20, "بیست سی چهل پنجاه شصت هفتاد هشتاد نود", 10)
    hundreds = _listed(100, "صد/یکصد دویست سیصد چهارصد پانصد/پونصد ششصد/شیشصد هفتصد هشتصد نهصد", 100)
    units = {n: below_20[n] for n in range(1, 10)}
    return NumberWords(
        _words(below_20, tens, _joined(tens, units, " و "), hundreds),
        _scales("هزار میلیون میلیارد/بیلیون", 1000, MILLION, BILLION),
        alone=_set("هزار"),
        links=_set("و"),
        none=_set("هیچ هیچکس بدون صفر"),
    )


_TABLES = {
    "ar": _arabic,
    "de": _german,
    "en": _english,
    "es": _spanish,
    "fa": _persian,
    "fr": _french,
    "hi": _hindi,
    "id": _indonesian,
    "it": _italian,
    "pl": _polish,
    "pt": _portuguese,
    "ru": _russian,
    "tr": _turkish,
    "uk": _ukrainian,
    "vi": _vietnamese,
}


@lru_cache(maxsize=32)
def number_words(language: str) -> NumberWords:
    """Give the tables of `language` (a BCP 47 tag, of which the first part counts); empty ones where there is none."""
    build = _TABLES.get(language.partition("-")[0])
    table = build() if build else NumberWords({}, {})
    return table._replace(first=frozenset(phrase.partition(" ")[0] for phrase in (*table.counts, *table.scales)))
