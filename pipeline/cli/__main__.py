"""``python -m pipeline.cli`` is ``chibo``."""

from pipeline.cli import main

main()
