-- An agent's verdicts on each criterion, of the conversations opened in the trailing window.

SELECT agent_id, name AS agent_name, agents.team, criterion, is_critical, weight,
    count(*) AS judged_count,
    count(*) FILTER (WHERE verdict = 'met') AS met_count,
    count(*) FILTER (WHERE verdict = 'missed') AS missed_count,
    count(*) FILTER (WHERE certainty = 'unsure') AS unsure_count,
    share(met_count, judged_count) AS met_share,
    wilson_low(met_count, judged_count) AS met_low_share,
    wilson_high(met_count, judged_count) AS met_high_share
FROM facts.verdicts JOIN facts.agents USING (agent_id)
WHERE role = 'agent' AND is_in_window(opened_at)
GROUP BY ALL
