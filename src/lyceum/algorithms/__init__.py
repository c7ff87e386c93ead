"""Pure mathematics of learning: state in, new state out.

Nothing here reads a clock, rolls dice or touches a disk: `now` and `rng` are arguments. What lives here would make
sense in a paper; policy of one product domain lives in that domain's `rules.py`.
"""
