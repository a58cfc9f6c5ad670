"""The model card: what the model is, what it was trained on, how well it does, and how far to trust its numbers."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from contractscan.evaluate import Found, Labels, tabulate
from contractscan.evaluate.scores import Table, by_contract, by_passage, macro, total

_BINS = 10
_CARD = Path(__file__).with_name("card.md")


def write_card(
    out: Path,
    work: Path,
    labels: Mapping[str, Labels],
    categories: Sequence[str],
    probabilities: Sequence[tuple[float, bool]],
    model: Path,
    features: int,
) -> None:
    """Write ``clauses-en.md`` and ``clauses-en.svg`` to ``out``, from the predictions in ``work``."""
    import numpy
    import sklearn

    means, rows = [], []
    for kind in ("txt", "pdf"):
        for path in sorted(work.glob(f"{kind}-*.jsonl")):
            found = read_predictions(path)
            table = tabulate(labels, found, categories)
            # As the benchmark counts: a contract without a PDF was found to have nothing.
            means.append(
                f"| {kind} | {path.stem.split('-')[1]} | {macro(table, categories, by_contract):.3f} "
                f"| {macro(table, categories, by_passage):.3f} |"
            )
            if path.stem == "txt-balanced":
                rows = [_row(category, table) for category in categories]
    (out / "clauses-en.svg").write_text(reliability(probabilities), encoding="utf-8")
    data = model.read_bytes()
    card = _CARD.read_text(encoding="utf-8").format(
        count=len(categories),
        size=round(len(data) / 1024),
        features=features,
        contracts=len(labels),
        means="\n".join(means),
        rows="\n".join(rows),
        passages=len(probabilities),
        ece=calibration_error(probabilities),
        sha=hashlib.sha256(data).hexdigest(),
        python=sys.version.split()[0],
        numpy=numpy.__version__,
        sklearn=sklearn.__version__,
    )
    (out / "clauses-en.md").write_text(card, encoding="utf-8")


def read_predictions(path: Path) -> dict[str, list[Found]]:
    """Read predictions as ``dump`` wrote them."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        said = json.loads(line)
        found[said["contract"]] = [Found(finding["category"], finding["text"]) for finding in said["findings"]]
    return found


def _row(category: str, table: Table) -> str:
    counts = total(table, category)
    contract, passage = by_contract(counts), by_passage(counts)
    numbers = " | ".join(f"{value:.2f}" for value in contract)
    return (
        f"| {category} | {counts.present} | {numbers} | {counts.gold} | "
        + " | ".join(f"{v:.2f}" for v in passage)
        + " |"
    )


def _bins(probabilities: Sequence[tuple[float, bool]]) -> list[list[tuple[float, bool]]]:
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for probability, right in probabilities:
        bins[min(_BINS - 1, int(probability * _BINS))].append((probability, right))
    return bins


def calibration_error(probabilities: Sequence[tuple[float, bool]]) -> float:
    """Return the expected calibration error: how far probabilities are from shares, on average over passages."""
    return sum(abs(sum(p for p, _ in own) - sum(right for _, right in own)) for own in _bins(probabilities)) / max(
        1, len(probabilities)
    )


def reliability(probabilities: Sequence[tuple[float, bool]]) -> str:
    """Return a reliability plot as SVG: in each bin the mean probability against the share that was right."""
    side, edge = 300, 56

    def place(x: float, y: float) -> tuple[float, float]:
        return round(edge + x * side, 1), round(edge / 2 + (1 - y) * side, 1)

    points = [
        (sum(p for p, _ in own) / len(own), sum(right for _, right in own) / len(own), len(own))
        for own in _bins(probabilities)
        if own
    ]
    most = max((count for *_, count in points), default=1)
    dots = "".join(
        f'<circle cx="{place(x, y)[0]}" cy="{place(x, y)[1]}" r="{3 + 7 * (count / most) ** 0.5:.1f}" '
        f'fill="#2563eb" fill-opacity="0.75">'
        f"<title>{x:.2f}: {y:.2f} of {count}</title></circle>"
        for x, y, count in points
    )
    (x0, y0), (x1, y1) = place(0, 0), place(1, 1)
    ticks = "".join(
        f'<text x="{place(t, 0)[0]}" y="{y0 + 14}" text-anchor="middle">{t}</text>'
        f'<text x="{x0 - 6}" y="{place(0, t)[1] + 4}" text-anchor="end">{t}</text>'
        for t in (0, 0.25, 0.5, 0.75, 1)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side + 2 * edge} {side + 2 * edge}" '
        f'font-family="sans-serif" font-size="11"><rect width="100%" height="100%" fill="#fff"/>'
        f'<rect x="{x0}" y="{y1}" width="{side}" height="{side}" fill="none" stroke="#999"/>'
        f'<line x1="{x0}" y1="{y0}" x2="{x1}" y2="{y1}" stroke="#999" stroke-dasharray="4"/>{dots}{ticks}'
        f'<text x="{x0 + side / 2}" y="{y0 + 32}" text-anchor="middle">probability given</text>'
        f'<text x="12" y="{y1 + side / 2}" text-anchor="middle" '
        f'transform="rotate(-90 12 {y1 + side / 2})">share marked by a lawyer</text>'
        "</svg>\n"
    )
