-- Each agent's own cases, week by week.
--
-- left: expected_value, adjusted_value, low_value, high_value: the model's; docs/calibration.md shows how
--   often it is right.
-- left: window_value, window_low_value, window_high_value, peers_value: see the rule.

WITH cases AS (
    SELECT *, week_of(opened_at) AS week_on, avg(value) OVER (PARTITION BY dimension) AS usual
        FROM scored_cases
),
own AS (
    SELECT agent_id, dimension, week_on, count(*) AS case_count, avg(value) AS own,
        any_value(usual) AS usual
    FROM cases
    -- Before customers had seven days to come back, only what failed is known.
    WHERE dimension <> 'resolution' OR begin_of(week_on + 14) <= getvariable('as_of')
    GROUP BY ALL
)
SELECT agent_id, name AS agent_name, team, dimension, week_name(week_on) AS week, week_on,
    is_over(week_on) AS is_complete, is_report_week(week_on) AS is_report_week,
    CASE WHEN dimension IN ('speed', 'efficiency') THEN 'ratio' ELSE 'share' END AS value_kind, case_count,
    CASE value_kind WHEN 'ratio' THEN exp(own - usual) ELSE own END AS own_value
FROM own JOIN facts.agents USING (agent_id)

-- rule: The interval holds the adjusted value.
SELECT agent_id, dimension, week FROM published.agent_dimensions_weekly
WHERE NOT (low_value <= adjusted_value AND adjusted_value <= high_value)

-- rule: What is told of the window is what agent_dimensions tells.
SELECT agent_id, dimension, week FROM published.agent_dimensions_weekly AS weekly
JOIN published.agent_dimensions AS whole USING (agent_id, dimension)
WHERE window_value IS DISTINCT FROM shrunk_value OR window_low_value IS DISTINCT FROM whole.low_value
    OR window_high_value IS DISTINCT FROM whole.high_value
    OR weekly.peers_value IS DISTINCT FROM whole.peers_value
