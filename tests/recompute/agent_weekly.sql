-- What each agent is credited with: a first response and a reply to who sent it, a resolution to the
-- last to reply before it, a conversation to the last to reply in it, a rating to whom it was given, a
-- verdict to who wrote what shows it.

WITH in_hands AS (
    SELECT last_agent_id AS grp, week_of(opened_at) AS week_on, * FROM facts.conversations
),
first_answered AS (
    SELECT first_response_agent_id AS grp, week_of(opened_at) AS week_on, * FROM facts.conversations
),
resolved AS (
    SELECT resolution_agent_id AS grp, week_of(opened_at) AS week_on, * FROM facts.conversations
),
answered AS (
    SELECT agent_id AS grp, week_of(asked_at) AS week_on, * FROM facts.turns WHERE agent_id IS NOT NULL
),
rated AS (
    SELECT agent_id AS grp, week_of(counted_at) AS week_on, * FROM facts.ratings
),
judged AS (
    SELECT agent_id AS grp, week_of(opened_at) AS week_on, * FROM facts.verdicts
)
SELECT grp AS agent_id, name AS agent_name, team, week_name(week_on) AS week, week_on,
    is_over(week_on) AS is_complete, is_report_week(week_on) AS is_report_week,
    coalesce(COLUMNS('_count$'), 0),
    COLUMNS('_(seconds|share|points)$')
FROM volume('in_hands')
FULL JOIN resolution('in_hands') USING (grp, week_on)
FULL JOIN (SELECT * EXCLUDE (asked_count) FROM first_response('first_answered')) USING (grp, week_on)
FULL JOIN (SELECT * EXCLUDE (wait_count, open_wait_count) FROM next_response('answered'))
    USING (grp, week_on)
FULL JOIN time_to_resolve('resolved') USING (grp, week_on)
FULL JOIN one_touch('resolved') USING (grp, week_on)
FULL JOIN csat('rated') USING (grp, week_on)
FULL JOIN quality('judged') USING (grp, week_on)
JOIN facts.agents ON agent_id = grp
WHERE role = 'agent'
