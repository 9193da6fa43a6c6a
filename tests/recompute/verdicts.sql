-- The facts of the conversations that were opened in the reported week.

SELECT *, week_of(opened_at) AS week_on, week_name(week_of(opened_at)) AS week,
    is_over(week_of(opened_at)) AS is_complete, true AS is_report_week
FROM facts.verdicts
WHERE week_of(opened_at) = report_week_on()
