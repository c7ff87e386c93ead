"""Generation and checking of learning material, grounded in passages.

Words: a *term* is what a chapter teaches the name of; its *definition* is the sentence that says what it is; a *draft*
is an item before it is published. Invariant: every draft carries a verbatim quote of the passage it came from.
"""
