"""Chibo's engine."""
