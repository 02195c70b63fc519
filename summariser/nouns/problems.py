"""Gives the errors that a user may meet: one line that says what was wrong and what to do, and an exit code."""

from collections.abc import Sequence

EX_NOT_HELD = 1
EX_PARTIAL = 3
EX_WITHHELD = 4
EX_DATAERR = 65
EX_NOINPUT = 66
EX_UNAVAILABLE = 69
EX_CANTCREAT = 73
EX_IOERR = 74
EX_TEMPFAIL = 75
EX_CONFIG = 78
EX_INTERRUPTED = 130
EX_TERMINATED = 143
"""Exit codes: those of sysexits.h where one fits, 3 for a result that is not whole, 4 for a digest that is withheld
since too little of it could be read, 1 for a citation that fails or a measure below its bound."""


class Problem(Exception):
    """Something that a user can mend. The message is one line; `exit_code` is what the process ends with.

    `kind` is that of the `Failure` which a problem with one article becomes.
    """

    exit_code = EX_DATAERR
    kind = "unreadable"


class NoInput(Problem):
    """There is nothing to read."""

    exit_code = EX_NOINPUT
    kind = "missing"


class NoRecording(Problem):
    """A replay met a question that has no recorded answer."""

    exit_code = EX_CONFIG
    kind = "no_recording"


class NotAsked(Problem):
    """Nothing is asked in a run that is only weighed; `further` questions about the article would have followed."""

    kind = "pending"
    further = 0


class NeverValid(Problem):
    """The model's last answer still does not fit the schema."""

    exit_code = EX_DATAERR
    kind = "invalid"


class OutOfForm(NeverValid):
    """No answer came in the form of the mode that it was asked for in."""


class Refused(Problem):
    """The model refused, was filtered, or was cut off."""

    exit_code = EX_DATAERR
    kind = "refused"


class CutOff(Refused):
    """The answer was cut off at the token limit: about less text it may not be."""


class TooLong(Problem):
    """The question does not fit the model's context: in parts it may."""

    exit_code = EX_DATAERR
    kind = "too_long"


class ServerProblem(Problem):
    """The model's server could not be reached or did not answer with a completion."""

    exit_code = EX_UNAVAILABLE
    kind = "server"


class Busy(ServerProblem):
    """The model's server had no answer to a question, however often it was asked: the same command may work later."""

    exit_code = EX_TEMPFAIL
    kind = "pending"


class LeftAlone(Busy):
    """The model's server asks to be left alone for longer than a run waits, or has no answer to any question."""


class Misconfigured(Problem):
    """The settings cannot work, whatever is asked: a key that is refused, an unknown model, a quota that is spent."""

    exit_code = EX_CONFIG
    kind = "server"


class KeyRefused(Misconfigured):
    """The server does not take the key, or takes none from here."""


class WrongAddress(Misconfigured):
    """There is a server, but no way to ask a model at this address."""


class UnknownModel(Misconfigured):
    """The server does not have the model."""


class ModeRefused(Misconfigured):
    """The server refuses the form in which the answer is asked for: its schema, or the way to ask for one."""


class Withheld(Problem):
    """No digest is issued: too much is missing from it; `missing` has a line on each thing, why it is."""

    exit_code = EX_WITHHELD
    kind = "pending"

    def __init__(self, line: str, missing: Sequence[str]) -> None:
        super().__init__(line)
        self.missing = tuple(missing)


class CannotWrite(Problem):
    """An output file cannot be created."""

    exit_code = EX_CANTCREAT
    kind = "unreadable"


class NotKept(CannotWrite):
    """What the program keeps for itself cannot be written: the disk is full, or it may only be read."""

    exit_code = EX_IOERR


class CannotRead(Problem):
    """A file that the program keeps for itself cannot be read."""

    exit_code = EX_IOERR
    kind = "unreadable"


class AlreadyRunning(Problem):
    """Another run asks the same questions, or uses the same archive."""

    exit_code = EX_TEMPFAIL
    kind = "pending"


class Interrupted(Problem):
    """The user stopped the run with Ctrl-C."""

    exit_code = EX_INTERRUPTED
    kind = "pending"


class Terminated(Interrupted):
    """The system stopped the run with SIGTERM."""

    exit_code = EX_TERMINATED
