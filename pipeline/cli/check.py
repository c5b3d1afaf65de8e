"""``chibo check``: what is wrong with the data that Chibo works by, and how to mend it."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline import grammar, name_index, packs, tagger
from pipeline.cli._terminal import say, stdout


def check(
    online: Annotated[
        bool, typer.Option("--online", help="Ask every site whether its rules still find articles.")
    ] = False,
) -> None:
    """Check packs, the index of names, the tagger's weights and site rules; with --online, the sites themselves."""
    from scrapers import relevance, sites

    problems = [*grammar.check(), *name_index.check(), *tagger.check(), *sites.check(), *relevance.check()]
    with stdout() as out:
        out.writelines(f"{problem}\n" for problem in problems)
    if problems:
        say(f"{len(problems)} to mend")
        raise typer.Exit(1)
    say(f"packs {', '.join(packs.languages())}, names, {len(sites.paths())} sites: nothing wrong")
    if online:
        _ask()


def _ask() -> None:
    """Print what each site's rules find now; status 1 where one of them finds nothing."""
    from scrapers.fetch import Fetcher, Policy
    from scrapers.net.policy import CONTACT
    from scrapers.probe import probe
    from scrapers.sites import sites

    policy = Policy()
    if not policy.contact:
        say(f"{CONTACT} is not set, and the sites must be able to reach whoever asks them; set it to an e-mail address")
        raise typer.Exit(1)
    wrong, fetcher = 0, Fetcher(policy)
    with stdout() as out:
        for site in sites():
            for finding in probe(site, fetcher):
                wrong += not finding.good
                out.write(f"{finding}\n")
    if wrong:
        say(f"{wrong} findings to mend")
        raise typer.Exit(1)
