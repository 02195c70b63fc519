"""Gives pure functions over strings: folding with offset maps, figures, dates, names."""
