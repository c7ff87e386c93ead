"""The private PostgreSQL and Valkey of one data folder: start, share, watch, stop, upgrade, back up.

Several Lyceum processes may use one data folder. Whoever comes first starts the servers, whoever leaves
last stops them; a process that is killed counts as gone, because its lock is the kernel's.

Words: *home* is the data folder; a *cluster* is one PostgreSQL data directory; *programs* are the
executables of PostgreSQL and Valkey; the *account* is the operating system user the servers run as.
"""
