"""Bytes of a text file to text, by validity first and plausibility second."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
# Among the most frequent characters of any Chinese contract, in both scripts: a wrong decoding rarely has them.
_COMMON = re.compile("[的一不在有是人甲乙方合同約约定或及与與和其应應为為于於日条條款務务服權权，。、；：（）]")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_ODD = re.compile(r"[\ue000-\uf8ff\ufffd\u0080-\u009f\U00010000-\U0010ffff]")
# What a text in two-byte characters is made of when it is read the right way round.
_USUAL = re.compile(
    r"[\t\n\r -~\u00a0-\u024f\u2010-\u203a\u2460-\u24ff\u25a0-\u27bf\u3000-\u303f\u4e00-\u9fff\uff00-\uff65]"
)
_MOST_UNUSUAL = 0.02


def decode(data: bytes) -> str | None:
    """Return the text of ``data`` (without a byte-order mark), or ``None`` if it is no text in a known encoding.

    Known are UTF-8, UTF-16 (without a byte-order mark too), UTF-32 with one, GB 18030 (so GBK and GB 2312), Big5 and
    Windows-1252.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            text = _strict(data, encoding)
            return text if text is None or not _is_binary(text) else None
    text = _strict(data, "utf-8")
    if text is not None and "\x00" not in text:
        return None if _is_binary(text) else text
    wide = _two_bytes_each(data)
    if b"\x00" in data:
        return max(wide, key=_plausibility, default=None)
    candidates = [text for encoding in ("gb18030", "big5hkscs") if (text := _strict(data, encoding)) is not None]
    candidates += wide
    if candidates:
        best = max(candidates, key=_plausibility)
        if _plausibility(best) > 0.05:
            return None if _is_binary(best) else best
    text = _strict(data, "cp1252")
    return None if text is None or _is_binary(text) or not _reads_as_latin(text) else text


def _two_bytes_each(data: bytes) -> list[str]:
    """Return what ``data`` says as UTF-16 of either byte order, where that makes a usual text."""
    if len(data) % 2 or len(data) < 16:
        return []
    texts = (_strict(data, encoding) for encoding in ("utf-16-le", "utf-16-be"))
    return [text for text in texts if text and len(_USUAL.findall(text)) >= len(text) * (1 - _MOST_UNUSUAL)]


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_binary(text: str) -> bool:
    return len(_CONTROL.findall(text)) > len(text) // 100


def _plausibility(text: str) -> float:
    """Score a decoding of a text in Chinese: the share of everyday characters, less that of odd ones."""
    beyond_ascii = sum(char > "\x7f" for char in text)
    if not beyond_ascii or not _HAN.search(text):
        return 0.0
    return (len(_COMMON.findall(text)) - 4 * len(_ODD.findall(text))) / beyond_ascii


def _reads_as_latin(text: str) -> bool:
    beyond_ascii = sum(char > "\x7f" for char in text)
    return beyond_ascii * 5 < len(text)
