"""A first look at a PDF file's streams, before the library that draws its pages gets hold of them.

pdfium reads a page in one go, with no limit on time or memory, and passes over damage without a word. So this module
unpacks every stream itself, within limits, and tells of what is damaged, and of what may grow beyond all reason.
It goes by the bytes alone and knows no page tree: its doubts are settled by a trial (see ``pdf_trial``).
"""

from __future__ import annotations

import base64
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from contractscan.readers.limits import CONTENT_BYTES, DRAWN_BYTES, FORM_DEPTH, STREAM_BYTES, STREAMS

_REFERENCE_TAIL = re.compile(rb"(\d{1,10}) \d{1,5}$")
_NUMBER_TAIL = re.compile(rb"(\d{1,10})\s{1,9}\d{1,5}\s{1,9}$")
_WORD_START = re.compile(rb"\w")
_LONGEST_TAIL = 33
_NUMBER = re.compile(rb"(\d{1,10})\s{1,9}\d{1,5}\s{1,9}obj\b")
_LENGTH = re.compile(rb"/Length\s{0,9}(\d{1,10})(?!\s{1,9}\d{1,5}\s{1,9}R)")
_FILTER = re.compile(rb"/Filter\s{0,9}(?:\[([^\]]{0,200})\]|/(\w{1,30}))")
_COUNT = re.compile(rb"/N\s{0,9}(\d{1,9})\b")
_DRAWS = re.compile(rb"\bDo\b")
_FLATE, _BASE_85 = frozenset({"Fl", "FlateDecode"}), frozenset({"A85", "ASCII85Decode"})
_PICTURES = frozenset({"DCT", "DCTDecode", "JPXDecode", "CCF", "CCITTFaxDecode", "JBIG2Decode"})
_CHUNK = 1 << 20
_LONGEST_HEAD = 20_000


@dataclass(slots=True)
class Survey:
    """What a file's streams are like.

    ``damaged`` has the numbers of objects that are streams and cannot be unpacked to their end, ``missing`` those that
    the file refers to and does not have. ``doubtful`` says that pages may take unreasonable time or memory to read.
    """

    damaged: list[int] = field(default_factory=list)
    missing: list[int] = field(default_factory=list)
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class _Stream:
    number: int
    size: int
    is_form: bool
    draws: int


class _DoubtError(Exception):
    """Something that only a trial can settle."""


