"""Many briefs at once: which there are, which have to be built and why, side by side, and what came of each."""
