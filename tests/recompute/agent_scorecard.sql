-- What the score is made of: each agent's own cases over the trailing window.
--
-- left: peer_group, peer_count, ranked_count: whose channel is the main one is not in facts.
-- left: score, score_*low, score_*high, above_share, verdict, reason, reliability_share, unadjusted_score:
--   the model's; docs/calibration.md shows how often it is right.
-- left: expected_rank, rank_best, rank_worst: the model's, as those.
-- left: *_score, *_weight_share, weight_present_share: the model's, as those.

WITH own AS (
    SELECT agent_id,
        count(*) FILTER (WHERE dimension = 'resolution') AS resolution_count,
        avg(value) FILTER (WHERE dimension = 'resolution') AS resolution_share,
        count(*) FILTER (WHERE dimension = 'feedback') AS feedback_count,
        avg(value) FILTER (WHERE dimension = 'feedback') AS feedback_share,
        count(*) FILTER (WHERE dimension = 'quality') AS quality_count,
        avg(value) FILTER (WHERE dimension = 'quality') AS quality_share,
        count(*) FILTER (WHERE dimension = 'speed') AS speed_count,
        exp(avg(value - usual) FILTER (WHERE dimension = 'speed')) AS speed_ratio,
        count(*) FILTER (WHERE dimension = 'efficiency') AS efficiency_count,
        exp(avg(value - usual) FILTER (WHERE dimension = 'efficiency')) AS efficiency_ratio
    FROM (SELECT *, avg(value) OVER (PARTITION BY dimension) AS usual FROM scored_cases)
    GROUP BY ALL
),
critical AS (
    SELECT agent_id,
        count(DISTINCT conversation_id) AS critical_judged_count,
        count(DISTINCT conversation_id) FILTER (WHERE verdict = 'missed') AS critical_missed_count
    FROM facts.verdicts WHERE is_critical AND is_in_window(opened_at)
    GROUP BY ALL
)
SELECT agent_id, name AS agent_name, team, support_tier, getvariable('week') AS week,
    window_from_on() AS window_from_on, report_week_on() + 6 AS window_to_on,
    coalesce(COLUMNS('_count$'), 0), COLUMNS('(resolution|feedback|quality)_share|_ratio')
FROM facts.agents LEFT JOIN own USING (agent_id) LEFT JOIN critical USING (agent_id)
WHERE role = 'agent'

-- rule: The intervals hold the score, the wider one the narrower.
SELECT agent_id FROM published.agent_scorecard
WHERE NOT (score_95_low <= score_low AND score_low <= score AND score <= score_high
    AND score_high <= score_95_high)

-- rule: Either there is a score or a reason why there is none.
SELECT agent_id FROM published.agent_scorecard
WHERE (score IS NULL) = (reason IS NULL) OR (score IS NULL) <> (verdict = 'too few to say')

-- rule: The verdict says in words with which probability the true score is above the peers' median.
SELECT agent_id FROM published.agent_scorecard
WHERE score IS NOT NULL AND verdict <> CASE
    WHEN above_share >= 0.95 THEN 'clearly above'
    WHEN above_share <= 0.05 THEN 'clearly below'
    WHEN above_share >= 0.8 THEN 'likely above'
    WHEN above_share <= 0.2 THEN 'likely below'
    ELSE 'not distinguishable from peers' END

-- rule: Weights of the dimensions in a score add up to one.
SELECT agent_id FROM published.agent_scorecard
WHERE abs(coalesce(resolution_weight_share, 0) + coalesce(feedback_weight_share,
    0) + coalesce(quality_weight_share, 0)
    + coalesce(speed_weight_share, 0) + coalesce(efficiency_weight_share, 0) - 1) > 1e-9
        AND score IS NOT NULL

-- rule: Ranks lie among the peers who have a score.
SELECT agent_id FROM published.agent_scorecard
WHERE NOT (1 <= rank_best AND rank_best <= rank_worst AND rank_worst <= ranked_count
    AND ranked_count <= peer_count
    AND 1 <= expected_rank AND expected_rank <= ranked_count)

-- rule: agent_dimensions tells the same of each dimension.
SELECT agent_id, dimension FROM published.agent_dimensions JOIN (
    UNPIVOT (SELECT agent_id, resolution_score AS resolution, feedback_score AS feedback,
        quality_score AS quality,
        speed_score AS speed, efficiency_score AS efficiency FROM published.agent_scorecard)
    ON resolution, feedback, quality, speed, efficiency INTO NAME dimension VALUE score_there
) USING (agent_id, dimension)
WHERE score IS DISTINCT FROM score_there
