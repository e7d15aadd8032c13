"""The machine: paths, settings, logs, child processes."""
