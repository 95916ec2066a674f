"""How updates arrive: by polling or a webhook, and what notices when none does."""
