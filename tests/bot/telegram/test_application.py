from __future__ import annotations

from datetime import timedelta

from telegram import Update

from bot.telegram.application import ALLOWED_UPDATES, DeliveryLimits
from bot.telegram.sending.carrying import Patience
from bot.telegram.sending.pacing import Rate, Rates


def test_the_limits_are_those_of_telegrams_own_servers_where_none_are_given() -> None:
    assert DeliveryLimits() == DeliveryLimits(
        concurrent_updates=8,
        question_age=timedelta(seconds=900),
        connect_timeout=10.0,
        read_timeout=20.0,
        pool_size=128,
        rates=Rates(overall=Rate(5, 25, 1), chat=Rate(3, 1, 1), group=Rate(5, 15, 60)),
        patience=Patience(
            network=90.0, apology=3600.0, flood=60.0, pauses=(0.5, 1.0, 2.0, 4.0, 8.0, 15.0), uncertain=3
        ),
        edit_interval=3.0,
        group_edit_interval=9.0,
    )


def test_no_other_updates_are_asked_for_than_those_that_have_a_handler() -> None:
    assert set(ALLOWED_UPDATES) == {
        Update.MESSAGE,
        Update.EDITED_MESSAGE,
        Update.CALLBACK_QUERY,
        Update.INLINE_QUERY,
        Update.MY_CHAT_MEMBER,
        Update.GUEST_MESSAGE,
    }
