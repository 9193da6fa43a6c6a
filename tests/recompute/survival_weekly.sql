-- How long first responses and resolutions take, with those still waited for (Kaplan and Meier 1958):
-- after each time the share that still waits is multiplied by 1 - came / still followed.

WITH followed_to AS (
    SELECT channel, week_of(opened_at) AS week_on, 'first_response' AS what,
        first_response_began_at AS began_at, first_response_at AS came_at,
        -- What else ended the waiting: the caller gave up, or it was resolved without a reply.
        CASE WHEN outcome = 'abandoned'
            THEN first_response_began_at + to_microseconds(CAST(queue_seconds * 1e6 AS BIGINT))
            ELSE resolved_at END AS ended_at,
        outcome IS NOT NULL AS is_call, outcome = 'abandoned' AS is_given_up
    FROM facts.conversations WHERE first_response_began_at IS NOT NULL
    UNION ALL
    SELECT channel, week_of(opened_at), 'resolution', resolution_began_at, resolved_at, NULL, false, false
    FROM facts.conversations
    WHERE outcome IS DISTINCT FROM 'abandoned' AND is_resolved IS NOT NULL
        AND resolution_began_at IS NOT NULL AND (resolved_at IS NOT NULL OR is_open)
),
timed AS (
    SELECT channel, week_on, what, is_call, came_at IS NOT NULL AS is_come, is_given_up
        AND came_at IS NULL AS is_given_up,
        greatest(0, seconds_between(began_at, coalesce(came_at, least(ended_at, getvariable('as_of')),
            getvariable('as_of')))) AS seconds,
        CASE what WHEN 'resolution' THEN 7 * 86400
            ELSE CASE channel WHEN 'phone' THEN 120 WHEN 'chat' THEN 3600 ELSE 86400 END END AS horizon
    FROM followed_to
),
one AS (
    SELECT * REPLACE (max(horizon) OVER (PARTITION BY channel, week_on, what) AS horizon)
        FROM with_all('timed')
),
moments AS (
    -- At each time: how many it came to, who gave up, and how many were followed until then.
    SELECT *, sum(ended) OVER (PARTITION BY channel, week_on, what ORDER BY seconds DESC) AS at_risk
    FROM (
        SELECT channel, week_on, what, horizon, seconds,
            count(*) FILTER (WHERE is_come) AS came,
            count(*) FILTER (WHERE is_given_up) AS given_up,
            count(*) AS ended
        FROM one GROUP BY ALL
    )
),
curve AS (
    SELECT *,
        product(1 - came / at_risk) OVER until_then AS waiting,
        product(1 - (came + given_up) / at_risk) OVER until_then AS neither,
        coalesce(lead(seconds) OVER until_then, 'infinity') AS next_seconds
    FROM moments
    WINDOW until_then AS (PARTITION BY channel, week_on, what ORDER BY seconds)
),
km AS (
    SELECT channel, week_on, what, any_value(horizon) AS horizon_seconds,
        -- Where the curve is flat at just that share, the middle of the flat.
        middle(min(seconds) FILTER (WHERE waiting < 0.5 + 1e-12), min(seconds)
            FILTER (WHERE waiting < 0.5 - 1e-12)) AS km_median_seconds,
        middle(min(seconds) FILTER (WHERE waiting < 0.1 + 1e-12), min(seconds)
            FILTER (WHERE waiting < 0.1 - 1e-12)) AS km_p90_seconds,
        -- The area under the curve up to the horizon.
        any_value(least(first_seconds, horizon))
            + coalesce(sum(waiting * (least(next_seconds, horizon) - seconds))
                FILTER (WHERE seconds < horizon), 0) AS area,
        max(seconds) >= any_value(horizon) OR min(waiting) < 1e-12 AS is_followed_through,
        sum(before * came / at_risk) FILTER (WHERE seconds <= horizon) AS answered,
        sum(before * given_up / at_risk) FILTER (WHERE seconds <= horizon) AS abandoned
    FROM (
        SELECT *, lag(neither, 1, 1) OVER (PARTITION BY channel, week_on, what ORDER BY seconds) AS before,
            min(seconds) OVER (PARTITION BY channel, week_on, what) AS first_seconds
        FROM curve
    )
    GROUP BY ALL
),
areas AS (
    -- Greenwood: the squared area under the curve from each time to the horizon, by came / (at_risk
    -- (at_risk - came)).
    SELECT here.channel, here.week_on, here.what, here.came, here.at_risk,
        sum(there.waiting * (least(there.next_seconds, there.horizon) - there.seconds)) AS beyond
    FROM curve AS here JOIN curve AS there
        ON here.channel = there.channel AND here.week_on = there.week_on AND here.what = there.what
        AND there.seconds >= here.seconds AND there.seconds < there.horizon
    WHERE here.seconds < here.horizon AND here.came > 0 AND here.at_risk > here.came
    GROUP BY here.channel, here.week_on, here.what, here.seconds, here.came, here.at_risk
),
errors AS (
    SELECT channel, week_on, what, sqrt(sum(beyond ^ 2 * came / (at_risk * (at_risk - came)))) AS error
    FROM areas GROUP BY ALL
),
naive AS (
    SELECT channel, week_on, what,
        bool_or(is_call) AS has_calls,
        count(*) AS km_count,
        count(*) FILTER (WHERE NOT is_come) AS censored_count,
        count(*) FILTER (WHERE is_come) AS naive_count,
        avg(least(seconds, horizon)) FILTER (WHERE is_come) AS naive_restricted_seconds,
        avg(seconds) FILTER (WHERE is_come) AS naive_mean_seconds,
        median(seconds) FILTER (WHERE is_come) AS naive_median_seconds,
        quantile_cont(seconds, 0.9) FILTER (WHERE is_come) AS naive_p90_seconds
    FROM one GROUP BY ALL
)
SELECT channel, week_name(week_on) AS week, is_over(week_on) AS is_complete,
    is_report_week(week_on) AS is_report_week,
    naive.* EXCLUDE (channel, has_calls), horizon_seconds,
    km_median_seconds, km_p90_seconds,
    CASE WHEN is_followed_through THEN area END AS km_mean_seconds,
    CASE WHEN is_followed_through THEN coalesce(error, 0) END AS km_se_seconds,
    CASE WHEN is_followed_through AND error > 0 THEN greatest(0, km_mean_seconds - z95() * error)
        END AS km_low_seconds,
    CASE WHEN is_followed_through AND error > 0 THEN km_mean_seconds + z95() * error END AS km_high_seconds,
    CASE WHEN has_calls THEN coalesce(answered, 0) END AS aj_answered_share,
    CASE WHEN has_calls THEN coalesce(abandoned, 0) END AS aj_abandoned_share
FROM naive JOIN km USING (channel, week_on, what) LEFT JOIN errors USING (channel, week_on, what)
