"""The learner model: sessions, attempts, what is believed of a learner, what to ask next, and when again.

Words: an *attempt* is one answer, graded here; *evidence* is the part of it that changes beliefs; an *item state* says
when a learner should see an item again; a *skill state* says how likely it is that they have a skill. Invariants: state
is the fold of a learner's attempts in canonical order, through `fold` and nothing else; an accepted attempt is kept
once, whatever is repeated; an answer's key is not told before the answer.
"""
