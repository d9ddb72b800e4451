"""The command line: python -m il6widgets."""

import sys

from .publish.cli import main

sys.exit(main())
