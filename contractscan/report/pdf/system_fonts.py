"""A Chinese font of this system: how wide its characters are, and the part of it that a file needs."""

from __future__ import annotations

import os
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import uharfbuzz as hb
import yaml

from contractscan.report.pdf.cff import UnsupportedFontError, character_ids
from contractscan.resources import data_dir

_RESTRICTED, _WHOLE_ONLY = 0x0002, 0x0100  # OS/2 fsType: may not be embedded; not in part
_EMBEDDING = 8  # where fsType stands
_NEEDED = frozenset({"glyf", "loca", "head", "hhea", "hmtx", "maxp", "cvt ", "fpgm", "prep", "CFF "})
_PROBE = "合同风险"  # a font without these is of no use here


@dataclass(frozen=True, slots=True)
class Subset:
    """The part of a font that a file embeds: ``codes`` by character, and what each takes in 1/1000 of its size."""

    program: bytes
    is_cff: bool
    codes: dict[str, int]
    widths: dict[str, float]


class SystemFont:
    """A font that may be embedded."""

    def __init__(self, path: Path, index: int) -> None:
        """Open a font. Raises ``UnsupportedFontError`` where it is damaged, may not be embedded, or lacks Chinese."""
        self._face = hb.Face(hb.Blob.from_file_path(str(path)), index)
        self._font = hb.Font(self._face)
        tags = set(self._face.table_tags)
        self._is_cff = "CFF " in tags
        embedding = self._table("OS/2")[_EMBEDDING : _EMBEDDING + 2]
        if (
            "fvar" in tags  # which of its weights is the plain one is not told
            or not (self._is_cff or "glyf" in tags)
            or int.from_bytes(embedding, "big") & (_RESTRICTED | _WHOLE_ONLY)
            or not all(map(self.has, _PROBE))
        ):
            raise UnsupportedFontError(str(path))
        self.subset(set(_PROBE))  # raises where the glyphs cannot be told apart

    def has(self, character: str) -> bool:
        """Whether the font has a glyph for a character."""
        return bool(self._font.get_nominal_glyph(ord(character)))

    def width(self, character: str) -> float:
        """Return the width of a character in 1/1000 of the font's size."""
        glyph = self._font.get_nominal_glyph(ord(character)) or 0
        return float(self._font.get_glyph_h_advance(glyph) * 1000 / self._face.upem)

    def subset(self, characters: Set[str]) -> Subset:
        """Return what is needed for these characters (each of which the font has)."""
        glyphs = {character: self._font.get_nominal_glyph(ord(character)) or 0 for character in sorted(characters)}
        wanted = hb.SubsetInput()
        wanted.glyph_set.update(glyphs.values())
        wanted.drop_table_tag_set.update(
            int.from_bytes(tag.encode(), "big") for tag in self._face.table_tags if tag not in _NEEDED
        )
        plan = hb.SubsetPlan(self._face, wanted)
        small = plan.execute()
        moved = plan.old_to_new_glyph_mapping
        places = {character: moved[glyph] for character, glyph in glyphs.items()}
        widths = {character: self.width(character) for character in glyphs}
        if not self._is_cff:
            return Subset(bytes(small.blob.data), False, places, widths)
        program = bytes(small.reference_table("CFF ").data)
        ids = character_ids(program)
        return Subset(program, True, {character: ids[place] for character, place in places.items()}, widths)

    def _table(self, tag: str) -> bytes:
        return bytes(self._face.reference_table(tag).data or b"")


@cache
def chinese_font() -> SystemFont | None:
    """Return the best font for Chinese that this system has and that may be embedded, ``None`` if there is none."""
    for path, index in _candidates():
        try:
            return SystemFont(path, index)
        except (UnsupportedFontError, hb.HarfBuzzError, OSError):
            continue
    return None


def _candidates() -> Iterator[tuple[Path, int]]:
    tree = yaml.safe_load((data_dir("templates") / "pdf-fonts.yaml").read_text(encoding="utf-8"))
    found: dict[str, Path] = {}
    for folder in tree["folders"]:
        for root, _, names in os.walk(Path(os.path.expandvars(folder)).expanduser()):
            for name in names:
                found.setdefault(name.lower(), Path(root, name))
    for font in tree["fonts"]:
        path = found.get(font["file"].lower())
        if path:
            yield path, font["face"]
