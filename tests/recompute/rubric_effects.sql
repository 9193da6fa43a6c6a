-- Whether conversations of the same agent on the same channel end better where a criterion was met:
-- the odds ratio of Mantel and Haenszel, with the interval of Robins, Breslow and Greenland.
--
-- left: p: a probability under chi-square, which plain SQL cannot work out.

WITH outcomes AS (
    SELECT conversation_id, 'not_recontacted' AS outcome, NOT is_back AS is_good FROM followed
    UNION ALL
    SELECT conversation_id, 'satisfied', bool_and(is_satisfied) FROM facts.ratings
        WHERE points IS NOT NULL GROUP BY ALL
),
judged AS (
    SELECT criterion, outcome, channel, agent_id, is_good, verdict = 'met' AS is_met
    FROM facts.verdicts JOIN outcomes USING (conversation_id)
    WHERE is_in_window(opened_at)
),
strata AS (
    SELECT criterion, outcome, channel, agent_id, count(*) AS n,
        count(*) FILTER (WHERE is_met AND is_good) AS a,
        count(*) FILTER (WHERE is_met AND NOT is_good) AS b,
        count(*) FILTER (WHERE NOT is_met AND is_good) AS c,
        count(*) FILTER (WHERE NOT is_met AND NOT is_good) AS d
    FROM judged GROUP BY ALL
),
sums AS (
    SELECT criterion, outcome, sum(n) AS conversation_count,
        count(*) FILTER (WHERE a + b > 0 AND c + d > 0 AND a + c > 0 AND b + d > 0) AS stratum_count,
        sum(a * d / n) AS r, sum(b * c / n) AS s,
        sum((a + d) / n * a * d / n) AS pr, sum((a + d) / n * b * c / n + (b + c) / n * a * d / n) AS psqr,
        sum((b + c) / n * b * c / n) AS qs
    FROM strata GROUP BY ALL
),
effects AS (
    SELECT *, CASE WHEN r > 0 AND s > 0 THEN r / s END AS odds_ratio,
        CASE WHEN r > 0 AND s > 0 THEN sqrt(pr / (2 * r ^ 2) + psqr / (2 * r * s) + qs / (2 * s ^ 2))
            END AS error
    FROM sums
)
SELECT criterion, outcome, conversation_count,
    CASE WHEN odds_ratio IS NULL THEN 0 ELSE stratum_count END AS stratum_count, odds_ratio,
    odds_ratio * exp(-z95() * error) AS odds_ratio_low,
    odds_ratio * exp(z95() * error) AS odds_ratio_high,
    -- Benjamini and Hochberg: the least p times rows by rank, of this row and those after it.
    CASE WHEN p IS NOT NULL THEN least(1, min(p * rows / rank) OVER (ORDER BY p DESC)) END AS q,
    CASE WHEN q <= 0.1 AND odds_ratio > 1 THEN 'scored' ELSE 'descriptive' END AS standing
FROM effects JOIN (
    SELECT criterion, outcome, p, count(p) OVER () AS rows, rank() OVER (ORDER BY p) AS rank
        FROM published.rubric_effects
) USING (criterion, outcome)
