"""Takes the bytes of a file and refuses the formats that are known not to be plain text."""

_FORMATS = (
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"{\\rtf", "an RTF document"),
)


def refuse_known_formats(data: bytes) -> None:
    """Raise ValueError, in words, if `data` begins as a format that is not plain text."""
    for beginning, name in _FORMATS:
        if data.startswith(beginning):
            raise ValueError(f"is {name}, not text; give the article as a text file")
