"""contractscan: a linter for co-op and agency agreements.

The data flow is ``path -> Document -> Outline, Parties -> Findings -> Verdicts -> Review -> report``;
see ``docs/architecture.md``. Importing this package imports nothing heavy.
"""

__version__ = "0.1.0"
