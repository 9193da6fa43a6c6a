//! A small model that learns labels from texts that have them, and says nothing when unsure.
//!
//! A text becomes its runs of 2 to 5 characters within words (`grams`), weighted by how rare they are
//! (`vocabulary`); a multinomial logistic regression (`learner`) gives each label a probability.
//! Folds of the texts are held out in turn, and the least probability that is believed is chosen
//! where what is said of them is right often enough (`threshold`). A [`Classifier`] is one run of
//! bytes; the same texts give the same bytes.

mod bytes;
mod corpus;
mod grams;
mod learner;
mod linear;
mod threshold;
mod train;
mod vocabulary;

pub use bytes::ClassifierFileError;
pub use linear::{Classifier, Guess};
pub use threshold::Expected;
pub use train::{HeldOut, TrainError, Trained, Training};
