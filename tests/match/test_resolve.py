"""Whom a captured mention means."""

from __future__ import annotations

import pytest

from contractscan.match.resolve import resolve
from contractscan.parties import BOTH, BRAND, OTHER, PARTNER, ROLE, THIRD


@pytest.mark.parametrize(
    ("text", "side"),
    [
        (f"归{BRAND}所有", "brand"),
        (f"owned by {PARTNER}", "partner"),
        (f"由{BOTH}共有", "both"),
        (f"{ROLE}有权解除", "both"),
        (f"由{THIRD}承担", None),
        (f"{PARTNER}应将资料返还{OTHER}", "brand"),
        (f"{BRAND} shall return it to {OTHER}", "partner"),
        (f"{BOTH}不得向第三方披露{OTHER}的资料", "both"),
        (f"归{OTHER}所有", None),
    ],
)
def test_the_last_mention_resolves(text: str, side: str | None) -> None:
    at = max(text.rfind(char) for char in (BRAND, PARTNER, BOTH, OTHER, ROLE, THIRD) if char in text)
    if OTHER in text:
        at = text.index(OTHER)
    assert resolve(text, at) == side


@pytest.mark.parametrize(
    ("text", "side"),
    [
        (f"{PARTNER}应将{BRAND}的资料返还{OTHER}", "brand"),
        (f"{PARTNER}应将{BRAND}资料返还{OTHER}", "brand"),
        (f"{BRAND}解除合同的,{PARTNER}应通知{OTHER}", "brand"),
        (f"{PARTNER}向{BRAND}移交后,应通知{OTHER}", "brand"),
        (f"{BOTH}违约的,应赔偿{OTHER}因此受到的损失", "both"),
        (f"{ROLE}应赔偿{OTHER}", "both"),
        (f"{BRAND} shall return {PARTNER}'s data to {OTHER}", "partner"),
        (f"If {BRAND} terminates, {PARTNER} shall pay {OTHER}", "brand"),
        (f"{PARTNER} shall, at {BRAND}'s request, notify {OTHER}", "brand"),
        (f"{BOTH} may, upon notice to {OTHER}, terminate it", "both"),
        (f"The fee shall be paid by {BRAND} to {OTHER}", "partner"),
    ],
)
def test_the_other_is_the_one_that_does_not_act(text: str, side: str) -> None:
    assert resolve(text, text.index(OTHER)) == side


@pytest.mark.parametrize(
    "joint",
    [
        f"{BRAND}和{PARTNER}共同所有",
        f"{PARTNER}、{BRAND}共有",
        f"{BRAND} and {PARTNER} jointly own",
        f"{BRAND} or by {PARTNER} on notice",
    ],
)
def test_two_parties_joined_are_both(joint: str) -> None:
    assert resolve(joint, 0) == "both"


@pytest.mark.parametrize("apart", [f"{BRAND}向{PARTNER}支付", f"{BRAND} shall pay {PARTNER}", f"{BRAND} or its agent"])
def test_two_parties_in_one_sentence_are_not_both(apart: str) -> None:
    assert resolve(apart, 0) == "brand"


def test_the_owner_that_ends_one_clause_is_not_joined_to_the_subject_of_the_next() -> None:
    assert resolve(f"is the property of {PARTNER} and {BRAND} may not use it", 19) == "partner"
