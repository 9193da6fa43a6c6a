-- Each week's conversations as they stood when it closed: what came later had not come.

WITH cases AS (
    SELECT channel AS grp, week_of(opened_at) AS week_on,
        least(begin_of(week_of(opened_at) + 7), getvariable('as_of')) AS closed_at, *
    FROM with_all('facts.conversations')
),
at_close AS (
    SELECT * REPLACE (
        CASE WHEN first_response_began_at <= closed_at THEN first_response_began_at
            END AS first_response_began_at,
        CASE WHEN first_response_at <= closed_at THEN first_response_seconds END AS first_response_seconds,
        CASE WHEN first_response_at <= closed_at THEN first_response_business_seconds
            END AS first_response_business_seconds,
        CASE WHEN is_resolved THEN coalesce(resolved_at <= closed_at, true) ELSE is_resolved
            END AS is_resolved,
        CASE WHEN resolved_at <= closed_at THEN resolve_seconds END AS resolve_seconds,
        CASE WHEN resolved_at <= closed_at THEN resolve_business_seconds END AS resolve_business_seconds)
    FROM cases
),
promised AS (
    SELECT channel AS grp, week_of(began_at) AS week_on, promise,
        least(begin_of(week_of(began_at) + 7), getvariable('as_of')) AS closed_at,
        CASE
            WHEN ended_at <= closed_at AND is_kept THEN 'kept'
            WHEN due_at <= closed_at THEN 'broken'
            ELSE 'pending'
        END AS state
    FROM with_all('facts.promises')
    WHERE promise = 'first_response'
)
SELECT grp AS channel, week_name(week_on) AS week, week_on,
    is_over(week_on) AS is_complete, is_report_week(week_on) AS is_report_week,
    coalesce(COLUMNS('_count$'), 0),
    COLUMNS('_(seconds|share)$')
FROM volume('at_close')
LEFT JOIN first_response('at_close') USING (grp, week_on)
LEFT JOIN resolution('at_close') USING (grp, week_on)
LEFT JOIN time_to_resolve('at_close') USING (grp, week_on)
LEFT JOIN attainment('promised') USING (grp, week_on)
