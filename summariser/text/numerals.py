"""Takes a folded text in Chinese, Japanese or Thai, which set no spaces, and gives the numbers written in it."""

import re
from collections.abc import Iterator

_CHINESE_DIGITS = dict(zip("〇零一二三四五六七八九两兩俩", (0, 0, *range(1, 10), 2, 2, 2), strict=True))
_CHINESE_UNITS = {"十": 10, "百": 100, "千": 1000}
_CHINESE_SCALES = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_CHINESE = re.compile(
    "(?<![第数數几幾])(?:[0-9]+(?:[.,][0-9]+)*[百千万萬亿億]|[〇零一二三四五六七八九两兩俩十])"
    "(?:[0-9]+(?:\\.[0-9]+)?|[〇零一二三四五六七八九两兩十百千万萬亿億])*"
)
# The day of a date, the month, the weekday and the hour, and names.
_CHINESE_LABEL_BEFORE = re.compile("(?:星期|周|礼拜|禮拜|初)\\Z")
_CHINESE_LABEL_AFTER = re.compile("[月日号號点點時川](?![间間])")

_THAI_DIGITS = {"หนึ่ง": 1, "สอง": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "หก": 6, "เจ็ด": 7, "แปด": 8, "เก้า": 9}
_THAI_DIGITS |= {"เอ็ด": 1, "ยี่": 2}  # the one and the two of 21
_THAI_UNITS = {"สิบ": 10, "ร้อย": 100, "พัน": 1000, "หมื่น": 10**4, "แสน": 10**5}
_THAI_MILLION = "ล้าน"
# Longer words that begin like a number: "can", "common", "fall over", "chair".
_THAI_DIGIT = "(?:หนึ่ง|สอง|สาม(?!ารถ|ัญ|ัคคี|ี)|สี่|ห้า(?!ม)|หก(?!ล้ม)|เจ็ด|แปด|เก้า(?!อี้)|เอ็ด|ยี่(?=สิบ))"
_THAI_SCALE = "(?:สิบ|ร้อย|พัน(?!ธ)|หมื่น|แสน|ล้าน)"
_THAI = re.compile(
    f"(?:[0-9]+(?:[.,][0-9]+)*{_THAI_SCALE}|(?:{_THAI_DIGIT}|สิบ(?!ตรี|โท|เอก))(?![\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]))"
    f"(?:{_THAI_DIGIT}|{_THAI_SCALE})*"
)
_THAI_TOKEN = re.compile(f"[0-9]+(?:[.,][0-9]+)*|{_THAI_DIGIT}|{_THAI_SCALE}")


def read_chinese(text: str) -> Iterator[tuple[int, int, float]]:
    """Start, end and value of each number with a Chinese numeral in `text`: 三十, 两千, 2万, 1亿2000万.

    Ordinals (第三), vague numbers (数百), days, months and hours are left out; a bare 百 or 万 is no number.
    """
    for match in _CHINESE.finditer(text):
        if _CHINESE_LABEL_BEFORE.search(text[: match.start()][-2:]) or _CHINESE_LABEL_AFTER.match(text, match.end()):
            continue
        yield match.start(), match.end(), _chinese_value(match[0])


def _chinese_value(numeral: str) -> float:
    total, section, number = 0.0, 0.0, None
    for token in re.findall("[0-9.,]+|.", numeral):
        if token in _CHINESE_UNITS:
            section += (1 if number is None else number) * _CHINESE_UNITS[token]
            number = None
        elif token in _CHINESE_SCALES:
            section += number or 0
            scale = _CHINESE_SCALES[token]
            total = (total + section) * scale if total < scale else total + section * scale
            section, number = 0.0, None
        elif token in _CHINESE_DIGITS:
            number = (number or 0) * 10 + _CHINESE_DIGITS[token]
        else:
            number = float(token.replace(",", ""))
    return total + section + (number or 0)


def read_thai(text: str) -> Iterator[tuple[int, int, float]]:
    """Start, end and value of each number with a Thai number word in `text`: สามสิบ, ยี่สิบเอ็ด, 2 ล้าน."""
    for match in _THAI.finditer(text):
        yield match.start(), match.end(), _thai_value(match[0])


def _thai_value(words: str) -> float:
    total, number = 0.0, None
    for token in _THAI_TOKEN.findall(words):
        if token == _THAI_MILLION:
            total, number = (total + (number or 0)) * 10**6, None
        elif token in _THAI_UNITS:
            total += (1 if number is None else number) * _THAI_UNITS[token]
            number = None
        else:
            number = _THAI_DIGITS[token] if token in _THAI_DIGITS else float(token.replace(",", ""))
    return total + (number or 0)
