"""Takes an evaluation and gives it as text: two tables in columns that Markdown reads too, then every fault."""

import re
from collections.abc import Sequence
from itertools import groupby

from summariser.core.evaluate.result import Evaluation, Fault, Row, Share
from summariser.text.clean import clean, isolate_names
from summariser.text.strict_json import escape_unseen

_SPECIAL = re.compile(r"[\\`*\[\]<>|~&$^#{}]|:(?=//)|(?<=[wW]{3})\.")


def as_table(evaluation: Evaluation) -> str:
    """Write an evaluation for people; ends with one line feed."""
    head = f"{_safe(evaluation.note)}: {evaluation.articles} articles, {len(evaluation.failed)} not read\n"
    found = [["measure", "precision", "recall", "f1", "gold", "system"], *map(_row, evaluation.rows)]
    shares = [["share", "value", "of"], *map(_share, evaluation.shares)]
    failed = "".join(f"- {_safe(name)}: {_safe(why)}\n" for name, why in evaluation.failed.items())
    parts = [head, _aligned(found), _aligned(shares), f"Not read:\n\n{failed}" if failed else ""]
    grouped = groupby(evaluation.faults, key=lambda one: (one.measure, one.side))
    parts += [_listed(measure, side, list(faults)) for (measure, side), faults in grouped]
    return "\n".join(part for part in parts if part)


def as_json(evaluation: Evaluation) -> str:
    """Write an evaluation as JSON; ends with one line feed."""
    return escape_unseen(evaluation.model_dump_json(indent=2)) + "\n"


def _row(one: Row) -> list[str]:
    return [
        one.name,
        *(f"{value:.3f}" for value in (one.precision, one.recall, one.f1)),
        str(one.gold),
        str(one.system),
    ]


def _share(one: Share) -> list[str]:
    return [one.name, f"{one.value:.3f}", f"{one.part}/{one.whole}"]


def _aligned(lines: Sequence[Sequence[str]]) -> str:
    """Set a table: the first column to the left, figures to the right."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    rule = [f"{'-' * widths[0]}", *(f"{'-' * (width - 1)}:" for width in widths[1:])]
    return "".join(f"| {' | '.join(_cells(line, widths))} |\n" for line in (lines[0], rule, *lines[1:]))


def _cells(line: Sequence[str], widths: Sequence[int]) -> list[str]:
    first, *others = zip(line, widths, strict=True)
    return [first[0].ljust(first[1]), *(text.rjust(width) for text, width in others)]


def _listed(measure: str, side: str, faults: Sequence[Fault]) -> str:
    return f"{measure}, {side}: {len(faults)}\n\n" + "".join(map(_line, faults))


def _line(fault: Fault) -> str:
    return f"- {_safe(fault.what)} ({_safe(', '.join(fault.articles))}): {_safe(fault.reason)}\n"


def _safe(text: str) -> str:
    """Make words of any origin show as they are, on a terminal and in Markdown."""
    return isolate_names(_SPECIAL.sub(lambda match: "\\" + match[0], clean(text)))
