-- left: changed_score, shift_score, rank_correlation: the model's; the scores are worked out once more.

SELECT change_kind, change, agent_id, agent_scorecard.agent_name, agent_scorecard.team,
    agent_scorecard.score
FROM published.score_sensitivity JOIN published.agent_scorecard USING (agent_id)

-- rule: A shift is the changed score less the score, of weights without its sign.
SELECT change_kind, change, agent_id FROM published.score_sensitivity
WHERE (change_kind = 'case_mix' AND abs(changed_score - score - shift_score) > 1e-9)
    OR (change_kind = 'weight' AND (changed_score IS NOT NULL OR shift_score < 0))

-- rule: A correlation lies between -1 and 1, and is one for all agents.
SELECT change_kind, change FROM published.score_sensitivity GROUP BY ALL
HAVING min(rank_correlation) <> max(rank_correlation) OR min(rank_correlation) < -1
    OR max(rank_correlation) > 1
