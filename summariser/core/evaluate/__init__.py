"""Takes gold and what came of its articles and gives how well the two agree, each miss with its reason."""
