"""What practice writes for programs outside; each is loaded by whoever needs it."""
