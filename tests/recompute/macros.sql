-- Words that the files of this folder share: weeks in the desk's zone, percentiles, intervals.
-- The runner sets the variables zone, week, as_of and window_weeks by the run's manifest.

-- Times and weeks. A week begins on Monday, 00:00 in the desk's zone; week_on is that day.

CREATE MACRO on_the_desks_clock(instant) AS instant AT TIME ZONE getvariable('zone');
CREATE MACRO day_of(instant) AS CAST(on_the_desks_clock(instant) AS DATE);
CREATE MACRO week_of(instant) AS CAST(date_trunc('week', on_the_desks_clock(instant)) AS DATE);
CREATE MACRO begin_of(day) AS CAST(day AS TIMESTAMP) AT TIME ZONE getvariable('zone');
CREATE MACRO seconds_between(earlier, later) AS (epoch_us(later) - epoch_us(earlier)) / 1e6;

-- The last instant before a day, or the data's end if that is earlier.
CREATE MACRO last_instant(day) AS
    least(begin_of(day) - INTERVAL 1 MICROSECOND, getvariable('as_of'));

-- The Mondays of the reported week and of the first week of the trailing window.
CREATE MACRO report_week_on() AS CAST(strptime(getvariable('week') || '-1', '%G-W%V-%u') AS DATE);
CREATE MACRO window_from_on() AS report_week_on() - 7 * (getvariable('window_weeks') - 1);
CREATE MACRO is_in_window(instant) AS
    week_of(instant) BETWEEN window_from_on() AND report_week_on();

-- What every weekly table says of its weeks.
CREATE MACRO week_name(week_on) AS strftime(week_on, '%G-W%V');
CREATE MACRO is_over(week_on) AS begin_of(week_on + 7) <= getvariable('as_of');
CREATE MACRO is_report_week(week_on) AS week_on = report_week_on();

-- Rows once under their channel and once under `all`.
CREATE MACRO with_all(cases) AS TABLE
    FROM query_table(cases)
    UNION ALL BY NAME
    SELECT * REPLACE ('all' AS channel) FROM query_table(cases);

-- Shares, and percentiles straight between neighbours (type 7).

CREATE MACRO share(part, whole) AS part / nullif(whole, 0);
CREATE MACRO p90(value) AS quantile_cont(value, 0.9);
CREATE MACRO middle(first, next) AS (first + coalesce(next, first)) / 2;

-- The 95% interval of a share (Wilson 1927).

CREATE MACRO z95() AS 1.959963984540054;
CREATE MACRO wilson_middle(k, n) AS (k + z95() ^ 2 / 2) / (n + z95() ^ 2);
CREATE MACRO wilson_half(k, n) AS
    z95() * sqrt(CAST(k AS DOUBLE) * (n - k) / n + z95() ^ 2 / 4) / (n + z95() ^ 2);
CREATE MACRO wilson_low(k, n) AS
    CASE WHEN n > 0 THEN greatest(0, wilson_middle(k, n) - wilson_half(k, n)) END;
CREATE MACRO wilson_high(k, n) AS
    CASE WHEN n > 0 THEN least(1, wilson_middle(k, n) + wilson_half(k, n)) END;

-- The 95% interval of the difference of two shares, k2/n2 less k1/n1 (Newcombe 1998, method 10).

CREATE MACRO newcombe_low(k1, n1, k2, n2) AS
    k2 / n2 - k1 / n1 - sqrt((k2 / n2 - wilson_low(k2, n2)) ^ 2 + (wilson_high(k1, n1) - k1 / n1) ^ 2);
CREATE MACRO newcombe_high(k1, n1, k2, n2) AS
    k2 / n2 - k1 / n1 + sqrt((wilson_high(k2, n2) - k2 / n2) ^ 2 + (k1 / n1 - wilson_low(k1, n1)) ^ 2);

-- The odds ratio of a two-by-two table; where a cell is empty, with half a case more in each.

CREATE MACRO odds_ratio(a, b, c, d) AS
    CASE WHEN least(a, b, c, d) > 0 THEN a * d / (b * c)
        WHEN least(a + b, c + d) > 0 THEN (a + 0.5) * (d + 0.5) / ((b + 0.5) * (c + 0.5)) END;

-- What a share that moves adds to the population stability index.

CREATE MACRO moves(earlier, later) AS (later - earlier) * ln(later / earlier);
