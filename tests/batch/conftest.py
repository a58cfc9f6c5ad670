import sys
from pathlib import Path

# The hand-made reviews are shared with the tests of the reports.
sys.path.insert(0, str(Path(__file__).parents[1] / "report"))
