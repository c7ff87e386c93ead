"""How often anybody may ask: windows that slide, shared by all processes, and what a process does on its own without.

`counting` is the arithmetic of one window, `windows` says which of them a request is charged to (the numbers are in
`platform/limit_table.py`), `limiter` charges them: in one Lua script in Valkey (`script`), or in this process's memory
while that is away.
"""
