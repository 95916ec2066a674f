from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

CHILD = """
import sys, time
from bot.monitoring.descent import follow
follow(int(sys.argv[1]))
print("on", flush=True)
time.sleep(60)
"""
PARENT = f"""
import os, subprocess, sys, time
process = subprocess.Popen([sys.executable, "-c", {CHILD!r}, str(os.getpid())])
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone kills the children of a killed process")
def test_a_process_ends_with_its_parent_even_where_that_is_killed() -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE)  # noqa: S603
    assert parent.stdout is not None
    assert parent.stdout.readline() == b"on\n"
    began = time.monotonic()
    parent.kill()
    assert parent.stdout.read() == b""  # all who hold it have ended
    assert time.monotonic() - began < 20
    parent.communicate()


def test_a_process_whose_parent_has_ended_before_ends_at_once() -> None:
    code = f"from bot.monitoring.descent import follow; follow({os.getppid()}); print('on')"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)  # noqa: S603
    assert (ended.returncode, ended.stdout) == (1, b"")
