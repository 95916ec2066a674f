"""Where the evaluation data lies that is not part of the project.

One variable, `EVAL_DATA`, names the folder; by default it is `shared` beside the checkout. A test
that needs it is skipped, with a line that says so, where the folder is absent.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def eval_data() -> Path:
    """The folder of evaluation data; skips the calling test where there is none."""
    folder = Path(os.environ.get("EVAL_DATA", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"no evaluation data: set EVAL_DATA to its folder (looked for {folder.name}/)")
    return folder
