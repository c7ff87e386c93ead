"""What a learner types, and what they see."""
