-- The facts as they are, with the week in which each wait began.

SELECT *, week_of(asked_at) AS week_on, week_name(week_of(asked_at)) AS week,
    is_over(week_of(asked_at)) AS is_complete, is_report_week(week_of(asked_at)) AS is_report_week
FROM facts.turns
