"""A night's report for a reader, in Markdown: the bad news first, then what came and what brought nothing."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

#: An address that may stand between angle brackets.
ADDRESS = re.compile(r"https?://[\w:/?@!$&'()*+,;=%.~#\[\]-]+")
#: What is a sign in Markdown: some letters anywhere, some at the beginning, underscores but for those within a word.
SIGNS = re.compile(r"[\\`*\[\]<|]|^[#>]|(?<![^\W_])_|_(?![^\W_])")
#: Columns of the table of sites, and the decisions of the crawl that they count.
CAME = {"new": "article: new", "changed": "article: changed"}
#: What comes out where an article goes into the dataset, in words.
OUTCOMES = {
    "added": "new in the dataset",
    "changed": "a later version in the place of an earlier one",
    "failed": "could not be extracted; tried again the next night",
    "overtaken": "changed meanwhile; the next build has them",
    "there": "another build was faster",
}


def readable(report: dict[str, Any]) -> str:
    """The report, as ``Report.to_dict()`` gives it."""
    failed, notices, built = report["failed"], report["notices"], report["build"]
    lost = built.get("failed", [])
    counts = {"failed": len(failed), "to look at": len(notices), "not extracted": len(lost)}
    told = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    lines = [
        f"# Chibo, {report['started']}: {f'something to look at ({told})' if report['status'] else 'all well'}",
        "",
    ]
    lines += [f"- **{one['stage']} failed**: {line(one['why'])}" for one in failed]
    lines += [f"- **{one['kind']}** {line(one['about'])}: {line(one['what'])}" for one in notices]
    lines += [f"- **not extracted** {line(one['url'] or one['article'])}: {line(one['why'])}" for one in lost]
    lines += ["", "## Into the dataset", ""]
    articles = built.get("articles", {})
    lines += [f"- {name}: {count:,} ({OUTCOMES[name]})" for name, count in articles.items()] or ["- nothing new"]
    rows = [f"{count:,} {name}" for name, count in built.get("rows", {}).items() if count]
    lines += [f"- rows: {', '.join(rows)}"] * bool(rows)
    lines += ["", "## Sites", "", *_sites(report["crawl"].get("decisions", {}))]
    lines += ["", "## Addresses that brought nothing", "", *_nothing(report["addresses"])]
    lines += ["", f"Export: {report['digest'] or 'none'}. Ended {report['finished']}."]
    return "\n".join(lines) + "\n"


def _sites(decisions: dict[str, dict[str, int]]) -> list[str]:
    if not decisions:
        return ["No address was due."]
    lines = [f"| site | {' | '.join(CAME)} | all else |", f"| --- |{' ---: |' * len(CAME)} --- |"]
    for site, counts in decisions.items():
        came = [f"{counts.get(name, 0):,}" for name in CAME.values()]
        others = [f"{line(name)} {count:,}" for name, count in counts.items() if name not in CAME.values()]
        lines.append(f"| {line(site)} | {' | '.join(came)} | {', '.join(others)} |")
    return lines


def _nothing(addresses: list[dict[str, str]]) -> list[str]:
    """A line a site and reason, with an address as example."""
    counts = Counter((one["site"], one["why"]) for one in addresses)
    examples = {(one["site"], one["why"]): one["url"] for one in reversed(addresses)}
    return [
        f"- {line(site)}: {line(why)}, {count:,}, for example {line(examples[site, why])}"
        for (site, why), count in sorted(counts.items())
    ] or ["- none"]


def line(text: str) -> str:
    """The text on one line, with nothing in it that Markdown or HTML would take for a sign; an address as a link, which
    a mail of plain text shows as it is.
    """
    told = " ".join(str(text).split())
    return f"<{told}>" if ADDRESS.fullmatch(told) else SIGNS.sub(r"\\\g<0>", told)
