"""The things that are passed between the steps: articles, drafts, readings, merged objects, briefs."""
