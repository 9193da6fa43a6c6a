-- A rating is filed under the week it was given in, or offered in if it was not given.

WITH rated AS (
    SELECT channel AS grp, week_of(counted_at) AS week_on, * FROM with_all('facts.ratings')
)
SELECT grp AS channel, week_name(week_on) AS week,
    is_over(week_on) AS is_complete, is_report_week(week_on) AS is_report_week, * EXCLUDE (grp)
FROM csat('rated')
