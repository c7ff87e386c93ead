"""The kernel's own tables, step by step. A revision is named `platform_NNNN` and is never edited once released."""
