//! What an agent is credited with in a window of time, summed up.

use super::dimension::Dimension;
use crate::model::Channel;
use crate::stats::Tally;

/// One agent's evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    pub agent_id: String,
    /// Where most of the agent's replies were sent.
    pub channel: Option<Channel>,
    /// Resolved, of the conversations in the agent's hands whose state is known.
    pub resolution: Tally,
    /// Satisfied, of the ratings given to the agent.
    pub feedback: Tally,
    pub speed: Log,
}

impl Evidence {
    /// Pieces of evidence in a dimension.
    pub fn count(&self, dimension: Dimension) -> u32 {
        match dimension {
            Dimension::Resolution => self.resolution.trials() as u32,
            Dimension::Feedback => self.feedback.trials() as u32,
            Dimension::Speed => self.speed.count,
        }
    }
}

/// The agent's log times to reply, `ln(1 + seconds)`, each less its channel's mean.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Log {
    /// Replies.
    pub count: u32,
    /// Conversations they stand in.
    pub clusters: u32,
    /// Sum of all times.
    pub sum: f64,
    /// Sum over conversations of (sum of times)².
    pub sum_squared: f64,
    /// Sum over conversations of replies × sum of times.
    pub count_by_sum: f64,
    /// Sum over conversations of replies².
    pub count_squared: f64,
}

impl Log {
    /// The times of each conversation; for evidence that is not read from facts.
    pub fn of(conversations: &[Vec<f64>]) -> Self {
        let mut log = Self::default();
        for times in conversations.iter().filter(|times| !times.is_empty()) {
            let (count, sum) = (times.len() as f64, times.iter().sum::<f64>());
            log.count += times.len() as u32;
            log.clusters += 1;
            log.sum += sum;
            log.sum_squared += sum * sum;
            log.count_by_sum += count * sum;
            log.count_squared += count * count;
        }
        log
    }

    /// Mean of the times; `None` without replies.
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum / f64::from(self.count))
    }

    /// Sum over conversations of (sum of deviations from the mean)².
    pub fn squares(&self) -> f64 {
        let mean = self.mean().unwrap_or(0.0);
        let squares =
            self.sum_squared - 2.0 * mean * self.count_by_sum + mean * mean * self.count_squared;
        squares.max(0.0)
    }
}
