"""Makes `python -m bot` the same as the command `shahid`."""

import sys

from bot.cli import main

if __name__ == "__main__":  # indexing may start processes of its own, which import this again
    sys.exit(main())
