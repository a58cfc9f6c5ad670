"""Write ``clauses/characters.txt``, the Traditional characters and the Simplified one that each is matched as.

Run once, and again when OpenCC's tables change: ``pip install opencc-python-reimplemented``, then
``python scripts/make_characters.py``. The tables are OpenCC's (https://github.com/BYVoid/OpenCC), Apache-2.0.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

_TARGET = Path(__file__).resolve().parent.parent / "clauses" / "characters.txt"
_PER_LINE = 25
# In Simplified use too, but in so few words (徵 the musical note, 慰藉, 瞭望, 乾坤) that matching loses nothing.
# Not 著, which is in 著作权, and not 祇, 甚 or 么.
_NEVERTHELESS = {"後": "后", "於": "于", "徵": "征", "藉": "借", "瞭": "了", "乾": "干", "夥": "伙", "摺": "折"}
_HEAD = """\
# Traditional characters, each with the Simplified one that it is matched as. Characters that are in everyday
# Simplified use themselves (GB 2312) are left out, but for the few in scripts/make_characters.py.
# Made by that script from the tables TSCharacters, HKVariants and TWVariants of OpenCC
# (https://github.com/BYVoid/OpenCC, Copyright BYVoid and contributors, Apache License 2.0).
"""


def main() -> None:
    """Write the file."""
    simplified = {old: new[0] for old, new in _table("TSCharacters")}
    for name in ("HKVariants", "TWVariants"):
        for standard, variants in _table(name):
            for variant in variants:
                simplified.setdefault(variant, simplified.get(standard, standard))
    pairs = _NEVERTHELESS | {
        old: new for old, new in simplified.items() if _common(old) and not _everyday(old) and _everyday(new)
    }
    words = [old + new for old, new in sorted(pairs.items())]
    lines = [" ".join(words[at : at + _PER_LINE]) for at in range(0, len(words), _PER_LINE)]
    _TARGET.write_text(_HEAD + "\n".join(lines) + "\n", encoding="utf-8")


def _table(name: str) -> list[tuple[str, list[str]]]:
    text = (files("opencc") / "dictionary" / f"{name}.txt").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if "\t" in line)
    return [(row[0], row[1].split()) for row in rows]


def _common(char: str) -> bool:
    return len(char) == 1 and "\u4e00" <= char <= "\u9fff"


def _everyday(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


if __name__ == "__main__":
    main()
