-- The sums of chat_handling_weekly, which is recomputed from facts by its own file.

SELECT week_name(week_on) AS week, week_on, is_over(week_on) AS is_complete,
    is_report_week(week_on) AS is_report_week,
    count(*) AS agent_count, sum(chat_count) AS chat_count,
    sum(raw_handle_seconds) AS raw_handle_seconds, sum(busy_seconds) AS busy_seconds,
    share(sum(raw_handle_seconds), sum(chat_count)) AS raw_handle_mean_seconds,
    share(sum(busy_seconds), sum(chat_count)) AS handle_mean_seconds,
    share(sum(raw_handle_seconds), sum(busy_seconds)) AS concurrency
FROM published.chat_handling_weekly GROUP BY week_on
