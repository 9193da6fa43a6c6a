-- A promise counts for whoever did what was promised, in time or late.

WITH begun AS (
    SELECT promises.agent_id AS grp, week_of(began_at) AS week_on, promises.*
    FROM facts.promises JOIN facts.agents USING (agent_id)
    WHERE role = 'agent'
)
SELECT agent_id, name AS agent_name, team, week_name(week_on) AS week,
    is_over(week_on) AS is_complete, is_report_week(week_on) AS is_report_week, attained.* EXCLUDE (grp)
FROM attainment('begun') AS attained JOIN facts.agents ON agent_id = grp
