"""The kernel every domain stands on: transactions, events, workflows, live state, objects, errors, the HTTP shell.

It knows no domain. What it promises:
    - nothing takes effect unless the transaction commits (`unit_of_work`);
    - an event reaches each subscription once, in order per key (`outbox`, `relay`);
    - a started workflow ends, whatever dies meanwhile (`workflows`, `takeover`);
    - Valkey may vanish at any moment without losing anything a learner did (`live`).
"""
