-- The facts as they are, with the week in which each promise's clock began.

SELECT *, week_of(began_at) AS week_on, week_name(week_of(began_at)) AS week,
    is_over(week_of(began_at)) AS is_complete, is_report_week(week_of(began_at)) AS is_report_week
FROM facts.promises

-- rule: A promise that was kept took no longer than was promised, one that was broken did.
SELECT conversation_id, promise, promise_number FROM published.promises
WHERE (state = 'kept' AND spent_seconds > promised_seconds)
    OR (state = 'broken' AND abs(spent_seconds - promised_seconds - over_seconds) > 1e-6)
    OR (state = 'pending' AND (is_kept IS NOT NULL OR ended_at IS NOT NULL))
