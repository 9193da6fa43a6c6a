//! How a customer felt over the course of a conversation.

use super::Line;

/// No slope is drawn through fewer messages.
const ENOUGH: usize = 3;

/// Messages at the end of which one may say how it ended.
const LATE: usize = 3;
/// Polite words alone give no more than this: their valences are at most a half together.
const POLITE: f64 = 0.175;

/// Whether a value may come from polite words alone.
fn is_polite(value: f64) -> bool {
    (0.0..=POLITE).contains(&value)
}

/// How the customer felt, by their own messages alone; each value from -1 to 1.
///
/// A message in which no word says how somebody feels has no value and is left out of every mean.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Mood {
    /// Of what the customer wrote before the first reply by a person: the mean. It is there before
    /// anything the desk does, so it describes what an agent was handed. Politeness alone counts as
    /// nothing: who signs with thanks before anything was done feels none. `None` if nothing says it.
    pub start: Option<f64>,
    /// Of the last third of the customer's messages (rounded up, so of two the last one): the mean of
    /// those written after a person replied. Where none of these says it ("No, that is all"), of the last
    /// three the latest that does. `None` if none was, or none says it.
    pub end: Option<f64>,
    /// The lowest value, and the number of the first message that has it.
    pub lowest: Option<(f64, usize)>,
    /// From the lowest value up to the end, so never negative; `None` without an end.
    pub recovery: Option<f64>,
    /// The least-squares line's change per message of the customer's; `None` with fewer than three
    /// that have a value.
    pub slope: Option<f64>,
}

impl Mood {
    /// That of a conversation's lines, of which only the customer's have a sentiment.
    pub(super) fn of(lines: &[Line<'_>]) -> Self {
        let own = || lines.iter().filter(|line| line.is_customer());
        let count = own().count();
        let first = lines.iter().position(Line::is_customer).unwrap_or(lines.len());
        let after = lines.get(first..).unwrap_or_default();
        let reply = after.iter().find(|line| line.is_agent()).map(|line| line.number);
        let is_answered = |line: &Line<'_>| reply.is_some_and(|reply| line.number > reply);
        let is_felt = |line: &&Line<'_>| line.sentiment.is_some_and(|value| !is_polite(value));
        let start = mean(own().filter(|line| !is_answered(line)).filter(is_felt));
        let last = mean(own().skip(count - count.div_ceil(3)).filter(|line| is_answered(line)));
        let late = own().skip(count.saturating_sub(LATE)).filter(|line| is_answered(line));
        let end = last.or_else(|| late.filter_map(|line| line.sentiment).last());
        let felt = own().filter_map(|line| Some((line.sentiment?, line.number)));
        let lowest = felt.min_by(|one, other| one.0.total_cmp(&other.0));
        let recovery = end.zip(lowest).map(|(end, (lowest, _))| (end - lowest).max(0.0));
        Self { start, end, lowest, recovery, slope: slope(own()) }
    }
}

fn mean<'l, 'c: 'l>(lines: impl Iterator<Item = &'l Line<'c>>) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0.0);
    for value in lines.filter_map(|line| line.sentiment) {
        sum += value;
        count += 1.0;
    }
    (count > 0.0).then_some(sum / count)
}

/// The slope of the least-squares line through the values over the places of their messages.
fn slope<'l, 'c: 'l>(lines: impl Iterator<Item = &'l Line<'c>>) -> Option<f64> {
    let points: Vec<(f64, f64)> = lines
        .enumerate()
        .filter_map(|(place, line)| Some((place as f64, line.sentiment?)))
        .collect();
    if points.len() < ENOUGH {
        return None;
    }
    let count = points.len() as f64;
    let middle = points.iter().map(|(place, _)| place).sum::<f64>() / count;
    let over = points.iter().map(|(place, _)| (place - middle).powi(2)).sum::<f64>();
    let with = points.iter().map(|(place, value)| (place - middle) * value).sum::<f64>();
    Some(with / over)
}

#[cfg(test)]
mod tests {
    use crate::transcript::tests::{Talk, read};

    #[test]
    fn an_unhappy_customer_is_won_back() {
        let mood = read(
            Talk::new()
                .customer("Hi")
                .customer("My parcel came broken and I am angry")
                .agent("I am terribly sorry, that is awful")
                .customer("This is the worst service ever!")
                .agent("A new one is on its way")
                .customer("Thank you so much, great service"),
        )
        .mood;
        let soft = |sum: f64| Some(sum / (sum * sum + 8.0).sqrt());
        assert_eq!(mood.start, soft(-3.0));
        assert_eq!(mood.lowest, Some((soft(-3.2).unwrap(), 4)));
        assert_eq!(mood.end, Some((soft(-3.2).unwrap() + soft(4.0).unwrap()) / 2.0));
        assert!(mood.recovery.unwrap() > 0.7 && mood.slope.unwrap() > 0.0);
    }

    #[test]
    fn a_single_request_has_a_start_and_no_end() {
        let mood = read(Talk::new().customer("Ужасный сервис").agent("Извините!")).mood;
        assert!(mood.start.unwrap() < -0.3);
        assert_eq!(mood.lowest.map(|(_, number)| number), Some(1));
        assert_eq!((mood.end, mood.recovery, mood.slope), (None, None, None));
    }

    #[test]
    fn the_agents_and_the_machines_words_are_nobodys_mood() {
        let mood = read(
            Talk::new()
                .agent("Terrible news, this is awful")
                .machine("We are so happy!")
                .customer("Where is order 17?")
                .agent("Great, wonderful, thank you so much")
                .note("This customer is horrible")
                .customer("17"),
        )
        .mood;
        assert_eq!(mood, super::Mood::default());
    }

    #[test]
    fn the_end_is_the_last_third_and_the_slope_goes_by_place() {
        let mood = read(
            Talk::new()
                .customer("差")
                .agent("您好")
                .customer("订单")
                .customer("满意")
                .customer("满意"),
        )
        .mood;
        let value = 2.0 / 12.0_f64.sqrt();
        assert_eq!((mood.start, mood.end), (Some(-value), Some(value)));
        assert_eq!((mood.lowest, mood.recovery), (Some((-value, 1)), Some(2.0 * value)));
        // Places 0, 2 and 3 with -v, v and v: 10/14 of v each.
        assert!((mood.slope.unwrap() - value * 10.0 / 14.0).abs() < 1e-12);
    }

    #[test]
    fn a_thanking_signature_is_no_start_and_a_last_no_is_no_end() {
        for (complaint, thanks, last) in [
            (
                "Where is my kettle?\n\nThanks,\nJack",
                "Thank you so much, great help",
                "No, that's all",
            ),
            ("Где чайник?\n\nСпасибо,\nОлег", "Спасибо большое, отлично помогли", "Нет"),
            ("水壶呢？\n\n谢谢\n敏", "太好了，非常感谢", "没有了"),
        ] {
            let talk = Talk::new()
                .customer(complaint)
                .agent("!")
                .customer(thanks)
                .agent("?")
                .customer("12")
                .agent("?")
                .customer(last);
            let mood = read(talk).mood;
            assert_eq!(mood.start, None, "{complaint}");
            assert!(mood.end.is_some_and(|end| end > 0.3), "{thanks} {:?}", mood.end);
        }
    }

    #[test]
    fn nothing_said_is_nothing_felt() {
        assert_eq!(read(Talk::new()).mood, super::Mood::default());
        assert_eq!(read(Talk::new().agent("Hello")).mood, super::Mood::default());
    }
}
