"""Gives the pure steps: segmenting, grounding, merging, composing, rendering, verifying."""
