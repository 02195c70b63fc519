"""Gives the steps that touch the world: files, prompts, the model, recordings."""
