"""Receives updates by polling or by a webhook, and notices when polling fails for good."""
