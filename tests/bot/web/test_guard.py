from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.guard import Guard

HOST = "127.0.0.1:8080"


@pytest.mark.parametrize("host", [HOST, "localhost:8080", "127.0.0.1", "LOCALHOST"])
def test_a_request_that_names_this_machine_may_read(host: str) -> None:
    assert Guard().lets_in("GET", host, None, "")


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example:8080", "", "[", "0.0.0.0:8080", "@127.0.0.1.x"]
)
def test_a_request_that_names_another_host_may_not(host: str) -> None:
    assert not Guard().lets_in("GET", host, None, "")


def test_whoever_has_the_token_may_speak() -> None:
    guard = Guard()
    assert guard.lets_in("POST", HOST, None, guard.token)
    assert guard.lets_in("POST", HOST, f"http://{HOST}", guard.token)


@pytest.mark.parametrize("token", ["", "متى", "\udcff", Guard().token])
def test_no_token_or_that_of_another_run_may_not_speak(token: str) -> None:
    assert not Guard().lets_in("POST", HOST, None, token)


@pytest.mark.parametrize(
    "origin", ["null", "https://evil.example", "http://127.0.0.1:9090", "http://localhost:8080"]
)
def test_a_page_of_another_site_may_not_speak_even_with_the_token(origin: str) -> None:
    guard = Guard()
    assert not guard.lets_in("POST", HOST, origin, guard.token)


@given(st.text(), st.text(), st.text() | st.none(), st.text())
def test_no_guess_gets_in(method: str, host: str, origin: str | None, token: str) -> None:
    assert not Guard().lets_in(f"{method}x", host, origin, token)
