-- left: case_count, effect, standard_error, effect_low, effect_high, times, times_low, times_high, is_reference,
--   is_learnt, explained_share: the model's; docs/calibration.md shows how often it is right.

WITH counts AS (
    SELECT dimension, count(*) AS dimension_case_count FROM scored_cases GROUP BY ALL
)
SELECT dimension, circumstance, level, dimension_case_count,
    CASE WHEN dimension IN ('resolution', 'feedback') THEN 'log_odds' WHEN dimension = 'quality'
        THEN 'points' ELSE 'log_ratio' END AS effect_kind
FROM (SELECT DISTINCT dimension, circumstance, level FROM published.case_mix_model) JOIN counts
    USING (dimension)

-- rule: Every case has one level of each circumstance.
SELECT dimension, circumstance FROM published.case_mix_model GROUP BY ALL
HAVING sum(case_count) <> any_value(dimension_case_count)

-- rule: Levels are compared with the commonest.
SELECT dimension, circumstance FROM published.case_mix_model GROUP BY ALL
HAVING count(*) FILTER (WHERE is_reference) <> 1 OR max(case_count)
    FILTER (WHERE is_reference) < max(case_count)
    OR max(abs(effect)) FILTER (WHERE is_reference) > 0

-- rule: The 95% interval of an effect is 1.96 standard errors to each side.
SELECT dimension, circumstance, level FROM published.case_mix_model
WHERE abs(effect_low - (effect - z95() * standard_error)) > 1e-9
    OR abs(effect_high - (effect + z95() * standard_error)) > 1e-9
