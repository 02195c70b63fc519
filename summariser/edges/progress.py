"""Takes what happens in a run and gives the counts of it: a bar on a terminal meanwhile, and one line in the end."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from summariser.text.english import count


@dataclass
class Tally:
    """Counts of a run so far: articles that are done, calls of the model, and the tokens and money that these took.

    `untold` are the answers whose tokens the server did not tell: they are in no sum.
    """

    read: int = 0
    failed: int = 0
    cached: int = 0
    calls: int = 0
    reasks: int = 0
    tokens_in: int = 0
    tokens_cached: int = 0
    tokens_out: int = 0
    untold: int = 0
    cost: str = "nothing"

    def __str__(self) -> str:
        """Give all counts in a line."""
        articles = f"articles read: {self.read:,}, {self.cached:,} of them from the cache"
        share = f" ({self.reasks / self.calls:.1%})" if self.calls else ""
        calls = f"calls: {self.calls:,}, {self.reasks:,} of them re-asks{share}"
        return f"{articles}; {calls}; {self._tokens()}; cost: {self.cost}"

    def _tokens(self) -> str:
        if self.untold and not self.tokens_in + self.tokens_out:
            return "tokens: not told by the server"
        cached = f" ({self.tokens_cached:,} of them cached by the server)" if self.tokens_cached else ""
        least = f" at least, for {count(self.untold, 'answer')} came without a count" if self.untold else ""
        return f"tokens: {self.tokens_in:,} in{cached}, {self.tokens_out:,} out{least}"

    def in_short(self) -> str:
        """Give what the bar does not show."""
        told = [(self.failed, "failed"), (self.cached, "from the cache")]
        counts = [f"{number:,} {what}" for number, what in told if number]
        cost = f"cost: {self.cost.partition(' (')[0]}"
        return ", ".join([*counts, f"{self.tokens_in + self.tokens_out:,} tokens", cost])


@contextmanager
def progress_bar(what: str, total: int, tally: Tally, *, shown: bool) -> Iterator[Callable[[], None]]:
    """Give a function to call once for each of `total` that is done; on a terminal a bar says `what` and the counts."""
    if not shown:
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    counts = TextColumn("{task.fields[counts]}")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), counts, TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total, counts="")
        yield lambda: bar.update(task, advance=1, counts=tally.in_short())
