"""Detection: passages that read like a known kind of clause, found by a learned model beside the rules.

It proposes, with a probability, where to look; it never says what a clause means or which side it binds.
"""

from contractscan.detect.detector import Detector, detector, read_cues
from contractscan.detect.modelfile import Model
from contractscan.model import Sensitivity

__all__ = ["Detector", "Model", "Sensitivity", "detector", "read_cues"]
