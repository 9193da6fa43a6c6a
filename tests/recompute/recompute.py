"""Recomputes a run's published tables in SQL from its facts, and holds its files to the data dictionary.

    recompute.py OUT WEEK [TABLE ...]

OUT is the folder of a run, WEEK a week in it (2026-W46). Each TABLE.sql of this folder selects, from
facts/, columns of the published table of that name; rows are matched by the table's key, whole numbers
and texts compared exactly, other numbers to 1e-9 of their size. What a file does not recompute it lists
with the reason, `-- left: columns: reason.`, a longer line going on after `--` and three blanks; what
holds nevertheless stands after `-- rule: sentence` as a query for the rows that break it. Prints a line
per table, and exits with 1 on any difference.
"""

import fnmatch
import json
import math
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

HERE = Path(__file__).resolve().parent
DICTIONARY = HERE.parents[1] / "docs" / "data-dictionary.md"
SHARED = ("macros.sql", "measures.sql")
SHOWN = 5

TYPES = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "instant (UTC, microseconds)": "TIMESTAMP WITH TIME ZONE",
}
# What values in a unit are between; gaps between shares may be negative, and shifts of scores.
RANGES = {
    "share": (0, 1),
    "seconds": (0, math.inf),
    "count": (0, math.inf),
    "bytes": (0, math.inf),
    "points": (1, 5),
}
SIGNED = ("*_gap_share", "shift_score")
PROBABILITIES = ("p", "q", "*_p")


@dataclass
class Relation:
    """A Parquet file as the data dictionary has it."""

    folder: str
    name: str
    key: list = field(default_factory=list)
    columns: dict = field(default_factory=dict)  # name to (type, unit, sentence)

    @property
    def sql(self):
        return f"{'published' if self.folder == 'tables' else 'facts'}.{self.name}"


def dictionary():
    """Every relation of the data dictionary."""
    relations = []
    for line in DICTIONARY.read_text(encoding="utf-8").splitlines():
        if found := re.match(r"`(facts|tables)/(\w+)\.parquet`", line):
            relations.append(Relation(*found.groups()))
        elif line.startswith("One row per "):
            relations[-1].key = re.findall(r"`(\w+)`", line)
        elif line.startswith("| `"):
            name, kind, unit, about = (cell.strip() for cell in line[1:].split("|", 4)[:4])
            relations[-1].columns[name.strip("`")] = (kind, unit, about.rstrip(" |"))
    return relations


def opened(out, week):
    """A connection with the run's facts, published tables, variables and the shared macros."""
    con = duckdb.connect()
    manifest = json.loads((out / week / "manifest.json").read_text(encoding="utf-8"))
    con.execute("SET TimeZone = 'UTC'")
    for name, value in (
        ("zone", manifest["time_zone"]),
        ("week", manifest["week"]),
        ("window_weeks", manifest["window_weeks"]),
        ("definitions", manifest["definitions"]),
    ):
        con.execute(f"SET VARIABLE {name} = ?", [value])
    con.execute("SET VARIABLE as_of = CAST(? AS TIMESTAMPTZ)", [manifest["as_of"]])
    for schema, folder in (("facts", out / "facts"), ("published", out / week / "tables")):
        con.execute(f"CREATE SCHEMA {schema}")
        for file in sorted(folder.glob("*.parquet")):
            con.execute(f"CREATE TABLE {schema}.{file.stem} AS FROM read_parquet($${file}$$)")
            con.execute(
                f"CREATE TABLE {schema}.{file.stem}__about AS SELECT decode(key) AS key, decode(value) AS value"
                f" FROM parquet_kv_metadata($${file}$$) WHERE key <> 'ARROW:schema'"
            )
    inputs = f"SELECT unnest(inputs, recursive := true) FROM read_json($${out / week / 'manifest.json'}$$)"
    con.execute(f"CREATE SCHEMA manifest; CREATE TABLE manifest.inputs AS {inputs}")
    for file in SHARED:
        con.execute((HERE / file).read_text(encoding="utf-8"))
    return con


def rows(con, query):
    """The rows of a query and the names of their columns."""
    result = con.execute(query)
    return [column[0] for column in result.description], result.fetchall()


def off_the_dictionary(con, relation):
    """What a file has otherwise than the data dictionary."""
    described = con.execute(f"DESCRIBE {relation.sql}").fetchall()
    found = {name: kind for name, kind, *_ in described}
    about = dict(con.execute(f"FROM {relation.sql}__about").fetchall())
    for name in found.keys() - relation.columns.keys():
        yield f"{name} is not in the dictionary"
    for name in relation.columns.keys() - found.keys():
        yield f"{name} is in the dictionary only"
    if relation.key:
        key = ", ".join(relation.key)
        several = con.execute(f"SELECT {key} FROM {relation.sql} GROUP BY ALL HAVING count(*) > 1")
        yield from (f"several rows have the key {row}" for row in several.fetchmany(SHOWN))
    for name, (kind, unit, sentence) in relation.columns.items():
        if name not in found:
            continue
        if found[name] != TYPES[kind]:
            yield f"{name} is {found[name]}, not {kind}"
        place = f"caseload.column.{name}"
        if (about.get(f"{place}.unit"), about.get(f"{place}.about")) != (unit, sentence):
            yield f"the file says otherwise of {name}"
        if kind not in ("integer", "number"):
            continue
        low, high = RANGES.get(unit, (-math.inf, math.inf))
        if any(fnmatch.fnmatch(name, pattern) for pattern in SIGNED):
            low, high = -high, high
        if any(fnmatch.fnmatch(name, pattern) for pattern in PROBABILITIES):
            low, high = 0, 1
        least, most, is_finite = con.execute(
            f"SELECT min({name}), max({name}), coalesce(bool_and(isfinite({name}::DOUBLE)), true) FROM {relation.sql}"
        ).fetchone()
        if not is_finite or (least is not None and not low <= least <= most <= high):
            yield f"{name} [{unit}] is from {least} to {most}"


