"""Takes a brief or a digest and gives it as an XHTML element, for what shows documents by themselves: feeds, mails.

It has no link, script, style or image, and nothing in it can be markup but what stands here.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from summariser.core.render.documents import Document, blocks_of
from summariser.core.render.outline import Block
from summariser.core.render.terminal import plain_words
from summariser.nouns.brief import Citation, Cited
from summariser.text.clean import clean, isolate, isolate_names
from summariser.text.english import language_name

XHTML = "http://www.w3.org/1999/xhtml"
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML 1.0 has no place for (production 2), lone surrogates apart, which are cleaned away before."""


def as_xhtml(document: Document) -> Element:
    """Give the document as one div, its citations as an ordered list that ends it."""
    root = Element("div", xmlns=XHTML)
    lists: list[Element] = []
    for block in blocks_of(document):
        if block.kind == "item":
            _add_item(root, lists, block)
        else:
            lists.clear()
            _add(root, _TAGS.get(block.level, "h3") if block.kind == "heading" else "p", block)
    if document.citations:
        SubElement(root, "h2").text = "Citations"
        numbered = SubElement(root, "ol")
        for citation in document.citations:
            SubElement(numbered, "li", value=str(citation.number)).text = _citation(citation)
    return root


_TAGS = {1: "h1", 2: "h2", 3: "h3"}


def xml_text(text: str) -> str:
    """Put in place of each character that XML cannot hold the one for what cannot be shown."""
    return _NO_XML.sub("\ufffd", text)


def _add_item(root: Element, lists: list[Element], block: Block) -> None:
    """Put an item into the list of its depth, which lies in the last item of the list above it."""
    del lists[block.level :]
    while len(lists) < block.level:
        above = lists[-1][-1] if lists and len(lists[-1]) else root
        lists.append(SubElement(above, "ul"))
    _add(lists[-1], "li", block)


def _add(parent: Element, tag: str, block: Block) -> None:
    labels = [label for label in _labels(block) if label]
    text = plain_words(block.text) if isinstance(block.text, Cited) else isolate_names(clean(block.text))
    if not (labels or text):
        return
    numbers = "".join(f"[{one}]" for one in block.text.citations) if isinstance(block.text, Cited) else ""
    said = xml_text(f"{text} {numbers}".strip())
    one = SubElement(parent, tag)
    if not labels:
        one.text = said
        return
    bold = SubElement(one, "b")
    bold.text, bold.tail = xml_text(": ".join(labels) + ":"), f" {said}" if said else ""


def _labels(block: Block) -> Iterator[str]:
    yield isolate_names(clean(block.label))
    if isinstance(block.text, Cited):
        yield isolate_names(clean(block.text.label))


def _citation(one: Citation) -> str:
    place = clean(f"{one.path}:{one.line}")
    words = isolate(clean(one.exact))
    return xml_text(f"{one.source}, {place}, sentence {one.sentence} ({language_name(one.language)}): “{words}”")
