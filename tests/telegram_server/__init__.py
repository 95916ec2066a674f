"""A Bot API server on the loopback for tests: it stores, delivers and refuses as Telegram does.

Calls are checked by software that is independent of the bot: texts by Telegram's own TDLib (`td`),
parameters by aiogram's models of the Bot API (`schema`). Other behavior follows the source of
telegram-bot-api (Client.cpp, WebhookActor.cpp).
"""
