"""The live page: what `watch` builds, shown in a browser of the same machine."""
