"""The errors a user can meet. Each message names the file and what to do about it."""

from __future__ import annotations


class ContractscanError(Exception):
    """Base of every error that is shown to the user without a traceback (exit code 2)."""


class ReadError(ContractscanError):
    """A file could not be read as a contract.

    ``path`` is the file as the user named it, ``reason`` one sentence saying what is wrong, and
    ``fix`` one sentence saying what to do ("" where nothing can be done).
    """

    def __init__(self, path: str, reason: str, fix: str = "") -> None:
        super().__init__(f"{path}: {reason}" + (f" {fix}" if fix else ""))
        self.path = path
        self.reason = reason
        self.fix = fix

    def __reduce__(self) -> tuple[type[ReadError], tuple[str, str, str]]:
        """Survive the trip back from a worker process."""
        return type(self), (self.path, self.reason, self.fix)


class PasswordError(ReadError):
    """A file is encrypted, and the password is missing or wrong."""


class RuleError(ContractscanError):
    """A rule or lexicon file is wrong; the message names file, line, column and the fix."""


class PolicyError(ContractscanError):
    """The user's policy file is wrong; the message names the file, the key and the fix."""


class OutputError(ContractscanError):
    """The user asks for an output that cannot be made, or in a place where it must not go."""


class StoredReviewError(ContractscanError):
    """A stored review cannot be used; ``reason`` says what is wrong in the file, and where."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class TemplateError(ContractscanError):
    """A template of the user's own is wrong; the message names it, the line, and what is the matter."""
