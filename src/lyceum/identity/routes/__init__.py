"""REST of identity: signing in and out, one's own account, other people's accounts, published keys."""
