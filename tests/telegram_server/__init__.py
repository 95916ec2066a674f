"""A loopback Bot API server for tests, whose verdicts are not ours.

It stores, delivers and refuses. What is refused is decided by two judges that nobody here wrote:
Telegram's own TDLib (`td`) and the models of the Bot API that aiogram keeps (`schema`). Facts about
behavior follow telegram-bot-api (Client.cpp, WebhookActor.cpp).
"""
