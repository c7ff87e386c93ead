"""What one attempt does to all that is believed of a learner: for one attempt, and for millions."""
