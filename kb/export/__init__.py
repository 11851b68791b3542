"""The gap report as files: one module for each format."""
