-- How far verdicts on one criterion agree, over the reviews made in the trailing window: Krippendorff's
-- alpha (nominal) and Gwet's AC2 with identity weights (AC1).
--
-- left: alpha_low, alpha_high, ac2_low, ac2_high: intervals by leaving out one conversation after another;
--   their vectors stand with the tests of statistics.

WITH reviews AS (
    SELECT conversation_id, criterion, reviewer_id, verdict FROM facts.reviews
        WHERE is_in_window(counted_at)
),
-- What most reviewers found; ties are left out.
found AS (
    SELECT conversation_id, criterion, max_by(verdict, votes) AS verdict
    FROM (SELECT conversation_id, criterion, verdict, count(*) AS votes FROM reviews GROUP BY ALL)
    GROUP BY ALL
    HAVING count(*) = 1 OR max(votes) > max(votes, 2)[2]
),
automatic AS (
    -- Where the rubric has no verdict on a conversation that it judged, the criterion was not applicable.
    SELECT conversation_id, criterion, coalesce(verdicts.verdict, 'not_applicable') AS verdict
    FROM found LEFT JOIN facts.verdicts USING (conversation_id, criterion)
    WHERE conversation_id IN (SELECT conversation_id FROM facts.verdicts)
        AND criterion IN (SELECT criterion FROM facts.verdicts)
),
verdicts AS (
    SELECT 'reviewers' AS "between", criterion, conversation_id, reviewer_id AS rater, verdict FROM reviews
    UNION ALL
    SELECT 'reviewers and automatic', criterion, conversation_id, 'reviewers', verdict
    FROM found SEMI JOIN automatic USING (conversation_id, criterion)
    UNION ALL
    SELECT 'reviewers and automatic', criterion, conversation_id, 'automatic', verdict FROM automatic
),
judged_twice AS (
    SELECT * FROM verdicts
    QUALIFY count(*) OVER (PARTITION BY "between", criterion, conversation_id) >= 2
),
cells AS (
    SELECT *, sum(same) OVER (PARTITION BY "between", criterion, conversation_id) AS all_of_it
    FROM (SELECT "between", criterion, conversation_id, verdict, count(*) AS same FROM judged_twice
        GROUP BY ALL)
),
categories AS (
    SELECT "between", criterion, verdict, sum(same) AS total, sum(same / all_of_it) AS weight FROM cells
        GROUP BY ALL
),
chance AS (
    SELECT "between", criterion, sum(total) AS n, sum(total * (total - 1)) AS same_by_chance,
        -- Verdicts are of three kinds: met, missed and not applicable.
        sum(part * (1 - part)) / (3 - 1) AS by_chance
    FROM (SELECT *, weight / sum(weight) OVER (PARTITION BY "between", criterion) AS part FROM categories)
    GROUP BY ALL
),
agreement AS (
    SELECT "between", criterion,
        count(DISTINCT conversation_id) AS conversation_count,
        sum(same) AS verdict_count,
        -- Of every conversation, pairs alike by the verdicts less one, as Krippendorff weighs them.
        sum(same * (same - 1) / (all_of_it - 1)) AS alike,
        sum(same * (same - 1) / (all_of_it * (all_of_it - 1))) / count(DISTINCT conversation_id) AS agreement_share
    FROM cells
    GROUP BY ALL
),
confusion AS (
    SELECT criterion,
        count(*) FILTER (WHERE found.verdict = 'met' AND automatic.verdict = 'met') AS met_met_count,
        count(*) FILTER (WHERE found.verdict = 'met' AND automatic.verdict = 'missed') AS met_missed_count,
        count(*) FILTER (WHERE found.verdict = 'met'
            AND automatic.verdict = 'not_applicable') AS met_not_applicable_count,
        count(*) FILTER (WHERE found.verdict = 'missed' AND automatic.verdict = 'met') AS missed_met_count,
        count(*) FILTER (WHERE found.verdict = 'missed'
            AND automatic.verdict = 'missed') AS missed_missed_count,
        count(*) FILTER (WHERE found.verdict = 'missed'
            AND automatic.verdict = 'not_applicable') AS missed_not_applicable_count,
        count(*) FILTER (WHERE found.verdict = 'not_applicable'
            AND automatic.verdict = 'met') AS not_applicable_met_count,
        count(*) FILTER (WHERE found.verdict = 'not_applicable'
            AND automatic.verdict = 'missed') AS not_applicable_missed_count,
        count(*) FILTER (WHERE found.verdict = 'not_applicable'
            AND automatic.verdict = 'not_applicable') AS not_applicable_not_applicable_count,
        share(missed_missed_count, count(*) FILTER (WHERE found.verdict = 'missed')) AS missed_found_share,
        share(missed_missed_count, count(*)
            FILTER (WHERE automatic.verdict = 'missed')) AS missed_right_share,
        'reviewers and automatic' AS "between"
    FROM found JOIN automatic USING (conversation_id, criterion)
    GROUP BY ALL
),
reviewers AS (
    -- Reviewers of the conversations that are in it.
    SELECT "between", criterion, count(DISTINCT reviews.reviewer_id) AS reviewer_count
    FROM (SELECT DISTINCT "between", criterion, conversation_id FROM judged_twice) JOIN reviews
        USING (criterion, conversation_id)
    GROUP BY ALL
)
SELECT criterion, "between", getvariable('week') AS week, window_from_on() AS window_from_on,
    conversation_count, reviewer_count, verdict_count, agreement_share,
    CASE WHEN n * (n - 1) > same_by_chance THEN 1 - (n - 1) * (n - alike) / (n * (n - 1) - same_by_chance)
        END AS alpha,
    (agreement_share - by_chance) / (1 - by_chance) AS ac2,
    COLUMNS('^missed_.*_share$|^(met|missed|not_applicable)_.*_count$')
FROM agreement JOIN chance USING ("between", criterion)
JOIN reviewers USING ("between", criterion)
LEFT JOIN confusion USING ("between", criterion)

-- rule: The intervals hold the estimate.
SELECT criterion, "between" FROM published.review_agreement
WHERE NOT (alpha_low <= alpha AND alpha <= alpha_high AND ac2_low <= ac2 AND ac2 <= ac2_high)
