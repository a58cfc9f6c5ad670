"""Reports: a ``Review`` in words (``view``), and the same as a terminal page, an HTML file or a JSON object."""
