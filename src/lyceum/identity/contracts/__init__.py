"""What identity gives to the other domains, idea by idea; an error stands beside what it is about."""
