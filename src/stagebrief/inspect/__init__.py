"""The pages of a finished PDF looked at as a reader sees them: what is lost, unreadable or ugly on them."""
