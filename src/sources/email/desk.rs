//! Which addresses are the desk's: as the settings say, else as the mails themselves suggest.

use std::collections::BTreeMap;

use super::super::who::Who;
use crate::model::Role;

/// Mails from which a guess is made, at least.
const FEW: u32 = 3;

/// Addresses of one mail, in lower case.
#[derive(Clone, Debug, Default)]
pub(super) struct Parties {
    pub from: String,
    pub to: Vec<String>,
}

/// Knows the desk's addresses.
#[derive(Clone, Debug)]
pub(super) enum Desk {
    /// The settings name its people; everybody else is a customer.
    Stated(Who),
    /// Everybody of this domain, as far as can be guessed.
    Guessed(String),
    Unknown,
}

impl Desk {
    /// The desk of a mailbox that begins with these mails. Where the settings name nobody, it is
    /// the domain that both writes and is written to, in four of five mails, if there are others.
    pub(super) fn of(who: &Who, mails: &[Parties]) -> Self {
        if !who.is_empty() {
            return Desk::Stated(who.clone());
        }
        let mut seen: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
        for mail in mails {
            let from = domain(&mail.from);
            let to = mail.to.iter().filter_map(|address| domain(address));
            let mut to: Vec<&str> = to.filter(|to| Some(*to) != from).collect();
            to.sort_unstable();
            to.dedup();
            from.into_iter().for_each(|from| seen.entry(from).or_default().0 += 1);
            to.into_iter().for_each(|to| seen.entry(to).or_default().1 += 1);
        }
        let all = u32::try_from(mails.len()).unwrap_or(u32::MAX);
        let is_desk = |(wrote, got): (u32, u32)| {
            wrote > 0 && got > 0 && all >= FEW && (wrote + got) * 5 >= all.saturating_mul(4)
        };
        let mut desks = seen.into_iter().filter(|(_, counts)| is_desk(*counts));
        match (desks.next(), desks.next()) {
            (Some((domain, _)), None) => Desk::Guessed(domain.to_owned()),
            _ => Desk::Unknown,
        }
    }

    /// The role of whoever writes from that address under that name. `None` where nothing is known.
    pub(super) fn role(&self, address: &str, name: &str) -> Option<Role> {
        let local = address.split('@').next().unwrap_or_default();
        if matches!(local, "mailer-daemon" | "postmaster") {
            return Some(Role::System);
        }
        match self {
            Desk::Stated(who) => Some(who.role(&[address, name]).unwrap_or(Role::Customer)),
            Desk::Guessed(desk) if domain(address) == Some(desk) => Some(Role::Agent),
            Desk::Guessed(_) => Some(Role::Customer),
            Desk::Unknown => None,
        }
    }

    /// Whether a mail to all these addresses stays within the desk.
    pub(super) fn is_internal(&self, to: &[String]) -> bool {
        let is_ours =
            |address: &String| matches!(self.role(address, ""), Some(Role::Agent | Role::Bot));
        !to.is_empty() && to.iter().all(is_ours)
    }
}

fn domain(address: &str) -> Option<&str> {
    address.rsplit_once('@').map(|(_, domain)| domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn desk(mails: &[(&str, &str)]) -> Desk {
        let to = |to: &str| to.split(", ").map(str::to_owned).collect();
        let parties = |(from, all): &(&str, &str)| Parties { from: (*from).into(), to: to(all) };
        Desk::of(&Who::default(), &mails.iter().map(parties).collect::<Vec<_>>())
    }

    #[test]
    fn the_desk_takes_part_in_nearly_every_mail() {
        let desk = desk(&[
            ("olga@mail.example", "help@shop.example"),
            ("anna@shop.example", "olga@mail.example, boris@shop.example"),
            ("jack@web.example", "help@shop.example"),
            ("spam@web.example", "all@web.example"),
            ("li@mail.example", "help@shop.example"),
        ]);
        assert_eq!(desk.role("boris@shop.example", ""), Some(Role::Agent));
        assert_eq!(desk.role("jack@web.example", ""), Some(Role::Customer));
        assert_eq!(desk.role("mailer-daemon@shop.example", ""), Some(Role::System));
    }

    #[test]
    fn too_little_to_go_by_is_no_guess() {
        let one = ("olga@mail.example", "help@shop.example");
        let back = ("help@shop.example", "olga@mail.example");
        let within = ("olga@shop.example", "help@shop.example");
        for mails in
            [&[one, back][..], &[one, back, one], &[one, one, one], &[within, within, within]]
        {
            assert!(matches!(desk(mails), Desk::Unknown), "{mails:?}");
        }
    }

    #[test]
    fn mail_among_colleagues_is_internal() {
        let who = Who { agents: vec!["*@shop.example".into()], bots: vec![] };
        let desk = Desk::of(&who, &[]);
        assert!(desk.is_internal(&["boris@shop.example".into()]));
        assert!(!desk.is_internal(&["boris@shop.example".into(), "olga@mail.example".into()]));
        assert!(!desk.is_internal(&[]));
    }
}
