"""What can be learned: subjects, skills with their prerequisites, items in versions, decks.

Words: a *subject* is a body of knowledge, and the documents of one subject share its skills; a *skill* is one thing a
learner can know; an *item* asks for it, and every change of its wording is a new *version*; a *deck* is a pile of
items. Invariants: a version never changes; an item is archived, never deleted, so that no attempt loses what it was
about; an item's key leaves this domain only to its author, and to practice, which grades.
"""
