"""`python -m tests.bench [NAME]...`: runs the benchmarks and writes outputs/bench.json."""

from __future__ import annotations

import importlib.util
import json
import os
import platform
import re
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.bench.measure import ROOT, NoInput, Result

COMPARED = ("chibo", "dateparser", "spacy", "trafilatura", "newspaper4k")
Results = dict[str, dict[str, Result]]


class UnknownBenchmark(LookupError):
    """A name on the command line that no benchmark has."""


def machine() -> dict[str, Any]:
    """What the ratios were measured on."""
    info = Path("/proc/cpuinfo")
    model = re.search(r"^model name\s*:\s*(.+)$", info.read_text("utf-8"), re.MULTILINE) if info.exists() else None
    return {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "processor": model[1] if model else platform.machine(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "packages": {name: version(name) for name in COMPARED},
    }


def measure(folder: Path, names: list[str]) -> Results:
    """Runs the named benchmarks of a folder, or all of them; UnknownBenchmark for a name that is none."""
    found = {path.stem.removeprefix("bench_"): path for path in sorted(folder.glob("bench_*.py"))}
    unknown = sorted(set(names) - set(found))
    if unknown:
        raise UnknownBenchmark(f"no benchmark {', '.join(unknown)}; there are {', '.join(found)}")
    return {name: _run(path) for name, path in found.items() if not names or name in names}


def _run(path: Path) -> dict[str, Result]:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path}: not a Python module")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    results: dict[str, Result] = module.run()
    return results


def lines(results: Results) -> list[str]:
    """One line a ratio."""
    rows = [(f"{name} {case}", result) for name, cases in results.items() for case, result in cases.items()]
    wide = max((len(title) for title, _ in rows), default=0)
    return [f"{title:<{wide}}  {result['ratio']:>8} times  {_verdict(result)}" for title, result in rows]


def _verdict(result: Result) -> str:
    if "at_least" not in result:
        return ""
    return f"at least {result['at_least']}" + ("" if holds(result) else "  TOO SLOW")


def holds(result: Result) -> bool:
    """Whether a ratio is what it must be."""
    return float(result["ratio"]) >= float(result.get("at_least", 0))


def main(names: list[str], folder: Path = Path(__file__).parent, output: Path = ROOT / "outputs" / "bench.json") -> int:
    """0 where every ratio holds, 1 where one does not or cannot be measured, 2 for a name that is none."""
    try:
        results = measure(folder, names)
    except UnknownBenchmark as error:
        print(error, file=sys.stderr)
        return 2
    except NoInput as error:
        print(error, file=sys.stderr)
        return 1
    output.parent.mkdir(parents=True, exist_ok=True)
    document = {"machine": machine(), "results": results}
    output.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print("\n".join(lines(results)))
    return 0 if all(holds(result) for cases in results.values() for result in cases.values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
