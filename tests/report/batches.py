"""Results of batches made by hand, small and large."""

from __future__ import annotations

from contractscan.model import Risk, Side, Status
from contractscan.report.index import Answer, BatchResult, FileResult, Quantity

_RISKS = (Risk.HIGH, Risk.MEDIUM, Risk.LOW)


def contract(number: int, *answers: Answer, notice: float = 30, **more: object) -> FileResult:
    """A contract at risk by ``answers``; it states a period of notice, in days."""
    name = f"2025/代运营合同-{number:05d}.pdf"
    count = {risk: sum(answer.risk is risk for answer in answers) for risk in _RISKS}
    said: dict[str, object] = {
        "high": count[Risk.HIGH],
        "medium": count[Risk.MEDIUM],
        "low": count[Risk.LOW],
        "missing": sum(answer.status is Status.MISSING for answer in answers),
        "unread": sum(answer.status is Status.UNREAD for answer in answers),
        "brand": f"杭州示例{number}有限公司",
        "partner": "宁波样本有限公司",
        "side": Side.BRAND,
        "language": "zh",
        "answers": answers,
        "quantities": (Quantity("termination-convenience", "notice", notice, "days", f"{notice:g} 日"),),
        **more,
    }
    return FileResult(name, f"{name}.html", **said)  # type: ignore[arg-type]


LOCKED = Answer("exclusive-appointment", "restrictions", Status.RISK, Risk.HIGH, "brand-locked")
RENEWED = Answer("renewal", "exit", Status.RISK, Risk.MEDIUM, "automatic")
NO_DATA = Answer("data-return", "data", Status.MISSING, Risk.MEDIUM)
OPEN = Answer("publicity", "ip", Status.UNREAD, None)


def folder(count: int) -> BatchResult:
    """A folder of ``count`` contracts: every second locked, every third without a clause on the return of data."""
    return BatchResult(
        tuple(
            contract(
                at,
                *([LOCKED] if at % 2 == 0 else []),
                RENEWED,
                *([NO_DATA] if at % 3 == 0 else []),
                *([OPEN] if at % 5 == 0 else []),
                notice=365 if at == 7 else 30,
                complete=at % 5 != 0,
                decided=at % 11 != 0,
                gaps=("page 3",) if at % 5 == 0 else (),
            )
            for at in range(count)
        )
    )
