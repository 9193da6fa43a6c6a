"""Times Caseload against DuckDB and polars on the same export and the same tables, in turn.

usage: python3 benches/peers/compare.py [--conversations 300000] [--runs 5] [--keep FOLDER] [--write]

Needs PyPI's duckdb and polars. Prints wall seconds, processor seconds and peak memory of each whole
process (medians), the ratios, and whether the three agree on the figures; `--write` files the same
under benches/runs/.
"""

import argparse
import datetime as dt
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import duckdb
import polars

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def built():
    """Caseload, built from this tree."""
    subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT, check=True)
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return target / "release" / "caseload"


def timed(command):
    """Wall seconds, processor seconds and peak MiB of one process."""
    begin = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command[0]} ended with {process.returncode}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def disagreements(export):
    """Conversations whose first response or number of waits differs between Caseload and DuckDB,
    compared one by one; and channel-weeks of polars that differ from DuckDB's."""
    ours, duck = export / "out/facts", export / "duckdb"
    con = duckdb.connect()
    conversations = con.execute(f"""
        select count(*) from (
            select split_part(conversation_id, '/', 2) as id, first_response_seconds as s,
                   is_resolved as r, resolve_seconds as t
            from '{ours}/conversations.parquet') a
        full join (select conversation_id as id, frt as s, status = 'solved' as r, ttr as t
                   from '{duck}/facts.parquet') b using (id)
        where a.s is distinct from b.s and abs(coalesce(a.s, -9) - coalesce(b.s, -9)) > 0.001
           or a.r is distinct from b.r or abs(coalesce(a.t, -9) - coalesce(b.t, -9)) > 1""").fetchone()[0]
    waits = con.execute(f"""
        select count(*) from (
            select split_part(conversation_id, '/', 2) as id, count(*) as n
            from '{ours}/turns.parquet' group by 1) a
        full join (select conversation_id as id, count(*) as n from '{duck}/waits.parquet' group by 1) b
            using (id)
        where a.n is distinct from b.n""").fetchone()[0]
    weeks = con.execute(f"""
        select count(*) from '{duck}/channel.parquet' a
        full join '{export}/polars/channel.parquet' b on a.channel = b.channel and a.wk = b.wk::timestamp
        where a.n is distinct from b.n""").fetchone()[0]
    return conversations, waits, weeks


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--conversations", type=int, default=300_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--keep", type=pathlib.Path, help="keep the export here and use it again")
    parser.add_argument("--write", action="store_true", help="file the run under benches/runs/")
    asked = parser.parse_args()

    export = asked.keep or pathlib.Path(tempfile.mkdtemp(prefix="caseload-peers-"))
    if not (export / "ratings.csv").exists():
        script = [sys.executable, str(HERE / "generate.py"), str(asked.conversations), str(export)]
        subprocess.run(script, check=True)
    shutil.copy(HERE / "caseload.toml", export)
    size = sum((export / n).stat().st_size for n in ("messages.ndjson", "conversations.ndjson", "ratings.csv"))

    commands = {
        "Caseload": [str(built()), "run", str(export / "caseload.toml"), "--quiet"],
        f"DuckDB {duckdb.__version__}": [
            sys.executable, str(HERE / "duckdb_tables.py"), str(export), str(export / "duckdb")],
        f"polars {polars.__version__} (Python)": [
            sys.executable, str(HERE / "polars_tables.py"), str(export), str(export / "polars")],
    }
    figures = {name: [] for name in commands}
    for turn in range(asked.runs + 1):
        for name, command in commands.items():
            measured = timed(command)
            if turn > 0:
                figures[name].append(measured)

    medians = {name: [statistics.median(column) for column in zip(*rows)] for name, rows in figures.items()}
    own = medians["Caseload"]
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if "model name" in line), "")
    lines = [
        f"# {dt.date.today()}, {os.cpu_count()} cores",
        "",
        f"{model}, Linux {platform.release()}. {asked.conversations:,} conversations, {size / 1e6:.0f} MB of input;",
        f"the same tables by each, whole processes in turn, medians of {asked.runs} after one warm-up.",
        f"Load average at the end: {os.getloadavg()[0]:.1f}.",
        "",
        "| | wall s | processor s | peak MiB | wall against Caseload | peak against Caseload |",
        "|---|---|---|---|---|---|",
    ]
    for name, (wall, cpu, peak) in medians.items():
        lines.append(f"| {name} | {wall:.2f} | {cpu:.2f} | {peak:.0f} | {wall / own[0]:.2f} | {peak / own[2]:.2f} |")
    conversations, waits, weeks = disagreements(export)
    lines += [
        "",
        f"Conversations on which Caseload and DuckDB disagree: {conversations} (first response, resolution)",
        f"and {waits} (number of waits); channel-weeks on which DuckDB and polars do: {weeks}.",
    ]
    text = "\n".join(lines) + "\n"
    print(text)
    if asked.write:
        (ROOT / "benches" / "runs" / f"{dt.date.today()}-{os.cpu_count()}-cores.md").write_text(text)
    if not asked.keep:
        shutil.rmtree(export)


if __name__ == "__main__":
    main()
