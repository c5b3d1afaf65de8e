"""What can be read off one page: its metadata, headline, date, author, text and links. One file a question."""
