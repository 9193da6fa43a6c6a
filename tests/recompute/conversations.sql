-- The facts as they are, without the customer, with the week in which each was opened.

SELECT * EXCLUDE (customer_id), week_of(opened_at) AS week_on, week_name(week_of(opened_at)) AS week,
    is_over(week_of(opened_at)) AS is_complete, is_report_week(week_of(opened_at)) AS is_report_week
FROM facts.conversations
