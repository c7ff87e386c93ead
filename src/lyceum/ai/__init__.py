"""Engines that work on language, behind one door: so far the embeddings retrieval compares passages by.

Words: an *engine* is a model with its version; an *embedding* is a text as a direction, and texts that mean the same
point the same way. Invariants: embeddings of two engines are never compared, so each is kept with its engine's name;
nothing needs an engine: where none was set up, the door says so, and whoever asked goes on without.
"""
