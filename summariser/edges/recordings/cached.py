"""Takes questions and a cache and gives `create` functions that ask nothing twice, in this run or any other.

An answer is found by everything that is sent for it: model, prompt, article, form of the answer, the conversation so
far, and the address that it goes to, for two servers may call two models by one name. What is random in a question
(the nonce of its fences) is left out. What came from the server and what comes back from the disk are one and the
same, so that a run which was broken off goes on as if it had not been.
"""

import asyncio
import itertools
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from pydantic import ValidationError
from pydantic_core import to_json

from summariser.edges.recordings import form
from summariser.nouns.problems import CannotRead, Problem, ServerProblem, TooLong
from summariser.nouns.question import Create, Question
from summariser.text.clean import clean
from summariser.text.english import count

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion

_WAIT = 0.05  # seconds between two looks at a question that another run is asking
_SET_ASIDE = ".failed"


class Folder(Protocol):
    """Where answers are kept, with locks that other processes heed."""

    @property
    def answers(self) -> Path:
        """The folder that is theirs alone."""
        ...

    def take(self, what: str) -> bool:
        """Lock `what`, and say whether that was free."""
        ...

    def give_back(self, what: str) -> None:
        """Unlock it."""
        ...

    def make_room(self) -> None:
        """Let go of room that was set aside on the disk."""
        ...

    def cannot_write(self, error: OSError) -> Problem:
        """Give the problem that nothing can be written there."""
        ...


