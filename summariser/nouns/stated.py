"""Gives what is said of an article elsewhere than in its text, and an article with the time that it states."""

from datetime import datetime

from summariser.nouns.article import Article, KnownDate
from summariser.nouns.base import Noun


class Stated(Noun):
    """What settings, a feed or the headers of a mail say of an article; None for what they do not."""

    title: str | None = None
    outlet: str | None = None
    language: str | None = None
    published: KnownDate | None = None


class Timed(Noun):
    """An article, and the time at which its front matter says that it was published: naive if without an offset."""

    article: Article
    time: datetime | None
