"""Programs that print a page to a PDF: headless Chromium, and LibreOffice where it is installed.

In: HTML. Out: the bytes of a PDF, or `PrinterMissingError` with how to get the program.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

_SECONDS = 120


class PrinterMissingError(RuntimeError):
    """A program is not installed; the message says how to install it."""


def print_by_chromium(html: str) -> bytes:
    """A page as Chromium prints it.

    Raises:
        PrinterMissingError: Chromium is not installed.
    """
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        raise PrinterMissingError("Chromium is not installed: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder:
        page, out = Path(folder) / "page.html", Path(folder) / "page.pdf"
        page.write_text(html, encoding="utf-8")
        options = (
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            f"--user-data-dir={folder}/profile",
        )
        command = [program, *options, "--no-pdf-header-footer", f"--print-to-pdf={out}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)  # noqa: S603 - our own page
        return out.read_bytes()


def print_by_libreoffice(document: str) -> bytes:
    """A flat document (.fodt) as LibreOffice Writer prints it.

    Raises:
        PrinterMissingError: LibreOffice is not installed.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise PrinterMissingError("LibreOffice is not installed: apt-get install libreoffice-writer-nogui")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.fodt"
        page.write_text(document, encoding="utf-8")
        command = [
            *(
                program,
                f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
                "--headless",
                "--norestore",
            ),
            *("--convert-to", "pdf", "--outdir", folder, str(page)),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)  # noqa: S603 - our own page
        return (Path(folder) / "page.pdf").read_bytes()
