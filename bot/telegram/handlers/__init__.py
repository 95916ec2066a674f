"""One callable for each kind of update, which calls the conversation and sends its reply."""
