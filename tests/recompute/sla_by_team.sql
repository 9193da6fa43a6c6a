-- A promise counts for the team that held the conversation last.

WITH begun AS (
    SELECT team AS grp, week_of(began_at) AS week_on, * FROM facts.promises WHERE team IS NOT NULL
)
SELECT grp AS team, week_name(week_on) AS week,
    is_over(week_on) AS is_complete, is_report_week(week_on) AS is_report_week, * EXCLUDE (grp)
FROM attainment('begun')
