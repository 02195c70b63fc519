"""Takes news articles in many languages and gives one brief in which every claim is cited."""

__version__ = "0.1.0"
