"""What is remembered: answers to page through, feedback, chats, audit."""
