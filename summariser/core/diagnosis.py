"""Takes what was found out about a server and gives it as checks with what to do, in plain lines or as JSON."""

import json
from collections.abc import Callable, Sequence

from summariser.nouns.diagnosis import Check, Diagnosis, Estimate, Found, Trial
from summariser.nouns.mode import Mode
from summariser.nouns.price import Cost
from summariser.nouns.problems import (
    EX_CONFIG,
    EX_UNAVAILABLE,
    KeyRefused,
    Problem,
    ServerProblem,
    UnknownModel,
    WrongAddress,
)
from summariser.nouns.question import Usage
from summariser.text.clean import clean
from summariser.text.english import money

ARTICLES, CHARACTERS = 100, 4_000
"""What the cost is told for: so many articles of so many characters each."""

# Measured on the recorded answers of the fixtures: characters of an answer for each character of its article.
_ANSWER = 6.0
_PER_TOKEN, _PER_TOKEN_OUT = 4.0, 3.0  # characters, of a question in English and of an answer in JSON
_SHOWN = 5
_NEEDED = ("address", "key", "model")


def diagnose(found: Found, fixed: int, cost_of: Callable[[Usage], Cost | None]) -> Diagnosis:
    """Judge what was found.

    `fixed` is how many characters every question has besides its article; `cost_of` gives what tokens come to in money,
    where that is known.
    """
    mode = _chosen(found)
    estimate = _estimate(found, fixed, cost_of)
    checks = _checks(found, mode, estimate)
    usable = mode is not None and not any(check.ok is False for check in checks if check.name in _NEEDED)
    return Diagnosis(
        server=found.server,
        model=found.model,
        usable=usable,
        exit_code=0 if usable else _code(found),
        mode=mode,
        checks=checks,
        trials=found.trials,
        models=found.models,
        context=found.context,
        estimate=estimate,
    )


def as_lines(diagnosis: Diagnosis) -> str:
    """Give a line for each check, and whether that is enough."""
    words = {True: "ok", False: "not ok", None: "unknown"}
    lines = [f"{words[check.ok]:8} {check.name:8} {check.says}" for check in diagnosis.checks]
    end = "usable" if diagnosis.usable else "not usable as it is"
    return "".join(f"{line}\n" for line in [*lines, f"{diagnosis.server}: {end}"])


