-- The ledger, counted by the kind of thing that was noticed in one field.
--
-- left: about: the kind in a sentence.

SELECT file, record, coalesce(field, 'whole record') AS field, kind, effect,
    bool_or(is_bad) AS is_bad, count(*) AS issue_count,
    arg_min(place_unit, place) AS place_unit, min(place) AS first_place, arg_min(seen, place) AS first_seen
FROM facts.issues GROUP BY file, record, coalesce(field, 'whole record'), kind, effect
