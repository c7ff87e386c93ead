"""Who stands how to whom: circles and their roles, follows and blocks, guardians, plans and what they entitle to.

Words: a *circle* is an organisation, a class or a group: people with a *rank* in it, which each kind calls by its own
name (a group's *owner* is a class's *teacher*); a *join code* is a circle's, can be read by those who lead it and
replaced by them; an *invitation* is to one person; a *guardian* may look at a learner's progress; a *plan* is a name
for *entitlements*, each a name with a number or a flag.

Invariants: a code and an invitation make a plain member and nothing more; nobody gives a rank above their own, or acts
against their equal; a circle never has more members than its limit, and has a head for as long as it is there; whoever
was removed comes back by invitation only; a block ends follows and guardianship both ways, and each is to the other as
if they were not there. This domain knows the facts; what may be done because of them is decided by who asks.
"""
