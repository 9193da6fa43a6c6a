-- Topics are the vendor's own categories. Conversations are filed under the week they were opened in,
-- ratings under the week they were given in.

WITH cases AS (
    SELECT coalesce(topic_label, 'no topic') AS grp, week_of(opened_at) AS week_on, *
        FROM facts.conversations
),
rated AS (
    SELECT coalesce(topic_label, 'no topic') AS grp, week_of(counted_at) AS week_on, ratings.*
    FROM facts.ratings JOIN facts.conversations USING (conversation_id)
)
SELECT grp AS topic, week_name(week_on) AS week, week_on,
    is_over(week_on) AS is_complete, is_report_week(week_on) AS is_report_week,
    coalesce(COLUMNS('_count$'), 0),
    COLUMNS('_(seconds|share|points)$')
FROM volume('cases')
FULL JOIN csat('rated') USING (grp, week_on)
LEFT JOIN first_response('cases') USING (grp, week_on)
LEFT JOIN resolution('cases') USING (grp, week_on)
LEFT JOIN time_to_resolve('cases') USING (grp, week_on)
LEFT JOIN status_times('cases') USING (grp, week_on)
LEFT JOIN one_touch('cases') USING (grp, week_on)
LEFT JOIN reopens('cases') USING (grp, week_on)
LEFT JOIN abandonment('cases') USING (grp, week_on)
LEFT JOIN service_level('cases') USING (grp, week_on)
LEFT JOIN answered_calls('cases') USING (grp, week_on)
LEFT JOIN speech('cases') USING (grp, week_on)
