"""What plugin authors import: the node contract of Workprint under one short name."""

from nodes.api import *  # noqa: F403
from nodes.api import __all__ as __all__
