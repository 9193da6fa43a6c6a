//! What was probably meant where a name is not known.

/// Names that are listed where none is like the one sought.
const SHOWN: usize = 20;

/// How like two names are, from 0 to 1, whatever their case.
pub fn likeness(one: &str, other: &str) -> f64 {
    strsim::normalized_damerau_levenshtein(&one.to_lowercase(), &other.to_lowercase())
}

/// `did you mean …?` with the name most like `name`, else the names there are.
pub fn nearest<'n>(name: &str, names: impl IntoIterator<Item = &'n str>) -> String {
    let mut names: Vec<&str> = names.into_iter().collect();
    let best = names.iter().map(|other| (likeness(name, other), *other));
    match best.max_by(|(one, _), (other, _)| one.total_cmp(other)) {
        None => "there are none".to_owned(),
        Some((likeness, other)) if likeness >= 0.5 => format!("did you mean `{other}`?"),
        Some(_) => {
            let more = if names.len() > SHOWN { ", …" } else { "" };
            names.truncate(SHOWN);
            format!("there are `{}`{more}", names.join("`, `"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_answered_with_the_nearest_name() {
        let names = ["channel", "calendar", "surface"];
        assert_eq!(nearest("chanel", names), "did you mean `channel`?");
        assert_eq!(nearest("Surfaces", names), "did you mean `surface`?");
        assert_eq!(nearest("xyz", names), "there are `channel`, `calendar`, `surface`");
        assert_eq!(nearest("xyz", []), "there are none");
        let many = nearest("xyz", std::iter::repeat_n("channel", SHOWN + 1));
        assert_eq!(many.matches("channel").count(), SHOWN);
        assert!(many.ends_with("`, …"), "{many}");
    }
}
