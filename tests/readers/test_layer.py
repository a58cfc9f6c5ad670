"""Text layers: words are believed, nonsense is not."""

from __future__ import annotations

import pytest

from contractscan.readers.layer import is_nonsense


@pytest.mark.parametrize(
    "text",
    [
        "The Brand pays the Agency a commission of 6% of the net sales of each calendar month, within ten days. " * 4,
        "SKU QL-2044-B, QL-2045-C; FBA, ACoS, ROAS, ODR <= 1%, VAT no. DE811234567: as in Schedule A. " * 6,
        "本合同由甲方与乙方签署，乙方按照约定为甲方的跨境店铺提供代运营服务，双方应当遵守平台规则与法律法规的规定。",
        "本合約由甲方與乙方簽署，乙方依約為甲方之跨境店鋪提供代營運服務，雙方應當遵守平臺規則與法律法規之規定。",
        "Die Vergütung beträgt sechs Prozent der Erlöse und wird jeweils zum Monatsende fällig, ohne Abzüge. " * 4,
    ],
)  # fmt: skip
def test_words_are_believed(text: str) -> None:
    assert not is_nonsense(text)


@pytest.mark.parametrize(
    "text",
    [
        "1.1 EF h &tt Z*i=A+ E4 Z* &HrEk*EjW{&^ 8 ffi^ fltK# 2.1 EFh4H i1+llR#HAFft8 /4*ffi* MAt5%i1+ #IWf# " * 2,
        "Wkh Eudqg sdbv wkh Djhqfb d frpplvvlrq ri wkh qhw vdohv ri hdfk fdohqgdu prqwk zlwklq whq gdbv. " * 5,
        "鼴鼷齉龘靐齾爩麤灪籱癵驫厵麷馫驤鸝鸞鬱鱻飍靇龖讟钃顫籲韊齈齄齇齆鼺鼻鼾齁齂齃齅齉麠麡麢麣麤麥麧麨",
    ],
)  # fmt: skip
def test_nonsense_is_not_believed(text: str) -> None:
    assert is_nonsense(text)
