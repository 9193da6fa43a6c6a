-- Of each agent's conversations that came to their end in the reported week, those to be read.
--
-- left: reason, weight, inclusion_share: drawn by chance in proportion to reasons, some of which (a low
--   mark, an unsure verdict) are the settings' and the rubric's; see the rules.
-- left: stratum, stratum_plan_count, stratum_precision_share, agent_precision_share,
--   window_precision_share: the plan's own; see the rules.
-- left: stratum_count: see the rules.

WITH ended AS (
    SELECT last_agent_id AS agent_id, channel, conversation_id FROM facts.conversations
    WHERE week_of(resolved_at) = report_week_on()
),
agents AS (
    SELECT agent_id, name AS agent_name, team, count(*) AS agent_count
    FROM ended JOIN facts.agents USING (agent_id) WHERE role = 'agent' GROUP BY ALL
)
SELECT agent_id, agents.agent_name, agents.team, channel, conversation_id, getvariable('week') AS week,
    agents.agent_count,
    conversation_id IN (SELECT conversation_id FROM facts.reviews WHERE NOT is_calibration) AS is_reviewed,
    count(*) OVER (PARTITION BY agent_id) AS agent_plan_count
FROM published.sampling_plan SEMI JOIN ended USING (agent_id, channel, conversation_id) JOIN agents
    USING (agent_id)

-- rule: A stratum's rows are its plan.
SELECT agent_id, stratum FROM published.sampling_plan GROUP BY ALL
HAVING count(*) <> max(stratum_plan_count) OR max(stratum_plan_count) > max(stratum_count)

-- rule: Strata add up to the agent.
SELECT agent_id FROM (SELECT DISTINCT agent_id, stratum, stratum_count, agent_count
    FROM published.sampling_plan) GROUP BY ALL
HAVING sum(stratum_count) > max(agent_count)

-- rule: Where all of a stratum is read, each is certain to be.
SELECT agent_id, stratum FROM published.sampling_plan WHERE stratum_count = stratum_plan_count
    AND inclusion_share <> 1
