"""Is an answer right: matching, and what the answer says about recall."""
