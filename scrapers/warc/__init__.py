"""WARC files, read: whole records only, whoever wrote them."""
