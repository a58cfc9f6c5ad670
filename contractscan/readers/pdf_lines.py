"""The text layer of a PDF page as visual lines: which way they are turned, what runs across them, where gaps are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median_low

from contractscan.readers.docx_symbols import symbol
from contractscan.readers.page import PageLine, Rect
from contractscan.readers.paragraphs import width
from contractscan.readers.pdf_page import SLANTING, Bounds, PageView

# pdfium marks a hyphen at a line end with U+FFFE (older versions U+0002), and does not tell where the line ends.
_CLEAN = {
    **dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127), " "),
    2: "-",
    0xFFFE: "-",
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}
_SYMBOL = re.compile(r"[\uf020-\uf0ff]")
_LINE = re.compile(r"[^\r\n\x02\ufffe]+[\x02\ufffe]?")
_WORD = re.compile(r"\S+")
_MARKER = re.compile(
    r"(?:[（(\[【]?[\w.]{1,7}[)）\]】.、．]|\d{1,3}(?:\.\d{1,3}){0,4}|第[\d一二三四五六七八九十百]{1,5}[条章节款]"
    r"|(?:Section|Article|Clause)\s[\dIVX.]{1,8}|[•●■◆▪○□☐☑√·◇▶►※*–—-])\s+"
)
_LABEL = re.compile(r"[:：]")
_AFTER_BLANK = re.compile(r"[%％，。、；;,.)）]|[年月日元万](?![\u4e00-\u9fff])|[月日元万]?[起止前内]")
_GAP = 2.2  # widths of a Latin character: no space between words, however stretched, is often wider
_MARKER_GAPS = 4  # a number before a text is no wider than so many of the least gaps
_USUAL_UNIT = 5.0  # points: the width of a Latin character, where a page has no full line to tell
_ENOUGH_TO_MEASURE = 20  # characters
_STRETCHED = 1.15  # times the page's usual width
_STRIDE, _SAMPLES = 3, 8  # lines: no more than every third, and about eight, are asked first
_FEW_OBJECTS = 12
_LIKE = 0.45  # how much higher or lower the characters of a line may be than its first
_WATERMARK = 2.5  # times the usual size
_MOST_WATERMARKS = 100  # on a page: more is a poster
_FAR_DOWN = 20_000.0  # points: where lines that are turned against the others are put, each direction in its own frame

_Span = tuple[int, int, Bounds, int]
"""First index, index after the last, place in page space, and angle."""


@dataclass(slots=True)
class PageText:
    """The lines of a page in the order of its text layer.

    ``lines`` include those turned against the others (far below the page); ``slanting`` are stamps and watermarks
    across the page; ``outside`` stand beyond its edges. ``pieces`` has the parts of each line that wide gaps divide, by
    its ``first_char``; a line without such a gap is not in it. ``unmapped`` counts the characters of lines that are
    left out because they are codes of a font without a character map.
    """

    lines: list[PageLine] = field(default_factory=list)
    slanting: list[PageLine] = field(default_factory=list)
    outside: list[PageLine] = field(default_factory=list)
    pieces: dict[int, list[PageLine]] = field(default_factory=dict)
    unmapped: int = 0


def read_lines(view: PageView, layer: str, *, plain: bool) -> PageText:
    """Cut the layer into visual lines, without the white space around them; turns ``view`` so that most are upright.

    ``plain`` says that the layer has no codes and marks to be cleaned (see ``is_plain``).
    """
    clean = layer
    if not plain:
        clean = layer.translate(_CLEAN)
        clean = _SYMBOL.sub(lambda match: symbol(ord(match[0]), view.font(match.start())), clean)
    spans = list(_spans(view, layer, clean))
    directions: Counter[int] = Counter()
    for first, end, _, angle in spans:
        directions[angle] += end - first
    del directions[SLANTING]
    if directions:
        view.turn(directions.most_common(1)[0][0])
    found = PageText()
    for first, end, bounds, angle in spans:
        if view.is_unmapped(end - 1) and (codes := _codes(view, first, end)):
            found.unmapped += codes
            continue
        place = view.rect(*bounds)
        line = PageLine(clean[first:end], view.number, first, place)
        if angle == SLANTING:
            found.slanting.append(line)
        elif place.x0 >= view.width or place.x1 <= 0 or place.top >= view.height or place.bottom <= 0:
            found.outside.append(line)
        elif angle != view.rotation:
            found.lines.append(PageLine(line.text, line.page, first, _far_down(view.turned(bounds, angle), angle)))
        else:
            found.lines.append(line)
    found.lines, behind = _without_watermarks(found.lines)
    found.slanting += behind
    found.pieces = _divided(view, [line for line in found.lines if line.place.top < _FAR_DOWN])
    return found


def _spans(view: PageView, layer: str, clean: str) -> Iterator[_Span]:
    bounds_of = view.bounds
    for match in _LINE.finditer(layer):
        first, end = match.span()
        content = clean[first:end]
        stripped = content.strip()
        if not stripped:
            continue
        if len(stripped) < len(content):
            first += len(content) - len(content.lstrip())
            end = first + len(stripped)
        left, bottom, right, top = bounds_of(first)
        last_left, last_bottom, last_right, last_top = bounds_of(end - 1)
        # A character is higher than it is wide, whatever way it is turned.
        height, last_height = max(0.1, top - bottom, right - left), max(0.1, last_top - last_bottom)
        if not _LIKE < height / max(last_height, last_right - last_left) < 1 / _LIKE:
            yield from _by_size(view, first, end)
            continue
        angle = 0
        if last_right < left or abs(last_bottom - bottom) > 0.3 * height or end - first < 3:
            angle = view.angle(first)
        yield (
            first,
            end,
            (
                left if left < last_left else last_left,
                bottom if bottom < last_bottom else last_bottom,
                right if right > last_right else last_right,
                top if top > last_top else last_top,
            ),
            angle,
        )


def _by_size(view: PageView, first: int, end: int) -> Iterator[_Span]:
    """Cut a line where its characters become much larger or smaller: a watermark that it runs into."""
    current: tuple[int, int, Bounds, float] | None = None
    for index in range(first, end):
        if view.is_space(index):
            continue
        box = view.bounds(index)
        height = max(0.1, box[2] - box[0], box[3] - box[1])
        if current and _LIKE < height / current[3] < 1 / _LIKE:
            start, _, whole, _ = current
            whole = min(whole[0], box[0]), min(whole[1], box[1]), max(whole[2], box[2]), max(whole[3], box[3])
            current = start, index + 1, whole, height
            continue
        if current:
            yield *current[:3], view.angle(current[0])
        current = index, index + 1, box, height
    if current:
        yield *current[:3], view.angle(current[0])


def _codes(view: PageView, first: int, end: int) -> int:
    """Return how many characters of a line are only codes, 0 if most are not (a bullet, a sign)."""
    codes = sum(view.is_unmapped(index) for index in range(first, end))
    return codes if 2 * codes > end - first else 0


def _far_down(place: Rect, rotation: int) -> Rect:
    down = _FAR_DOWN * (1 + rotation // 90)
    return Rect(place.x0, place.top + down, place.x1, place.bottom + down)


def _without_watermarks(lines: list[PageLine]) -> tuple[list[PageLine], list[PageLine]]:
    """Return the lines, and apart from them those in large letters that other lines run through."""
    if len(lines) < 2:
        return lines, []
    usual = median_low([line.place.bottom - line.place.top for line in lines])
    large = [line for line in lines if line.place.bottom - line.place.top >= _WATERMARK * usual]
    if not large or len(large) > _MOST_WATERMARKS:
        return lines, []
    behind = {
        line.first_char
        for line in large
        if any(other.size < line.size / 2 and line.place.overlaps(other.place) for other in lines)
    }
    return (
        [line for line in lines if line.first_char not in behind],
        [line for line in large if line.first_char in behind],
    )


def _divided(view: PageView, lines: Sequence[PageLine]) -> dict[int, list[PageLine]]:
    """Find the lines that wide gaps divide: those that are long for their words, or whose objects stand apart."""
    widths = [width(line.text) for line in lines]
    lengths = [line.place.x1 - line.place.x0 for line in lines]
    units = [length / wide for length, wide in zip(lengths, widths, strict=True) if wide >= _ENOUGH_TO_MEASURE]
    unit = median_low(units) if units else _USUAL_UNIT
    gap, most = _GAP * unit, _STRETCHED * unit
    suspects = [line for line, length, wide in zip(lines, lengths, widths, strict=True) if length > most * wide]
    # Where columns were written line by line, as in a scan's text layer, every line is long, and none stands out.
    if any(_stand_apart(view, line, gap) for line in lines[:: max(_STRIDE, len(lines) // _SAMPLES)]):
        known = {line.first_char for line in suspects}
        suspects += [line for line in lines if line.first_char not in known and _stand_apart(view, line, gap)]
    pieces: dict[int, list[PageLine]] = {}
    for line in suspects:
        offsets = list(_gaps(view, line, gap))
        if offsets:
            pieces[line.first_char] = view.divide(line, offsets)
    return pieces


def _stand_apart(view: PageView, line: PageLine, gap: float) -> bool:
    """Whether there is a gap between a line's text objects (but for one after a number at its start)."""
    spans = view.object_spans(line)
    if not spans:
        return False
    if len(spans) > _FEW_OBJECTS:
        return True
    spans.sort()
    reached = spans[0][1]
    if reached - spans[0][0] < _MARKER_GAPS * gap and _MARKER.match(line.text):
        reached = spans[1][1]
    for x0, x1 in spans[1:]:
        if x0 - reached >= gap:
            return True
        reached = max(reached, x1)
    return False


def _gaps(view: PageView, line: PageLine, gap: float) -> Iterator[int]:
    """Yield the offsets in a line's text at which a word follows a wide gap."""
    text = line.text
    marker = _MARKER.match(text)
    last = 0
    for match in _WORD.finditer(text):
        start = match.start()
        if start and not (marker and start == marker.end()):
            reached = view.extent(line.first_char + last)[1]
            if view.extent(line.first_char + start)[0] - reached >= gap and not _is_blank(text, last, start):
                yield start
        last = match.end() - 1


def _is_blank(text: str, last: int, start: int) -> bool:
    """Whether a gap is a blank to be filled in, or filled in after its label ("Name:   Li Na")."""
    if _AFTER_BLANK.match(text, start) and not (text[start] == "年" and text[last] == "日"):
        return True
    return text[last] in ":：" and not _LABEL.search(text, start)
