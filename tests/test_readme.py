"""The README says what is so: its table of settings is that of the example file."""

from __future__ import annotations

from tests.evaldata import ROOT


def settings_rows() -> list[str]:
    """The rows of the settings table that `.env.example` asks for."""
    rows, comment = [], ""
    for line in (ROOT / ".env.example").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            comment = line.removeprefix("# ")
        elif "=" in line:
            name, value = line.split("=", 1)
            rows.append(f"| `{name}` | {f'`{value}`' if value else ''} | {comment} |")
    return rows


def test_the_table_of_settings_is_that_of_the_example_file() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.split("<!-- settings:begin -->\n", 1)[1].split("<!-- settings:end -->", 1)[0]
    rows = settings_rows()
    assert rows, "no setting was found in .env.example"
    assert table.splitlines()[2:] == rows
