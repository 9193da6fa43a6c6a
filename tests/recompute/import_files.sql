-- What became of the records of each file. The files stand in the run's manifest.

SELECT file, source, format, bytes AS size_bytes, seen AS seen_count, kept AS kept_count,
    ledger AS ledger_count, blake3,
    (SELECT count(*) FROM facts.issues WHERE is_bad AND issues.file = inputs.file) AS bad_count
FROM manifest.inputs

-- rule: Records seen are kept or in the ledger.
SELECT file FROM published.import_files WHERE seen_count <> kept_count + ledger_count
