"""Plain sentences: what they wish for and what they say."""
