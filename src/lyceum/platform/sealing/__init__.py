"""What is sealed at rest (SEC-02): the ring of secret keys, where it is kept, sealing with it, and changing its keys.

The database alone gives nothing away: what is sensitive lies in it sealed with a key that is not in it. `rings` says
what a ring is, `keepers` where it is kept, `sealer` seals and opens, `resealing` moves what lies in the database to the
newest key, so that an older one can be retired.
"""
