"""How fast a plan's statistics leave the house, and in how much memory, against the bare writers.

Run ``python bench/export.py [--sizes 10000,100000] [--database-url URL]``. The database grows from size to size. Every
file is written by a process of its own, whose peak memory is read from the kernel. The bare writer writes as many rows,
columns and cells of the same types out of thin air: no database, no answers, the same library and options. For CSV,
where writing costs next to nothing, a bare reader stands beside it: the driver's cursor, ``json.loads``, ``csv``.
"""

from __future__ import annotations

import argparse
import csv
import json
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import xlsxwriter

from bench import show
from bench.show import Ratio

SIZES = (10_000, 100_000)
FORMATS = ("xlsx", "csv")
Row = Sequence[Any]


def main() -> None:
    """Run the benchmark."""
    from bench.filling import fill_up_to, ground

    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", default=",".join(map(str, SIZES)), help="numbers of responses, growing")
    options.add_argument("--tasks", type=int, default=1, help="tasks with a form each; more forms are more columns")
    options.add_argument("--database-url", help="an empty database; SQLite in a temporary folder where left out")
    chosen = options.parse_args()
    lines = []
    with ground(chosen.database_url, tasks=chosen.tasks) as site:
        url, instance = site.environment["THUOCDO_DATABASE_URL"], site.environment["THUOCDO_INSTANCE"]
        for size in sorted(int(size) for size in chosen.sizes.split(",")):
            show.note(f"filling up to {size:,} responses ...")
            fill_up_to(site, size)
            for shape in FORMATS:
                show.note(f"writing {size:,} rows as {shape} ...")
                ours = _in_a_process(write_ours, url, instance, site.plan_id, shape)
                bare = _in_a_process(write_bare, ours["sample"], size, shape)
                read = _in_a_process(write_read, url) if shape == "csv" else None
                lines.append(_line(size, shape, ours, bare, read))
    found = _ratios(lines)
    show.table(
        "Export, every response one row",
        ("format", "rows", "columns", "rows/s", "bare writer/s", "bare read/s", "peak MB", "bare peak MB", "file MB"),
        [
            (
                *(line["format"], line["rows"], line["columns"], line["rows_per_second"]),
                *(line["bare_rows_per_second"], line["bare_read_rows_per_second"] or ""),
                *(line["peak_mb"], line["bare_peak_mb"], line["file_mb"]),
            )
            for line in lines
        ],
    )
    show.ratios(found)
    show.result("export", tasks=chosen.tasks, lines=lines, ratios=found)


def write_ours(url: str, instance: str, plan_id: int, shape: str) -> dict[str, Any]:
    """Export the plan as the command does: the whole workbook, or the data table as CSV."""
    from app.core.session import session, snapshot
    from app.core.settings import Settings
    from app.plans.queries import plan_with_id
    from app.reports.csvfile import write_csv
    from app.reports.data import Choice
    from app.reports.export import read_export
    from app.reports.xlsx import write_workbook
    from app.scores.rules import Thresholds
    from app.web.factory import create_app
    from bench.filling import SECRET

    settings = Settings(url, SECRET, "http://127.0.0.1", demo=True, instance=Path(instance))
    app = create_app(replace(settings, log_json=True))
    sample: list[Row] = []
    with app.app_context(), snapshot() as current, tempfile.TemporaryFile() as file:
        started = time.perf_counter()
        export = read_export(
            current, plan_with_id(session(), plan_id), choice=Choice(texts=True), thresholds=Thresholds(), say=str
        )
        if shape == "xlsx":
            write_workbook(file, export.tables(), title=export.plan.title)
        else:
            write_csv(file, export.table("data"))
        spent = time.perf_counter() - started
        size = file.tell() if shape == "csv" else file.seek(0, 2)
        again = read_export(
            current, plan_with_id(session(), plan_id), choice=Choice(texts=True), thresholds=Thresholds(), say=str
        )
        for row in again.table("data").rows:
            sample.append(tuple(row))
            if len(sample) == 1000:
                break
        if export.written != export.stored:
            raise RuntimeError(f"{export.written} rows written, {export.stored} stored")
        return {
            **{"rows": export.written, "columns": len(export.layout.columns), "seconds": spent, "bytes": size},
            "sample": sample,
        }


def write_bare(sample: list[Row], rows: int, shape: str) -> dict[str, Any]:
    """The same cells by the bare library."""
    with tempfile.TemporaryFile() as file:
        started = time.perf_counter()
        if shape == "xlsx":
            _bare_workbook(file, sample, rows)
        else:
            with tempfile.NamedTemporaryFile("w", encoding="utf-8-sig", newline="") as text:
                csv.writer(text).writerows(_repeated(sample, rows))
        return {"rows": rows, "seconds": time.perf_counter() - started}


