//! Who is an agent and who a bot, for formats that only have names or addresses.

use crate::model::Role;

/// Patterns of names, ids or addresses; `*` stands for any run of characters, case is ignored.
#[derive(Clone, Debug, Default)]
pub struct Who {
    pub agents: Vec<String>,
    pub bots: Vec<String>,
}

impl Who {
    /// The role of an author known by any of these names; `None` where no pattern fits.
    pub fn role(&self, names: &[&str]) -> Option<Role> {
        let fits = |patterns: &[String]| {
            patterns.iter().any(|pattern| names.iter().any(|name| matches(pattern, name)))
        };
        if fits(&self.bots) {
            Some(Role::Bot)
        } else if fits(&self.agents) {
            Some(Role::Agent)
        } else {
            None
        }
    }

    /// Whether the settings name anybody.
    pub fn is_empty(&self) -> bool {
        self.agents.is_empty() && self.bots.is_empty()
    }
}

/// Whether `name` fits `pattern`, ignoring case.
fn matches(pattern: &str, name: &str) -> bool {
    let pattern = pattern.to_lowercase();
    let name = name.to_lowercase();
    let Some((first, rest)) = pattern.split_once('*') else {
        return pattern == name;
    };
    let Some(mut name) = name.strip_prefix(first) else {
        return false;
    };
    let mut parts = rest.split('*').peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return name.ends_with(part);
        }
        match name.split_once(part) {
            Some((_, after)) => name = after,
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_any_run() {
        for (pattern, name, fits) in [
            ("*@shop.example", "Ann@Shop.example", true),
            ("*@shop.example", "ann@shop.example.com", false),
            ("Анна*", "анна К.", true),
            ("a*b*c", "aXXbYYc", true),
            ("a*b*c", "acb", false),
            ("ann", "anna", false),
            ("*", "", true),
            ("ab*b", "ab", false),
        ] {
            assert_eq!(matches(pattern, name), fits, "{pattern} {name}");
        }
    }

    #[test]
    fn a_bot_among_agents_is_a_bot() {
        let who = Who { agents: vec!["*@shop".into()], bots: vec!["robot@shop".into()] };
        assert_eq!(who.role(&["robot@shop"]), Some(Role::Bot));
        assert_eq!(who.role(&["x", "ann@shop"]), Some(Role::Agent));
        assert_eq!(who.role(&["eve@mail"]), None);
    }
}
