"""Rendered people on a treatment table, with exactly known truth, for the modified Thomas test."""
