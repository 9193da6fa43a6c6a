-- What became of all records of the input. The files stand in the run's manifest.

SELECT count(*) AS file_count, sum(seen) AS seen_count, sum(kept) AS kept_count,
    sum(ledger) AS ledger_count, share(sum(ledger), sum(seen)) AS ledger_share,
    bool_and(seen = kept + ledger) AS is_complete
FROM manifest.inputs
HAVING count(*) > 0
