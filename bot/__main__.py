"""`python -m bot` is `shahid`."""

import sys

from bot.cli import main

sys.exit(main())
