"""Evaluation: proposals and findings against passages that people marked, with confidence intervals. Pure."""

from contractscan.evaluate.labels import Gold, Labels, read_cuad
from contractscan.evaluate.scores import F1, Cell, Found, Table, cell, interval, tabulate

__all__ = ["F1", "Cell", "Found", "Gold", "Labels", "Table", "cell", "interval", "read_cuad", "tabulate"]
