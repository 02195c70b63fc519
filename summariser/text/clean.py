"""Takes text of unknown origin and gives text that is safe to show: one line, nothing that steers a screen."""

import re

from summariser.nouns.brief import QUOTATION_MARKS

_BLANKS = re.compile(r"\s+")
# What can steer a terminal, reorder the text around it or carry hidden words: C0 and C1 controls, embeddings,
# overrides and isolates, deprecated format characters, interlinear marks, the TAG block, lone surrogates.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u206a-\u206f\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"
)
_ESCAPED_BYTE = re.compile(r"\\u(dc[89a-f][0-9a-f])")
# Hebrew to Arabic Extended-A, the presentation forms, and the right-to-left scripts of the first supplementary plane.
_LETTER = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
_RIGHT_TO_LEFT = re.compile(_LETTER)
_RUN = re.compile(f"{_LETTER}+(?:[ .-]+{_LETTER}+)*")
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"


def clean(text: str) -> str:
    r"""Put `text` on one line, white space squeezed, and every unsafe character shown as its escape (`\x1b`)."""
    return _UNSAFE.sub(_escape, _BLANKS.sub(" ", text)).strip()


def unquoted(text: str) -> str:
    """Make text that is nobody's words fit for a sentence: clean, and without marks that would make it a quotation."""
    return clean(QUOTATION_MARKS.sub("", clean(text)))


def isolate(text: str) -> str:
    """Put `text` between bidi isolates if it has right-to-left letters, so that the rest stays in place (UAX 9)."""
    return FIRST_STRONG_ISOLATE + text + POP_ISOLATE if _RIGHT_TO_LEFT.search(text) else text


def isolate_names(text: str) -> str:
    """Put each right-to-left run inside `text` between bidi isolates: names in another script, and their blanks."""
    return _RUN.sub(lambda match: FIRST_STRONG_ISOLATE + match[0] + POP_ISOLATE, text)


def portable_path(path: str) -> str:
    """Write out those bytes of `path` that are not UTF-8 (surrogate escapes, PEP 383), so that it fits JSON."""
    return re.sub("[\ud800-\udfff]", _escape, path)


def native_path(path: str) -> str:
    """Give back the path that `portable_path` was given."""
    return _ESCAPED_BYTE.sub(lambda match: chr(int(match[1], 16)), path)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
