//! Text as it is matched: one spelling for what people write in many ways, and the way back to what
//! they wrote.

mod ascii;
mod builder;
mod signs;
mod spelling;
mod text;

pub use signs::Signs;
pub use text::Normal;
