"""How Replies leave: entities, lengths, order within a chat, and the one place that sends."""
