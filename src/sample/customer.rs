//! Customers, each the same wherever met.

use super::draw::mixed;
use super::tongue::Tongue;

/// Area codes of the numbers that Germany keeps for fiction, each with six digits to follow.
const PHONES: [&str; 4] = ["+493023125", "+494066969", "+492214710", "+498999998"];
const MAILS: [&str; 4] = ["example.com", "example.org", "example.net", "post.example"];

/// Somebody who asks.
#[derive(Default)]
pub(super) struct Customer {
    pub id: String,
    /// Place of the language.
    pub tongue: usize,
    pub name: String,
    pub email: String,
    pub phone: String,
    pub handle: String,
}

impl Customer {
    /// The customer of that number.
    pub fn new(seed: u64, number: u64, tongues: &[Tongue]) -> Self {
        let bits = mixed(seed, number);
        let mut left = (bits >> 40) as f64 / (1 << 24) as f64;
        let speaks = |tongue: &Tongue| {
            left -= tongue.share;
            left < 0.0
        };
        let tongue = tongues.iter().position(speaks).unwrap_or(0);
        let pick = |count: usize, shift: u32| (bits >> shift) as usize % count.max(1);
        let names = tongues.get(tongue).and_then(|one| one.names.get(pick(one.names.len(), 0)));
        let given = names.and_then(|names| names.given.get(pick(names.given.len(), 4)));
        let [name, latin] = given.cloned().unwrap_or_default();
        let mail = MAILS.get(pick(MAILS.len(), 16)).copied().unwrap_or_default();
        let phone = PHONES.get(number as usize / 1_000_000 % PHONES.len());
        Self {
            id: format!("u{number:07}"),
            tongue,
            email: format!("{latin}{number}@{mail}"),
            phone: format!("{}{:06}", phone.copied().unwrap_or_default(), number % 1_000_000),
            handle: format!("{latin}_{number}"),
            name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::tongue;
    use std::collections::BTreeSet;

    #[test]
    fn customers_are_told_apart_and_speak_as_planned() {
        let tongues = tongue::all().unwrap();
        let customers: Vec<_> =
            (0..4_000).map(|number| Customer::new(9, number, &tongues)).collect();
        let keys =
            |of: fn(&Customer) -> &String| customers.iter().map(of).collect::<BTreeSet<_>>().len();
        assert_eq!(keys(|c| &c.email), 4_000);
        assert_eq!(keys(|c| &c.phone), 4_000);
        assert_eq!(keys(|c| &c.handle), 4_000);
        for (place, tongue) in tongues.iter().enumerate() {
            let speakers = customers.iter().filter(|customer| customer.tongue == place).count();
            assert!((speakers as f64 / 4_000.0 - tongue.share).abs() < 0.03);
        }
    }
}
