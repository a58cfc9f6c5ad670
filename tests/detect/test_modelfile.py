"""The model file: what is written is what is read, and nothing else is accepted."""

from __future__ import annotations

from pathlib import Path

import numpy
import pytest

from contractscan.detect.features import BLOCKS
from contractscan.detect.modelfile import Model, ModelError, read_model
from contractscan.detect.passages import TRAITS

MODEL = Model(
    categories=("A", "B"),
    names=(("one", "two words"), *((),) * (len(BLOCKS) - 1)),
    weights=numpy.array([[1, -2], [0, 127]], dtype=numpy.int8),
    scale=numpy.array([0.5, 0.25], dtype=numpy.float32),
    bias=numpy.array([-1, -1], dtype=numpy.float32),
    join=numpy.zeros(TRAITS + 2, dtype=numpy.float32),
    calibration=numpy.ones((2, 2), dtype=numpy.float32),
    thresholds=numpy.zeros((3, 2, 2), dtype=numpy.float32),
    groups={"g": ["t*"]},
    patterns={"A": ["x"]},
)


def test_a_model_comes_back_as_it_was_written(tmp_path: Path) -> None:
    MODEL.write(tmp_path / "a.npz")
    again = read_model(tmp_path / "a.npz")
    assert again.names == MODEL.names
    assert again.groups == MODEL.groups
    assert again.patterns == MODEL.patterns
    for array in ("weights", "scale", "bias", "join", "calibration", "thresholds"):
        assert numpy.array_equal(getattr(again, array), getattr(MODEL, array))


def test_the_same_model_makes_the_same_file(tmp_path: Path) -> None:
    for name in ("a.npz", "b.npz"):
        MODEL.write(tmp_path / name)
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


@pytest.mark.parametrize("content", [b"", b"not a model", b"PK\x03\x04 broken"])
def test_what_is_no_model_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.npz"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"model\.npz"):
        read_model(path)


def test_pickled_objects_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    numpy.savez(path, plain=numpy.array([{"a": 1}], dtype=object))
    with pytest.raises(ModelError):
        read_model(path)
