"""Gives, for the folded words of an English name, the countries and unions that they stand for.

Beside that, the one code of a country of which two are in use.
"""

_FORMS = """
AF afghanistan, afghan
AL albania, albanian
DZ algeria, algerian
AO angola, angolan
AR argentina, argentine, argentinian
AM armenia, armenian
AU australia, australian
AT austria, austrian
AZ azerbaijan, azerbaijani, azeri
BH bahrain, bahraini
BD bangladesh, bangladeshi
BY belarus, belarusian, belarussian
BE belgium, belgian
BJ benin, beninese
BO bolivia, bolivian
BA bosnia and herzegovina, bosnia, bosnian
BW botswana
BR brazil, brazilian
BG bulgaria, bulgarian
BF burkina faso, burkinabe
BI burundi, burundian
KH cambodia, cambodian
CM cameroon, cameroonian
CA canada, canadian
CF central african republic
TD chad, chadian
CL chile, chilean
CN peoples republic of china, china, chinese, prc
CO colombia, colombian
CD democratic republic of congo, democratic republic of the congo, dr congo, drc
CG republic of congo, republic of the congo, congo brazzaville
CR costa rica, costa rican
CI ivory coast, cote divoire, ivorian
HR croatia, croatian
CU cuba, cuban
CY cyprus, cypriot
CZ czech republic, czechia, czech
DK denmark, danish
DJ djibouti, djiboutian
DO dominican republic
EC ecuador, ecuadorian
EG egypt, egyptian
SV el salvador, salvadoran
ER eritrea, eritrean
EE estonia, estonian
ET ethiopia, ethiopian
FI finland, finnish
FR france, french
GA gabon, gabonese
GE georgia, georgian
DE germany, german
GH ghana, ghanaian
GR greece, greek
GT guatemala, guatemalan
GN guinea, guinean
GQ equatorial guinea
GW guinea bissau
PG papua new guinea
HT haiti, haitian
HN honduras, honduran
HU hungary, hungarian
IS iceland, icelandic
IN india, indian
ID indonesia, indonesian
IR islamic republic of iran, iran, iranian
IQ republic of iraq, iraq, iraqi
IE ireland, irish
IL israel, israeli
IT italy, italian
JM jamaica, jamaican
JP japan, japanese
JO jordan, jordanian
KZ kazakhstan, kazakh
KE kenya, kenyan
XK kosovo, kosovan, kosovar
KW kuwait, kuwaiti
KG kyrgyzstan, kyrgyz
LA laos, lao, laotian
LV latvia, latvian
LB lebanon, lebanese
LR liberia, liberian
LY libya, libyan
LT lithuania, lithuanian
MG madagascar, malagasy
MW malawi, malawian
MY malaysia, malaysian
ML mali, malian
MR mauritania, mauritanian
MX mexico, mexican
MD moldova, moldovan
MN mongolia, mongolian
ME montenegro, montenegrin
MA morocco, moroccan
MZ mozambique, mozambican
MM myanmar, burma, burmese
NA namibia, namibian
NP nepal, nepali, nepalese
NL netherlands, dutch
NZ new zealand
NI nicaragua, nicaraguan
NE niger, nigerien
NG nigeria, nigerian
KP north korea, north korean, dprk
MK north macedonia, macedonian
NO norway, norwegian
OM oman, omani
PK pakistan, pakistani
PS palestine, palestinian
PA panama, panamanian
PY paraguay, paraguayan
PE peru, peruvian
PH philippines, philippine, filipino
PL poland, polish
PT portugal, portuguese
QA qatar, qatari
RO romania, romanian
RU russian federation, russia, russian
RW rwanda, rwandan
SA saudi arabia, saudi arabian, saudi
SN senegal, senegalese
RS serbia, serbian
SL sierra leone, sierra leonean
SG singapore, singaporean
SK slovakia, slovak
SI slovenia, slovenian
SO somalia, somali
ZA south africa, south african
KR south korea, south korean, republic of korea
SS south sudan, south sudanese
ES spain, spanish
LK sri lanka, sri lankan
SD sudan, sudanese
SE sweden, swedish
CH switzerland, swiss
SY syrian arab republic, syria, syrian
TW taiwan, taiwanese
TJ tajikistan, tajik
TZ tanzania, tanzanian
TH thailand, thai
TG togo, togolese
TN tunisia, tunisian
TR turkey, turkish, turkiye
TM turkmenistan, turkmen
UG uganda, ugandan
UA ukraine, ukrainian
AE united arab emirates, uae, emirati
GB united kingdom of great britain and northern ireland, united kingdom, great britain, britain, british, uk
US united states of america, united states, american, america, usa, us
UY uruguay, uruguayan
UZ uzbekistan, uzbek
VE venezuela, venezuelan
VN vietnam, vietnamese, viet nam
YE yemen, yemeni
ZM zambia, zambian
ZW zimbabwe, zimbabwean
UN united nations, un
EU european union, eu
"""


_OTHER_CODES = {"UK": "GB", "EL": "GR"}
"""Codes that the European Union writes, and the ISO 3166-1 codes of the same countries."""


def country_code(code: str | None) -> str | None:
    """Give the ISO 3166-1 code for a code that may be another one in use; None for none."""
    return _OTHER_CODES.get(code, code) if code else None


def _table() -> dict[tuple[str, ...], str]:
    """Give the forms as tuples of folded words, each with its code; UN and EU are among them."""
    lines = (line.split(" ", 1) for line in _FORMS.strip().splitlines())
    return {tuple(form.split()): code for code, forms in lines for form in forms.split(", ")}


_CODES = _table()
_LONGEST = max(map(len, _CODES))


def country_at(words: tuple[str, ...], start: int) -> tuple[str, int] | None:
    """Give the code of the longest country form that begins at `words[start]` and how many words it has, or None."""
    for length in range(min(_LONGEST, len(words) - start), 0, -1):
        code = _CODES.get(words[start : start + length])
        if code:
            return code, length
    return None