def as_json(diagnosis: Diagnosis) -> str:
    """Give all of it as one JSON object."""
    return json.dumps(diagnosis.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"


def _checks(found: Found, mode: Mode | None, estimate: Estimate | None) -> tuple[Check, ...]:
    reached = [_address(found)]
    if not reached[0].ok:
        return tuple(reached)
    reached.append(_key(found))
    if not reached[1].ok:
        return tuple(reached)
    reached.append(_model(found))
    if not found.trials:
        return tuple(reached)
    return (*reached, *map(_mode, found.trials), *_of_run(found, mode, estimate))


def _address(found: Found) -> Check:
    problem = _problem(found)
    if isinstance(problem, ServerProblem | WrongAddress):
        return Check(name="address", ok=False, says=str(problem))
    if _is_busy(found):
        says = f"the server is busy or out of order: {found.trials[0].fault}; run the same command again later"
        return Check(name="address", ok=False, says=says)
    return Check(name="address", ok=True, says=f"{found.server} answers")


def _problem(found: Found) -> Problem | None:
    """What the trials met, or, where none was made, the look at the list of models."""
    return found.problem or (None if found.trials else found.listing)


def _is_busy(found: Found) -> bool:
    """Whether the server answered in no mode at all. One that answers in some may break down over the others."""
    return bool(found.trials) and all(trial.busy for trial in found.trials)


def _key(found: Found) -> Check:
    if isinstance(_problem(found), KeyRefused):
        return Check(name="key", ok=False, says=str(_problem(found)))
    return Check(name="key", ok=True, says="accepted" if found.with_key else "none is given, and none is asked for")


def _model(found: Found) -> Check:
    if found.model is None:
        return Check(name="model", ok=False, says=f"none is named; give --model{_listed(found.models)}")
    if isinstance(found.problem, UnknownModel):
        return Check(name="model", ok=False, says=f"{found.problem}{_listed(found.models)}")
    if found.problem:
        return Check(name="model", ok=False, says=str(found.problem))
    listed = found.models is not None and found.model in found.models
    return Check(name="model", ok=True, says=f"{clean(found.model)} {'is listed and answers' if listed else 'answers'}")


def _listed(models: Sequence[str] | None) -> str:
    if not models:
        return ""
    more = f" and {len(models) - _SHOWN} more" if len(models) > _SHOWN else ""
    return f"; the server has {clean(', '.join(models[:_SHOWN]))}{more}"


def _mode(trial: Trial) -> Check:
    if not trial.works:
        return Check(name="mode", ok=False, says=f"{trial.mode}: {trial.fault}")
    unfit = f", though not as the schema wants it ({trial.fault})" if trial.fault else ""
    return Check(name="mode", ok=True, says=f"{trial.mode} works{unfit}")


def _of_run(found: Found, mode: Mode | None, estimate: Estimate | None) -> list[Check]:
    if mode is None:
        return [
            Check(
                name="mode", ok=False, says="none works; try another --model, or a server that does structured output"
            )
        ]
    trial = next(trial for trial in found.trials if trial.mode == mode)
    return [_speed(trial), _context(found, estimate), _cost(estimate)]


def _speed(trial: Trial) -> Check:
    each = f", {trial.tokens_out / trial.seconds:.0f} tokens a second" if trial.tokens_out and trial.seconds else ""
    return Check(
        name="speed", ok=True, says=f"a small answer takes {trial.seconds:.1f} s in the mode {trial.mode}{each}"
    )


def _context(found: Found, estimate: Estimate | None) -> Check:
    if found.context is None:
        return Check(name="context", ok=None, says="the server does not tell how long a question and its answer may be")
    needed = (estimate.tokens_in + estimate.tokens_out) // estimate.articles if estimate else 0
    enough = found.context >= needed
    advice = "" if enough else f"; an article of {CHARACTERS:,} characters takes about {needed:,}: give it more"
    return Check(name="context", ok=enough, says=f"{found.context:,} tokens for a question and its answer{advice}")


def _cost(estimate: Estimate | None) -> Check:
    if estimate is None:
        return Check(name="cost", ok=None, says="nothing was answered to estimate it from")
    cost = estimate.cost
    amount = f"about {money(cost.amount, cost.currency)}" if cost else "the price is not known"
    return Check(
        name="cost",
        ok=True if cost else None,
        says=(
            f"{estimate.articles} articles of {estimate.characters:,} characters: about {estimate.tokens_in:,} tokens "
            f"in and {estimate.tokens_out:,} out (an estimate); {amount}"
        ),
    )


def _chosen(found: Found) -> Mode | None:
    """Give the mode that a run would use: the one the server is known for, else the first; only one that works."""
    working = [trial.mode for trial in found.trials if trial.works]
    return found.preferred if found.preferred in working else next(iter(working), None)


def _estimate(found: Found, fixed: int, cost_of: Callable[[Usage], Cost | None]) -> Estimate | None:
    if not any(trial.works for trial in found.trials):
        return None
    tokens_in = round(ARTICLES * (fixed + CHARACTERS) / _PER_TOKEN)
    tokens_out = round(ARTICLES * CHARACTERS * _ANSWER / _PER_TOKEN_OUT)
    cost = cost_of(Usage(tokens_in=tokens_in, tokens_out=tokens_out))
    return Estimate(articles=ARTICLES, characters=CHARACTERS, tokens_in=tokens_in, tokens_out=tokens_out, cost=cost)


def _code(found: Found) -> int:
    return EX_UNAVAILABLE if isinstance(_problem(found), ServerProblem) or _is_busy(found) else EX_CONFIG
