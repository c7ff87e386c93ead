"""The web app as people use it: a real browser on a real server, whose clock a test can move."""