def is_same(ours, theirs):
    if isinstance(ours, float) or isinstance(theirs, float):
        if ours is None or theirs is None:
            return ours is theirs
        return math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-12)
    return ours == theirs


def differences(con, relation, query):
    """The columns that a query recomputes, how many rows there are, and what differs."""
    names, made = rows(con, query)
    found = []
    for name in [name for name in names if name not in relation.columns]:
        found.append(f"{name} is no column of it")
    if missing := [name for name in relation.key if name not in names]:
        return names, 0, [f"the key {missing} is not selected"]
    names_there = [name for name in names if name in relation.columns]
    _, there = rows(con, f"SELECT {', '.join(names_there)} FROM {relation.sql}")
    at = [names_there.index(name) for name in relation.key]
    in_sql = {}
    for row in made:
        row = tuple(value for name, value in zip(names, row) if name in relation.columns)
        key = tuple(row[place] for place in at)
        if key in in_sql:
            found.append(f"{key} comes twice from the query")
        in_sql[key] = row
    in_table = {tuple(row[place] for place in at): row for row in there}
    found += [f"{key} is in the query only" for key in in_sql.keys() - in_table.keys()]
    found += [f"{key} is in the table only" for key in in_table.keys() - in_sql.keys()]
    for key in in_table.keys() & in_sql.keys():
        for name, ours, theirs in zip(names_there, in_table[key], in_sql[key]):
            if not is_same(ours, theirs):
                found.append(f"{key} {name}: {ours} in the table, {theirs} by the query")
    return names_there, len(there), found


def recomputed(con, relation):
    """The line that is said of a table, and what is wrong with it."""
    file = HERE / f"{relation.name}.sql"
    if not file.exists():
        return "no file recomputes it", [f"{file.name} is missing"]
    text = file.read_text(encoding="utf-8")
    query, *rules = re.split(r"^-- rule: (.*)$", text, flags=re.MULTILINE)
    try:
        names, height, wrong = differences(con, relation, query)
        rules = list(zip(rules[::2], rules[1::2]))
        for sentence, rule in rules:
            _, breaking = rows(con, rule)
            wrong += [f"not so: {sentence} {row}" for row in breaking[:SHOWN]]
    except duckdb.Error as error:
        return "cannot be recomputed", [str(error)]
    left = set()
    unwrapped = text.replace("\n--   ", " ")
    for patterns in re.findall(r"^-- left: ([\w*, ]+): \w.*$", unwrapped, flags=re.MULTILINE):
        for pattern in patterns.split(", "):
            matched = set(fnmatch.filter(relation.columns, pattern))
            wrong += [f"{pattern} is left out, but is no column"] * (not matched)
            wrong += [f"{name} is left out and recomputed" for name in matched & set(names)]
            left |= matched
    silent = [name for name in relation.columns if name not in names and name not in left]
    if silent:
        wrong.append(f"neither recomputed nor left out with a reason: {', '.join(silent)}")
    return f"{height} rows, {len(names)} columns recomputed, {len(left)} left out, {len(rules)} rules", wrong


def main(out, week, *asked):
    con = opened(Path(out), week)
    relations = dictionary()
    of_tables = [relation for relation in relations if relation.folder == "tables"]
    known = {relation.sql for relation in relations}
    there = con.execute(
        "SELECT schema_name || '.' || table_name FROM duckdb_tables()"
        " WHERE schema_name <> 'manifest' AND NOT table_name LIKE '%\\_\\_about' ESCAPE '\\'"
    ).fetchall()
    count = 0

    def say(place, line, wrong):
        nonlocal count
        count += len(wrong)
        print(f"{place}: {line}")
        for one in wrong[:SHOWN]:
            print(f"  {one}")
        if len(wrong) > SHOWN:
            print(f"  and {len(wrong) - SHOWN} more")

    say("files", f"{len(there)}", [f"{name} is not in the dictionary" for (name,) in there if name not in known])
    stray = {file.stem for file in HERE.glob("*.sql")} - {relation.name for relation in of_tables}
    stray -= {Path(file).stem for file in SHARED}
    say("queries", f"{len(of_tables)} tables", [f"{name}.sql recomputes no table" for name in stray])
    for relation in relations:
        if asked and relation.name not in asked:
            continue
        if (relation.sql,) not in there:
            say(relation.sql, "not published", [])
            continue
        say(relation.sql, f"{len(relation.columns)} columns as documented", list(off_the_dictionary(con, relation)))
        if relation.folder == "tables":
            say(relation.sql, *recomputed(con, relation))
    if count:
        print(f"{count} differences")
    return min(count, 1)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
