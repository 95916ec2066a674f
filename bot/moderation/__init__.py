"""Who the moderators are, and how the corpus is reindexed."""
