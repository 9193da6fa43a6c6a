-- What customers began in each hour of the week on the desk's clock, over the weeks of the trailing
-- window in which there is data, the days that have not begun left out.

WITH arrivals AS (
    -- At the customer's first message; without one, as a message left on the phone, when it was opened.
    SELECT channel, day_of(arrived_at) AS day_on, hour(on_the_desks_clock(arrived_at)) AS hour
    FROM (
        SELECT *, coalesce(asked_at, CASE WHEN initiated_by IS DISTINCT FROM 'agent'
            THEN opened_at END) AS arrived_at
        FROM with_all('facts.conversations')
    )
    WHERE is_in_window(arrived_at)
),
days AS (
    SELECT CAST(unnest(generate_series(first_on, least(report_week_on() + 6, last_on),
        INTERVAL 1 DAY)) AS DATE) AS day_on
    FROM (SELECT CAST(date_trunc('week', min(day_on)) AS DATE) AS first_on,
        day_of(getvariable('as_of') - INTERVAL 1 MICROSECOND) AS last_on FROM arrivals)
),
hours AS (
    -- Hours of a day in which nothing arrived count as 0.
    SELECT channel, day_on, hour, count(arrivals.day_on) AS arrival_count
    FROM (SELECT DISTINCT channel FROM arrivals) CROSS JOIN days CROSS JOIN range(24) AS hours (hour)
    LEFT JOIN arrivals USING (channel, day_on, hour)
    GROUP BY ALL
)
SELECT channel, isodow(day_on) AS weekday, strftime(day_on, '%a') AS weekday_name, hour,
    sum(arrival_count) AS arrival_count,
    count(*) AS day_count,
    avg(arrival_count) AS arrival_mean,
    median(arrival_count) AS arrival_median,
    p90(arrival_count) AS arrival_p90
FROM hours GROUP BY channel, isodow(day_on), weekday_name, hour
