"""Accounts and sign-ins: who a person is, how they prove it, and what their roles let them do.

Words: an *account* is a person's record here; a *session* is one sign-in, the family of all refresh tokens that descend
from it; an *access token* is a short-lived signed statement; a *principal* is the answer to "who is asking?".

Invariants: a password, a refresh token and a setup token are kept only as hashes, a private signing key only sealed. A
refresh token is exchanged once; a second exchange ends the session. A session that ended, or an account that was
suspended, is refused at the next request, whatever its access token still says. Nobody becomes a super administrator by
registering.
"""
