-- How far the shares of families moved since the week before: the population stability index, and what
-- it exceeds by chance in one of twenty weeks, (1/n + 1/m) times the 95% point of chi-square.

WITH families AS (
    SELECT DISTINCT family FROM published.topics_weekly
),
-- 95% points of chi-square with 1, 2, 3, ... degrees of freedom.
chi_square AS (
    SELECT unnest([3.841458820694124, 5.991464547107979, 7.814727903251179, 9.487729036781154,
        11.070497693516351,
        12.591587243743977, 14.067140449340169, 15.507313055865453, 16.918977604620448,
            18.307038053275146]) AS point,
        unnest(range(1, 11)) AS freedom
),
told AS (
    SELECT channel, week_of(opened_at) AS week_on, count(*) AS told_count
    FROM with_all('facts.conversations') WHERE language IS NOT NULL GROUP BY ALL
),
counts AS (
    SELECT channel, week_on, family, told_count, coalesce(conversation_count, 0) AS conversation_count
    FROM told CROSS JOIN families
    LEFT JOIN (SELECT channel, week_on, family, conversation_count FROM published.topics_weekly
        WHERE sub_topic = 'all')
        USING (channel, week_on, family)
),
shares AS (
    -- Half a conversation is added to each.
    SELECT *, (conversation_count + 0.5) / (told_count + 0.5 * count(*) OVER (PARTITION BY channel,
        week_on)) AS share FROM counts
)
SELECT now.channel, week_name(now.week_on) AS week, now.week_on,
    is_over(now.week_on) AS is_complete, is_report_week(now.week_on) AS is_report_week,
    any_value(now.told_count) AS told_count, any_value(before.told_count) AS previous_told_count,
    sum(moves(before.share, now.share)) AS stability_index,
    arg_max(now.family, moves(before.share, now.share)) AS most_moved_family,
    arg_max(now.conversation_count / now.told_count, moves(before.share, now.share)) AS most_moved_share,
    arg_max(before.conversation_count / before.told_count, moves(before.share, now.share))
        AS most_moved_previous_share,
    (1 / any_value(now.told_count) + 1 / any_value(before.told_count)) * any_value(point) AS stability_by_chance,
    stability_index > stability_by_chance AS is_moved
FROM shares AS now
JOIN shares AS before ON before.channel = now.channel AND before.family = now.family
    AND before.week_on = now.week_on - 7
JOIN chi_square ON freedom = (SELECT count(*) - 1 FROM families)
GROUP BY now.channel, now.week_on
