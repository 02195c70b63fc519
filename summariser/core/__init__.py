"""Gives the pure steps: grounding, merging, composing, rendering, verifying."""
