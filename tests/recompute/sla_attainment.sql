-- A promise is filed under the week in which its clock began.
--
-- left: promised_share: the goal stands in the settings, not in facts.

WITH begun AS (
    SELECT channel AS grp, week_of(began_at) AS week_on, * FROM with_all('facts.promises')
),
promised AS (
    -- Missing where conversations were promised different times.
    SELECT grp, week_on, promise,
        CASE WHEN min(promised_seconds) = max(promised_seconds) THEN min(promised_seconds)
            END AS promised_seconds,
        CASE WHEN min(promised_time) = max(promised_time) THEN min(promised_time) END AS promised_time
    FROM begun GROUP BY ALL
)
SELECT grp AS channel, week_name(week_on) AS week,
    is_over(week_on) AS is_complete, is_report_week(week_on) AS is_report_week, * EXCLUDE (grp)
FROM attainment('begun') JOIN promised USING (grp, week_on, promise)
