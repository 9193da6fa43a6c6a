-- The cases of each finding, over the conversations opened in the trailing window. Which skills are
-- findings is the model's to say.
--
-- left: expected_share, gap, gap_low, gap_high, probability_share, reliability_share, expected_false_share,
--   is_against_team: the model's; docs/calibration.md shows how often it is right.
-- left: part_count, part_known_count: of three parts of the window, whose bounds are not in facts.
-- left: words: a sentence made of the other columns.
-- left: side, whose, mentor_id, mentor_name: see the rules.

WITH cases AS (
    SELECT 'agent' AS whose, agent_id, team, practised.* EXCLUDE (agent_id) FROM practised
        JOIN facts.agents USING (agent_id)
    UNION ALL
    SELECT 'team', NULL, team, practised.* EXCLUDE (agent_id) FROM practised JOIN facts.agents
        USING (agent_id)
),
own AS (
    SELECT whose, agent_id, team, measure_kind AS skill_kind, measure AS skill,
        nullif(measure_channel, 'all') AS skill_channel,
        count(*) AS case_count, avg(value) AS own_share
    FROM cases GROUP BY ALL
)
SELECT finding, own.agent_id, agents.name AS agent_name, own.team, own.skill_kind, own.skill,
    own.skill_channel, own.case_count, own.own_share
FROM published.coaching_needs AS found
JOIN own ON own.whose = found.whose AND own.agent_id IS NOT DISTINCT FROM found.agent_id
    AND own.team IS NOT DISTINCT FROM found.team
    AND own.skill_kind = found.skill_kind AND own.skill = found.skill
        AND own.skill_channel IS NOT DISTINCT FROM found.skill_channel
LEFT JOIN facts.agents ON agents.agent_id = found.agent_id

-- rule: A need lies below what is expected and a strength above, and so does the interval's middle.
SELECT finding FROM published.coaching_needs
WHERE NOT (gap_low <= gap AND gap <= gap_high) OR (side = 'need') <> (gap < 0)
    OR side NOT IN ('need', 'strength')

-- rule: What is said is likely, seen in two of three parts of the window, and mostly the own evidence.
SELECT finding FROM published.coaching_needs
WHERE probability_share < 0.8 OR reliability_share < 0.5 OR part_count < 2 OR part_count > part_known_count
    OR part_known_count > 3 OR expected_false_share > 0.1

-- rule: Only an agent's need has a mentor, another agent who did better in exactly that than was expected.
SELECT finding FROM published.coaching_needs AS need
LEFT JOIN published.agent_funnel AS mentors ON mentors.agent_id = mentor_id AND measure_kind = skill_kind
    AND measure = skill AND measure_channel = coalesce(skill_channel, 'all')
WHERE mentor_id IS NOT NULL
    AND (whose <> 'agent' OR side <> 'need' OR mentor_id = need.agent_id
        OR observed_count <= expected_successes)
