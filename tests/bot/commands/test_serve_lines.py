from __future__ import annotations

import io
from contextlib import redirect_stdout

from bot.commands.serve import _print_line


def test_a_line_leaves_the_process_at_once_also_where_nobody_watches_a_terminal() -> None:
    pipe = io.BytesIO()
    with redirect_stdout(io.TextIOWrapper(pipe, encoding="utf-8", write_through=False)) as text:
        _print_line("The page is at …")
        assert pipe.getvalue().decode() == "The page is at …\n"
        text.detach()
