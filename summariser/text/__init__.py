"""Gives pure functions over strings: segmenting, folding with offset maps, figures, dates, names."""
