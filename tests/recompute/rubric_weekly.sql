-- A criterion counts where it was met or missed; where it is not applicable there is no verdict.

SELECT channel, week_of(opened_at) AS week_on, week_name(week_of(opened_at)) AS week,
    is_over(week_of(opened_at)) AS is_complete, is_report_week(week_of(opened_at)) AS is_report_week,
    criterion, is_critical, weight,
    count(*) AS judged_count,
    count(*) FILTER (WHERE verdict = 'met') AS met_count,
    count(*) FILTER (WHERE certainty = 'unsure') AS unsure_count,
    share(met_count, judged_count) AS met_share,
    wilson_low(met_count, judged_count) AS met_low_share,
    wilson_high(met_count, judged_count) AS met_high_share
FROM with_all('facts.verdicts')
GROUP BY ALL
