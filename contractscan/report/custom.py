"""A report in a layout of the user's own: a Jinja2 template, which sees the view of a report and nothing else.

Templates are passed around like spreadsheets, so this one runs in a sandbox: no file but those of its own folder, no
internals of Python, and a bound on time, memory and size.
"""

from __future__ import annotations

import operator
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, Template, TemplateNotFound, TemplateSyntaxError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from contractscan.errors import TemplateError
from contractscan.report.markdown import escape
from contractscan.report.outputs import suffix_of
from contractscan.report.tables import neutral
from contractscan.report.texts import texts
from contractscan.report.view import ReportView
from contractscan.watch import time_limit

SECONDS = 10.0
MAX_CHARACTERS = 32_000_000
_MEMORY = 1 << 30  # bytes, beyond what the process has already
_MARKUP = frozenset({".html", ".htm", ".xhtml", ".xml", ".svg"})
_LONGEST_REPEAT, _LARGEST_POWER = 100_000, 1_000


def render_custom(path: Path, view: ReportView, seconds: float = SECONDS) -> str:
    """Return what the template at ``path`` makes of ``view``.

    In HTML and XML (by the suffix of the template's name) everything is escaped. Raises ``TemplateError`` with the
    template's name and line, ``TimeLimitError``.
    """
    environment = _Sandbox(
        loader=FileSystemLoader(path.parent, encoding="utf-8-sig"),
        autoescape=lambda name: suffix_of(name or "") in _MARKUP,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"markdown": escape, "cell": neutral}
    try:
        with time_limit(seconds, str(path)), _bounded_memory():
            return _collected(environment.get_template(path.name), view, path)
    except TemplateSyntaxError as error:
        raise TemplateError(f"{error.filename or path}:{error.lineno}: {error.message}") from None
    except TemplateNotFound as error:
        where = path.parent / str(error.name)
        raise TemplateError(f"{where}: there is no such template that can be read") from None
    except UnicodeDecodeError:
        raise TemplateError(f"{path}: is not UTF-8 text: save it as UTF-8") from None
    except MemoryError:
        raise TemplateError(f"{path}: takes more than {_MEMORY >> 20} MB of memory") from None
    except TemplateError:
        raise
    except Exception as error:
        raise TemplateError(f"{_place(path, error.__traceback__)}: {error or type(error).__name__}") from None


def _collected(template: Template, view: ReportView, path: Path) -> str:
    pieces: list[str] = []
    size = 0
    for piece in template.generate(view=view, t=texts(view.language)):
        size += len(piece)
        if size > MAX_CHARACTERS:
            raise TemplateError(f"{path}: makes more than {MAX_CHARACTERS // 1_000_000} million characters")
        pieces.append(piece)
    return "".join(pieces)


class _Sandbox(ImmutableSandboxedEnvironment):
    """The sandbox, in which no operator makes something huge at one stroke: nothing could stop it half-way."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def call_binop(self, context: Context, operator_: str, left: Any, right: Any) -> Any:
        if operator_ == "*":
            for text, times in ((left, right), (right, left)):
                if hasattr(text, "__len__") and isinstance(times, int) and len(text) * times > _LONGEST_REPEAT:
                    raise OverflowError(f"* would make more than {_LONGEST_REPEAT} characters")
            return operator.mul(left, right)
        if operator_ == "**":
            if abs(right) > _LARGEST_POWER or abs(left) > _LARGEST_POWER:
                raise OverflowError(f"** takes no number above {_LARGEST_POWER}")
            return left**right
        if isinstance(left, str):
            raise TypeError("% is for numbers here: use ~ to put texts together")
        return left % right


@contextmanager
def _bounded_memory() -> Iterator[None]:
    """Let the process take no more than a bound beyond what it has, where the system can tell and hold it to that."""
    if sys.platform != "linux":
        yield
        return
    import resource

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + _MEMORY
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    bounds = [bound for bound in (soft, hard, most) if bound != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min(bounds), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _place(path: Path, trace: TracebackType | None) -> str:
    """Return the file and line of the innermost template that an error went through."""
    place = str(path)
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file.is_relative_to(path.parent) and file.suffix != ".py":
            place = f"{file}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
