-- The same as reviews, by the team that held the conversation last.

SELECT team, week_of(counted_at) AS week_on, week_name(week_of(counted_at)) AS week,
    is_over(week_of(counted_at)) AS is_complete, is_report_week(week_of(counted_at)) AS is_report_week,
        criterion,
    count(*) FILTER (WHERE NOT is_calibration) AS review_count,
    count(*) FILTER (WHERE NOT is_calibration AND is_met IS NOT NULL) AS review_applicable_count,
    count(*) FILTER (WHERE NOT is_calibration AND is_met) AS review_met_count,
    count(*) FILTER (WHERE NOT is_calibration AND is_met IS NULL) AS review_not_applicable_count,
    count(*) FILTER (WHERE is_calibration) AS calibration_count,
    share(review_met_count, review_applicable_count) AS review_met_share,
    wilson_low(review_met_count, review_applicable_count) AS review_met_low_share,
    wilson_high(review_met_count, review_applicable_count) AS review_met_high_share
FROM facts.reviews
WHERE team IS NOT NULL
GROUP BY ALL
