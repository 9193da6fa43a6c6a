-- What was observed of each team in each skill, over the conversations opened in the trailing window.
--
-- left: expected_share, gap, gap_low, gap_high, above_share, q, verdict: made of the case mix model's
--   expected; see the rules.

WITH counts AS (
    SELECT measure_kind, measure, measure_channel, agent_id, count(*) AS cases, sum(value) AS successes
    FROM practised GROUP BY ALL
),
known AS (
    -- Where all or none succeeded, nobody differs.
    SELECT * FROM counts
    WINDOW of_all AS (PARTITION BY measure_kind, measure, measure_channel)
    QUALIFY sum(successes) OVER of_all > 0 AND sum(successes) OVER of_all < sum(cases) OVER of_all
)
SELECT team, measure_kind AS skill_kind, measure AS skill, measure_channel AS skill_channel,
    count(*) AS agent_count, CAST(sum(cases) AS BIGINT) AS case_count,
    sum(successes) / sum(cases) AS own_share
FROM known JOIN facts.agents USING (agent_id)
WHERE team <> ''
GROUP BY team, measure_kind, measure, measure_channel

-- rule: A gap is the own share less the expected, within its interval.
SELECT team, skill_kind, skill, skill_channel FROM published.team_skills
WHERE abs(gap - (own_share - expected_share)) > 1e-9 OR NOT (gap_low <= gap AND gap <= gap_high)

-- rule: Above means more likely than not above what is expected.
SELECT team, skill_kind, skill, skill_channel FROM published.team_skills
WHERE (above_share > 0.5) <> (gap > 0) AND gap <> 0

-- rule: A rate of false ones is never less than twice the doubt of the row alone.
SELECT team, skill_kind, skill, skill_channel FROM published.team_skills
WHERE q < 2 * least(above_share, 1 - above_share) - 1e-9
