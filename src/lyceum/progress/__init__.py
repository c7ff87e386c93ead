"""What a learner has done and knows, for them to look at; nothing here that attempts and states do not say already.

Words: a *quarter* is a quarter of an hour in UTC, the smallest piece that every time zone's days are made of.
Invariant: all of this domain's tables can be thrown away and built again from the attempts.
"""
