"""A session that serves builds from the shell: of a running `watch`, or left by a build and ending when it is idle."""
