//! What can be wrong with hours as they are written.

/// What is wrong with hours as written, and the cure.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HoursError {
    /// Hours without a day.
    #[error(
        "`{0}` names no day: begin with one, as in `Mon-Fri 09:00-18:00` or `daily 09:00-18:00`"
    )]
    NoDay(String),
    /// A word in the place of a day.
    #[error("`{0}` is not a day of the week: write Mon, Tue, Wed, Thu, Fri, Sat, Sun or daily")]
    UnknownDay(String),
    /// Days without hours.
    #[error("`{0}` gives no hours: add some, as in `Sat 10:00-15:00`, or `closed`")]
    NoHours(String),
    /// Hours that are not two times of day.
    #[error("`{0}` is not a pair of times: write `09:00-18:00`, or `22:00-06:00` for a night")]
    NotAShift(String),
    /// Hours that last no time.
    #[error("`{0}` ends where it starts: write `00:00-24:00` for a whole day")]
    NoTime(String),
    /// Hours that start before those before them have ended, perhaps the night before.
    #[error("at {0} two stretches of hours overlap: let one end where the next starts")]
    Overlap(String),
    /// Hours that are overruled on all of their days.
    #[error(
        "`{0}` has no effect, as later parts name its days: put all hours of a day into one part"
    )]
    Overruled(String),
    /// A zone that is not in the tz database, and the most similar one that is.
    #[error("`{0}` is not a time zone: did you mean `{1}`?")]
    UnknownZone(String, &'static str),
}
