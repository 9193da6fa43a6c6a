//! What was probably meant where a name is not known.

/// `did you mean …?` with the name most like `name`, else the names there are.
pub fn nearest<'n>(name: &str, names: impl IntoIterator<Item = &'n str>) -> String {
    const SHOWN: usize = 12;
    let mut names: Vec<&str> = names.into_iter().collect();
    let name = name.to_lowercase();
    let likeness =
        |other: &str| strsim::normalized_damerau_levenshtein(&name, &other.to_lowercase());
    let best = names.iter().map(|other| (likeness(other), *other));
    let best = best.max_by(|(a, _), (b, _)| a.total_cmp(b));
    match best {
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
    }
}
