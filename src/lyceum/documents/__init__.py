"""Uploads, extraction and passages: from a file to text that can be quoted with its page.

Words: a *document* is an uploaded file; a *block* is one heading, paragraph, list item or caption of a page; a
*passage* is what retrieval and generation work on, some 80 to 220 words under one heading. Invariant: a passage's text
stands in its document, character for character, on the page it names.
"""
