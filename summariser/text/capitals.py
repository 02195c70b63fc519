"""Takes the folded name of an embassy and gives it with the country in place of that country's capital."""

from summariser.text.names import Tokens

_CAPITALS = """AF kabul|AL tirana|DZ algiers|AO luanda|AR buenos aires|AM yerevan|AU canberra|AT vienna|AZ baku
BH manama|BD dhaka|BY minsk|BA sarajevo|BR brasilia|BG sofia|BF ouagadougou|KH phnom penh|CM yaounde
CA ottawa|TD ndjamena|CN beijing|CO bogota|CD kinshasa|CG brazzaville|CR san jose|HR zagreb
CU havana|CY nicosia|CZ prague|DK copenhagen|EC quito|EG cairo|ER asmara|EE tallinn|ET addis ababa
FI helsinki|FR paris|GE tbilisi|DE berlin|GH accra|GR athens|HT port au prince|HU budapest
IS reykjavik|IN new delhi|ID jakarta|IR tehran|IQ baghdad|IE dublin|IT rome|JM kingston|JP tokyo
JO amman|KE nairobi|XK pristina|KG bishkek|LA vientiane|LV riga|LB beirut|LR monrovia|LY tripoli
LT vilnius|MG antananarivo|ML bamako|MR nouakchott|MD chisinau|MN ulaanbaatar|ME podgorica|MA rabat
MZ maputo|NA windhoek|NP kathmandu|NI managua|NE niamey|NG abuja|KP pyongyang|MK skopje|NO oslo
OM muscat|PK islamabad|PY asuncion|PE lima|PH manila|PL warsaw|PT lisbon|QA doha|RO bucharest
RU moscow|RW kigali|SA riyadh|SN dakar|RS belgrade|SL freetown|SK bratislava|SI ljubljana
SO mogadishu|KR seoul|SS juba|ES madrid|SD khartoum|SE stockholm|CH bern|SY damascus|TW taipei
TJ dushanbe|TH bangkok|TG lome|TN tunis|TR ankara|TM ashgabat|UG kampala|UA kyiv|UA kiev
AE abu dhabi|GB london|US washington|UY montevideo|UZ tashkent|VE caracas|VN hanoi|YE sanaa
ZM lusaka|ZW harare"""
"""Capitals in which embassies stand; countries whose embassies stand elsewhere, or in two cities, are left out."""


def _rows() -> dict[frozenset[str], str]:
    rows = (row.split(" ", 1) for line in _CAPITALS.splitlines() for row in line.split("|"))
    return {frozenset(city.split()): code for code, city in rows}


_COUNTRY_OF = _rows()


def embassy_in_country(tokens: Tokens) -> frozenset[str]:
    """Give the words of a body's folded name; an embassy's capital is replaced by its country ("in:@IQ")."""
    words = frozenset(tokens)
    if "embassy" not in words:
        return words
    words -= {"city", "dc"}
    city = frozenset(word for word in words if "@" not in word and word != "embassy")
    code = _COUNTRY_OF.get(city)
    return words - city | {f"in:@{code}"} if code else words
