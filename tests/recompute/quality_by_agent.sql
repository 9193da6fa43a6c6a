-- An agent's verdicts on the conversations opened in the trailing window.

WITH judged AS (
    SELECT agents.agent_id, name AS agent_name, agents.team, verdicts.*,
        criterion IN (FROM scored_criteria) AND NOT is_critical AND weight > 0 AS is_scored
    FROM facts.verdicts JOIN facts.agents USING (agent_id)
    WHERE role = 'agent' AND is_in_window(opened_at)
)
SELECT agent_id, agent_name, team,
    count(*) FILTER (WHERE is_scored) AS scored_judged_count,
    count(*) FILTER (WHERE is_scored AND verdict = 'met') AS scored_met_count,
    share(scored_met_count, scored_judged_count) AS scored_met_share,
    wilson_low(scored_met_count, scored_judged_count) AS scored_met_low_share,
    wilson_high(scored_met_count, scored_judged_count) AS scored_met_high_share,
    share(coalesce(sum(weight) FILTER (WHERE is_scored AND verdict = 'met'), 0), sum(weight)
        FILTER (WHERE is_scored)) AS quality_share,
    count(*) FILTER (WHERE NOT is_scored AND NOT is_critical AND weight > 0) AS descriptive_judged_count,
    count(*) FILTER (WHERE is_critical AND verdict = 'missed') AS critical_missed_count,
    sum(weight) AS judged_weight
FROM judged GROUP BY ALL