class Cached:
    """The answers of a cache to what is asked at `address`; with `refresh` those of earlier runs are replaced.

    Only one may be at work on a folder in one process.
    """

    def __init__(self, folder: Folder, address: str, *, refresh: bool = False) -> None:
        self._anew: Counter[str] = Counter()
        self._damaged: dict[str, str] = {}
        self._folder = folder
        self._address = address
        self._refresh = refresh
        self._asked_here: set[str] = set()
        self._answers_to: dict[str, list[Path]] = {}  # by the nonce of a question
        self._under_way: set[str] = set()

    def asking(self, create: Create, question: Question) -> Create:
        """Give a `create` that answers from the cache, and else asks `create` and keeps its answer at once.

        That a question is too long is kept like an answer: its article has been read in parts for it.
        While another run asks the same, it waits. Raises CannotWrite when an answer cannot be kept, CannotRead when
        one cannot be read, and what `create` raises.
        """
        attempts = itertools.count(1)

        async def asked(**kwargs: Any) -> "ChatCompletion":  # noqa: ANN401 - the seam's own signature
            attempt = next(attempts)
            path = self._path(question, attempt, kwargs)
            self._answers_to.setdefault(question.nonce, []).append(path)
            stored = self._found(path, question, attempt)
            if stored is None:
                async with self._alone(path.name):
                    stored = self._found(path, question, attempt)
                    stored = stored or await self._asked(create, path, question, attempt, kwargs)
            return form.completion_of(stored, kwargs)

        return asked

    def set_aside(self, question: Question) -> None:
        """Put away the answers that this run has to `question`, of which nothing came, so that the next asks again."""
        for path in self._answers_to.get(question.nonce, ()):
            with suppress(FileNotFoundError):  # an answer that never came
                path.replace(path.with_name(path.name + _SET_ASIDE))

    def is_set_aside(self, question: Question, model: str | None) -> bool:
        """Whether `question` is to be asked again, for nothing came of its answers in an earlier run."""
        put_away = self._answers(question, _SET_ASIDE)
        return any(not form.differences(stored, question, model) for _, stored in put_away)

    def remarks(self) -> list[str]:
        """Say, a line each, why questions were asked that the cache has answers to."""
        anew = [f"{count(number, 'question')} asked anew: the {what} changed" for what, number in self._anew.items()]
        if not self._damaged:
            return anew
        others = f", and {len(self._damaged) - 1} more" if len(self._damaged) > 1 else ""
        return [*anew, f"{next(iter(self._damaged.values()))}{others}; asked anew"]

    def _path(self, question: Question, attempt: int, kwargs: dict[str, Any]) -> Path:
        sent = to_json([self._address, sorted(kwargs.items())]).replace(question.nonce.encode(), b"")
        digest = sha256(sent).hexdigest()
        name = f"{question.task}.{question.article[:16]}.{attempt}.{digest[:24]}.json"
        return self._folder.answers / question.article[:2] / name

    def _found(self, path: Path, question: Question, attempt: int) -> form.Recording | None:
        if self._refresh and path.name not in self._asked_here:
            return None
        try:
            return form.read(path, question, attempt)
        except FileNotFoundError:
            return None
        except OSError as error:
            reason = f"cannot be read ({error.strerror}); mend its permissions, or delete it"
            raise CannotRead(f"{path}: {reason}") from None
        except ValueError as error:
            self._damaged[path.name] = f"{path}: not an answer ({clean(str(error))[:100]})"
            return None

    @asynccontextmanager
    async def _alone(self, name: str) -> AsyncIterator[None]:
        # The locks of a process do not hold against itself.
        while name in self._under_way or not self._folder.take(name):
            await asyncio.sleep(_WAIT)
        self._under_way.add(name)
        try:
            yield
        finally:
            self._under_way.discard(name)
            self._folder.give_back(name)

    async def _asked(
        self, create: Create, path: Path, question: Question, attempt: int, kwargs: dict[str, Any]
    ) -> form.Recording:
        reason = self._difference(question, attempt, kwargs.get("model"))
        try:
            told = form.told(await create(**kwargs), question, attempt, kwargs)
        except TooLong:
            await self._keep_whole(path, form.told_too_long(question, attempt, kwargs))
            raise
        try:
            stored = form.Recording.model_validate(told)
        except ValidationError:
            raise ServerProblem("the model's server answered with something else than a chat completion") from None
        await self._keep_whole(path, told)
        self._anew.update([reason] if reason else [])
        return stored

    async def _keep_whole(self, path: Path, told: dict[str, Any]) -> None:
        # Once the answer is there nothing may come between it and the disk, not even a run that is stopped.
        await asyncio.shield(asyncio.to_thread(self._keep, path, told))
        self._asked_here.add(path.name)

    def _keep(self, path: Path, told: dict[str, Any]) -> None:
        try:
            path.parent.mkdir(exist_ok=True)
            form.write(path, told)
            path.with_name(path.name + _SET_ASIDE).unlink(missing_ok=True)
        except OSError as error:
            self._keep_at_last(path, told, error)

    def _keep_at_last(self, path: Path, told: dict[str, Any], error: OSError) -> None:
        """Keep an answer on a disk that is full; then, or if even that fails, the run has to end."""
        try:
            self._folder.make_room()
            path.parent.mkdir(exist_ok=True)
            form.write(path, told)
        except OSError:
            pass
        raise self._folder.cannot_write(error)

    def _difference(self, question: Question, attempt: int, model: str | None) -> str | None:
        """Say in what the cache's own answers to `question` differ from what is asked now; None if it has none."""
        if attempt > 1 or self._refresh:
            return None
        kept = [stored for path, stored in self._answers(question, ".json") if path.name not in self._asked_here]
        found = [_changed(stored, question, model) for stored in kept if stored.attempt == 1]
        fewest = min(found, key=len, default=[])
        return " and ".join(fewest) or None

    def _answers(self, question: Question, suffix: str) -> Iterator[tuple[Path, form.Recording]]:
        """Give the answers about the same article at any time, of those files that end with `suffix`."""
        pattern = f"{question.task}.{question.article[:16]}.*{suffix}"
        for path in sorted((self._folder.answers / question.article[:2]).glob(pattern)):
            attempt = path.name.removeprefix(f"{question.task}.{question.article[:16]}.").partition(".")[0]
            try:
                yield path, form.read(path, question, int(attempt))
            except (OSError, ValueError):
                continue  # it is asked again anyway


def _changed(stored: form.Recording, question: Question, model: str | None) -> list[str]:
    changed = [
        *(["prompt"] if stored.prompt.sha256 != question.prompt_sha256 else []),
        *(["form of the answer"] if stored.schema_id != question.schema_id else []),
        *(["model"] if model != (stored.model_asked or stored.model) else []),
    ]
    return changed or ["server, or what else is sent,"]
