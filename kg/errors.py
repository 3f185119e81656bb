"""The errors that callers of `kg` can meet.

    KGError
    ├── UsageError (ValueError)         the call is wrong: option, file name, configuration
    ├── RecordError (ValueError)        this one article cannot be used; the run goes on
    │   ├── DecodeError                 bytes that are not text in the charset they claim
    │   ├── LanguageError               not English
    │   └── FormatError                 not the format it claims to be, or a field is unusable
    ├── RunError (RuntimeError)         the run must stop: too many rejected, shapes broken
    └── EnvironmentFaultError (OSError) disk full, folder not writable, extra missing, store unreachable

Every message says what was found, where, and what to do.
"""

__all__ = [
    "DecodeError",
    "EnvironmentFaultError",
    "FormatError",
    "KGError",
    "LanguageError",
    "RecordError",
    "RunError",
    "UsageError",
]


class KGError(Exception):
    """Any error that `kg` raises on purpose; `exit_code` is what the command line returns for it."""

    exit_code = 1


class UsageError(KGError, ValueError):
    """The call is wrong; nothing was read or written."""

    exit_code = 2


class RecordError(KGError, ValueError):
    """One article cannot be used; it becomes a row of `rejected.jsonl` and the run goes on."""


class DecodeError(RecordError):
    """The bytes are not text in the charset they claim."""


class LanguageError(RecordError):
    """The text is not English."""


class FormatError(RecordError):
    """The input is not the format it claims to be, or a field of it is unusable."""


class RunError(KGError, RuntimeError):
    """The run must stop; what was finished stays finished."""


class EnvironmentFaultError(KGError, OSError):
    """Disk, permission, a missing extra or an unreachable store."""

    exit_code = 3
