"""Evaluation: labels, metrics, runs, benchmarks."""