def survey(data: bytes) -> Survey:
    """Look through all streams of a PDF file. Never raises; takes time and memory in proportion to the limits."""
    found = Survey()
    if b"/Encrypt" in data:
        found.doubtful = True
        return found
    streams: list[_Stream] = []
    references: Counter[bytes] = Counter()
    objects: set[bytes] = set()
    end = 0
    while (at := data.find(b"stream", end)) >= 0:
        between = data[end:at]
        references.update(_references(between))
        objects.update(_numbers(between))
        head = data[max(end, at - _LONGEST_HEAD, data.rfind(b"obj", end, at) - 20) : at]
        start = at + 6
        if data[start : start + 1] == b"\r":
            start += 1
        if data[start : start + 1] == b"\n":
            start += 1
        end = _end_of(data, head, start)
        if len(streams) >= STREAMS:
            found.doubtful = True
            return found
        number = next((int(match[1]) for match in _NUMBER.finditer(head)), 0)
        try:
            content, size, whole = _unpack(head, data, start, end)
        except _DoubtError:
            found.doubtful = True
            continue
        if not whole:
            found.damaged.append(number)
        if b"/ObjStm" in head:
            references.update(_references(content))
            objects.update(_kept(head, content))
        picture = b"/Image" in head
        found.doubtful |= size > (STREAM_BYTES if picture else CONTENT_BYTES)
        if not picture:
            drawn = len(_DRAWS.findall(content)) if b"Do" in content else 0
            draws = drawn * (1 + size // (len(content) + 1))
            streams.append(_Stream(number, size, b"/Form" in head, draws))
    rest = data[end:]
    references.update(_references(rest))
    objects.update(_numbers(rest))
    found.missing += sorted(int(number) for number in references.keys() - objects)
    found.doubtful |= _drawn(streams, references) > DRAWN_BYTES
    return found


def _references(data: bytes) -> Iterator[bytes]:
    """Yield the numbers of the objects that are referred to ("12 0 R"). Cutting is much faster than searching."""
    for piece in data.split(b" R")[:-1]:
        if match := _REFERENCE_TAIL.search(piece[-_LONGEST_TAIL:]):
            yield match[1]


def _numbers(data: bytes) -> Iterator[bytes]:
    """Yield the numbers of the objects that begin in ``data`` ("12 0 obj")."""
    for piece, following in pairwise(data.split(b"obj")):
        if not _WORD_START.match(following) and (match := _NUMBER_TAIL.search(piece[-_LONGEST_TAIL:])):
            yield match[1]


def _kept(head: bytes, content: bytes) -> list[bytes]:
    """Return the numbers of the objects in an object stream, which begins with pairs of number and place."""
    count = _COUNT.search(head)
    return [] if count is None else content.split(None, 2 * min(int(count[1]), _CHUNK))[: 2 * int(count[1]) : 2]


def _end_of(data: bytes, head: bytes, start: int) -> int:
    """Return the offset after a stream's content, and after the word that ends it if there is one."""
    length = _LENGTH.search(head)
    if length and data[start + int(length[1]) : start + int(length[1]) + 20].lstrip().startswith(b"endstream"):
        return data.index(b"endstream", start + int(length[1])) + 9
    end = data.find(b"endstream", start)
    return len(data) if end < 0 else end + 9


def _unpack(head: bytes, data: bytes, start: int, end: int) -> tuple[bytes, int, bool]:
    """Return a stream's content (the beginning of a large one), its size, and whether all of it could be unpacked."""
    if b"#" in head or (b"/Filter" in head and not _FILTER.search(head)):
        raise _DoubtError  # names may be written with codes, and filters kept elsewhere, to hide them
    found = _FILTER.search(head)
    filters = [] if found is None else re.findall(r"\w+", (found[1] or found[2]).decode("latin-1"))
    content = data[start : end - 9]
    size, whole = len(content), True
    for name in filters:
        if name in _PICTURES:
            break
        if len(content) < size:
            raise _DoubtError  # a large stream that is packed twice over
        if name in _BASE_85:
            try:
                content = base64.a85decode(content.strip().removeprefix(b"<~").removesuffix(b"~>"))
            except ValueError:
                return b"", 0, False
            size = len(content)
        elif name in _FLATE:
            content, size, whole = _inflate(content)
        else:
            raise _DoubtError
    return content, size, whole


def _inflate(content: bytes) -> tuple[bytes, int, bool]:
    """Unpack up to the limit; of what is larger than a chunk only the first is kept."""
    unpacker = zlib.decompressobj()
    first = b""
    size = 0
    try:
        while content and not unpacker.eof and size <= STREAM_BYTES:
            piece = unpacker.decompress(content, _CHUNK)
            content = unpacker.unconsumed_tail
            first = first or piece
            size += len(piece)
    except zlib.error:
        return first, size, False
    return first, size, unpacker.eof or size > STREAM_BYTES


def _drawn(streams: list[_Stream], references: Counter[bytes]) -> int:
    """Return how many bytes of drawing commands the pages come to, at most, as far as can be told."""
    once = sum(stream.size * max(1, references[b"%d" % stream.number]) for stream in streams)
    forms = [stream for stream in streams if stream.is_form]
    branching = [form for form in forms if form.draws > 1]
    if branching:
        return DRAWN_BYTES + 1  # forms in forms, several times: they may grow without limit
    nested = 1 + min(FORM_DEPTH, sum(form.draws for form in forms))
    drawings = sum(s.draws * max(1, references[b"%d" % s.number]) for s in streams if not s.is_form)
    return once + drawings * nested * max((form.size for form in forms), default=0)