def write_read(url: str) -> dict[str, Any]:
    """Read every response with the bare driver and write its answers as they come."""
    from sqlalchemy import create_engine

    query = "SELECT edition_id, desk_id, mode, hour, locale, answers FROM response ORDER BY edition_id, hour, id"
    rows, started = 0, time.perf_counter()
    connection = create_engine(url).raw_connection()
    cursor = connection.cursor()
    cursor.execute(query)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8-sig", newline="") as text:
        writer = csv.writer(text)
        while some := cursor.fetchmany(2000):
            for *plain, answers in some:
                writer.writerow([*plain, *json.loads(answers).values()])
            rows += len(some)
    connection.close()
    return {"rows": rows, "seconds": time.perf_counter() - started}


def _bare_workbook(file: Any, sample: list[Row], rows: int) -> None:
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet()
    for line, row in enumerate(_repeated(sample, rows)):
        for place, value in enumerate(row):
            if value is None:
                continue
            if isinstance(value, str):
                sheet.write_string(line, place, value)
            elif isinstance(value, int | float):
                sheet.write_number(line, place, value)
            else:
                sheet.write_datetime(line, place, value, day)
    book.close()


def _repeated(sample: list[Row], rows: int) -> Iterator[Row]:
    count = len(sample)
    for number in range(rows):
        yield sample[number % count]


def _in_a_process(work: Callable[..., dict[str, Any]], *arguments: Any) -> dict[str, Any]:
    """Run ``work`` in a fresh process and add its peak memory in megabytes."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(theirs, work, arguments))
    process.start()
    theirs.close()
    try:
        found: dict[str, Any] = ours.recv()
    except EOFError as problem:
        raise RuntimeError(f"{work.__name__} ended without a result") from problem
    finally:
        process.join()
    return found


def _work(pipe: Connection, work: Callable[..., dict[str, Any]], arguments: tuple[Any, ...]) -> None:
    found = work(*arguments)
    pipe.send({**found, "peak_mb": _peak_mb()})
    pipe.close()


def _peak_mb() -> float:
    """The largest resident size of this process so far (``VmHWM``, which a fresh program starts anew)."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return round(int(line.split()[1]) / 1024, 1)
    raise RuntimeError("the kernel does not tell the peak memory")


def _line(
    size: int, shape: str, ours: dict[str, Any], bare: dict[str, Any], read: dict[str, Any] | None
) -> dict[str, Any]:
    if ours["rows"] != size:
        raise RuntimeError(f"{ours['rows']} rows were exported, {size} are stored")
    return {
        "format": shape,
        "rows": ours["rows"],
        "columns": ours["columns"],
        "rows_per_second": round(size / ours["seconds"]),
        "bare_rows_per_second": round(size / bare["seconds"]),
        "bare_read_rows_per_second": round(size / read["seconds"]) if read else None,
        "peak_mb": ours["peak_mb"],
        "bare_peak_mb": bare["peak_mb"],
        "file_mb": round(ours["bytes"] / 1e6, 1),
    }


def _ratios(lines: list[dict[str, Any]]) -> list[Ratio]:
    found = []
    for shape in FORMATS:
        first, last = _ends(lines, shape)
        found.append(
            Ratio(
                f"{shape}: export / bare writer at {last['rows']:,} rows",
                last["rows_per_second"] / last["bare_rows_per_second"],
                0.5,
            )
        )
        if last["bare_read_rows_per_second"]:
            found.append(
                Ratio(
                    f"{shape}: export / bare read and write at {last['rows']:,} rows",
                    last["rows_per_second"] / last["bare_read_rows_per_second"],
                    0.5,
                )
            )
        found.append(
            Ratio(
                f"{shape}: peak memory at {last['rows']:,} / at {first['rows']:,} rows",
                last["peak_mb"] / first["peak_mb"],
                1.2,
                at_least=False,
            )
        )
    return found


def _ends(lines: list[dict[str, Any]], shape: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The smallest and the largest size of one format; memory is compared from 100,000 rows on where there is more."""
    mine = [line for line in lines if line["format"] == shape]
    larger = [line for line in mine if line["rows"] >= 100_000]
    return (larger[0] if len(larger) > 1 else mine[0]), mine[-1]


if __name__ == "__main__":
    main()
