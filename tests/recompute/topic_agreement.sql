-- How many conversations of the trailing window a topic is found for.
--
-- left: compared_count, agreed_count, agreed_share, agreed_low_share, agreed_high_share: what a category
--   means as a topic stands in the settings, not in facts; see the rules.
-- left: kappa, macro_f1: made of the same comparison; their vectors stand with the tests of statistics.

WITH told AS (
    -- Those in which the customer wrote something have a language.
    SELECT * FROM facts.conversations WHERE language IS NOT NULL AND is_in_window(opened_at)
),
counts AS (
    SELECT 'lexicon' AS method, count(*) AS told_count, count(topic_family) AS found_count FROM told
    UNION ALL
    -- Only where the settings name a model.
    SELECT 'model', count(*), count(learnt_topic) FROM told
    HAVING count(learnt_topic) > 0
)
SELECT *,
    share(found_count, told_count) AS found_share,
    wilson_low(found_count, told_count) AS found_low_share,
    wilson_high(found_count, told_count) AS found_high_share
FROM counts

-- rule: What agrees is compared, and what is compared is found.
SELECT method FROM published.topic_agreement WHERE NOT (agreed_count <= compared_count
    AND compared_count <= found_count)

-- rule: The share that agrees is of the compared, with its Wilson interval.
SELECT method FROM published.topic_agreement
WHERE compared_count > 0 AND greatest(abs(agreed_share - agreed_count / compared_count),
    abs(agreed_low_share - wilson_low(agreed_count, compared_count)),
    abs(agreed_high_share - wilson_high(agreed_count, compared_count))) > 1e-9
