//! What a column's numbers are counted in.

use super::words::words;

words! {
    /// The unit of a column, as it stands in the column's metadata.
    Unit {
        /// Text, a flag, an instant: nothing to count in.
        None = "", Seconds = "seconds",
        /// From 0 to 1.
        Share = "share", Count = "count",
        /// Marks on a scale from 1 to 5.
        Points = "points",
        /// Marks on the scale of scores, where 50 is the peers' middle and 10 one deviation.
        Score = "score", Bytes = "bytes",
    }
}
