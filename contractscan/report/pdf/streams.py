"""Streams and numbers as PDF has them."""

from __future__ import annotations

from pypdf.generic import StreamObject


def stream(data: bytes) -> StreamObject:
    """Return a compressed stream."""
    plain = StreamObject()
    plain.set_data(data)
    return plain.flate_encode()


def number(value: float) -> str:
    """Return a number as a content stream has it: without an exponent, to a thousandth."""
    return f"{value:.3f}".rstrip("0").rstrip(".")
