//! The page of a measure, a rule or a criterion, taken apart: its definition, its sections, its worked
//! cases.

/// The page of a measure, a rule or a criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<'p> {
    pub title: &'p str,
    /// The first paragraph: one sentence.
    pub definition: &'p str,
    /// The text under "How it is counted".
    pub counted: &'p str,
    pub cases: Vec<Case<'p>>,
    /// The text under "References".
    pub references: &'p str,
}

/// A worked case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case<'p> {
    pub name: &'p str,
    /// Words around the two blocks; may be empty.
    pub words: &'p str,
    /// The block that tells what happened.
    pub transcript: &'p str,
    /// The block that tells what comes of it.
    pub expect: &'p str,
}

/// What a page lacks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    #[error("the page lacks `{0}`")]
    Section(&'static str),
    #[error("under `{0}` there is no text")]
    Empty(&'static str),
    #[error("under `## Edge cases` there is no `### case`")]
    NoCase,
    #[error("the case `{case}` lacks its ```{block} block")]
    Block { case: String, block: &'static str },
}

const COUNTED: &str = "## How it is counted";
const CASES: &str = "## Edge cases";
const REFERENCES: &str = "## References";

impl<'p> Page<'p> {
    /// Takes a page apart: a heading and a sentence, then three sections in this order: how it is
    /// counted, edge cases, references.
    pub fn parse(text: &'p str) -> Result<Self, PageError> {
        let text = text.trim_start();
        let text = text.strip_prefix("# ").ok_or(PageError::Section("# Title"))?;
        let (title, rest) = text.split_once('\n').ok_or(PageError::Section(COUNTED))?;
        let (definition, rest) = section(rest, COUNTED)?;
        let (counted, rest) = section(rest, CASES)?;
        let (cases, references) = section(rest, REFERENCES)?;
        let references = references.trim();
        for (text, name) in [
            (title, "# Title"),
            (definition, "# Title"),
            (counted, COUNTED),
            (references, REFERENCES),
        ] {
            if text.trim().is_empty() {
                return Err(PageError::Empty(name));
            }
        }
        let cases =
            cases.split("\n### ").skip(1).map(Case::parse).collect::<Result<Vec<_>, _>>()?;
        match cases.is_empty() {
            true => Err(PageError::NoCase),
            false => Ok(Self {
                title: title.trim(),
                definition: definition.trim(),
                counted: counted.trim(),
                cases,
                references,
            }),
        }
    }
}

impl<'p> Case<'p> {
    fn parse(text: &'p str) -> Result<Self, PageError> {
        let (name, body) = text.split_once('\n').unwrap_or((text, ""));
        let name = name.trim();
        let lacks = |block| PageError::Block { case: name.to_owned(), block };
        let (words, transcript) = block(body, "transcript").ok_or_else(|| lacks("transcript"))?;
        let (_, expect) = block(body, "expect").ok_or_else(|| lacks("expect"))?;
        Ok(Self { name, words: words.trim(), transcript, expect })
    }
}

/// What stands before a heading, and after it.
fn section<'p>(text: &'p str, heading: &'static str) -> Result<(&'p str, &'p str), PageError> {
    let line = |at: usize| text.get(..at).is_some_and(|before| at == 0 || before.ends_with('\n'));
    let mut found = text.match_indices(heading).map(|(at, _)| at);
    let at = found.find(|at| line(*at)).ok_or(PageError::Section(heading))?;
    let (before, after) = text.split_at(at);
    let after = after.get(heading.len()..).unwrap_or("");
    Ok((before, after))
}

/// What stands before a fenced block of that kind, and what is in it.
fn block<'p>(text: &'p str, kind: &str) -> Option<(&'p str, &'p str)> {
    let (before, after) = text.split_once(&format!("```{kind}\n"))?;
    Some((before, after.split_once("```")?.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = "# A title\nA sentence.\n## How it is counted\nSo.\n## Edge cases\n\
        ### One\nFirst words.\n```transcript\nMon 09:00 customer  hello\n```\n```expect\nx 1\n```\n\
        ### Two\n```transcript\nopened\n```\n```expect\ny 2\n```\n## References\nNone.\n";

    #[test]
    fn a_page_is_its_sections_and_cases() {
        let page = Page::parse(WHOLE).unwrap();
        assert_eq!((page.title, page.definition), ("A title", "A sentence."));
        assert_eq!((page.counted, page.references), ("So.", "None."));
        let cases: Vec<_> =
            page.cases.iter().map(|case| (case.name, case.words, case.expect)).collect();
        assert_eq!(cases, [("One", "First words.", "x 1\n"), ("Two", "", "y 2\n")]);
    }

    #[test]
    fn what_a_page_lacks_is_named() {
        for (part, error) in [
            ("# A title\n", "the page lacks `# Title`"),
            ("A sentence.\n", "under `# Title` there is no text"),
            ("## How it is counted\n", "the page lacks `## How it is counted`"),
            ("None.", "under `## References` there is no text"),
            ("```transcript\nopened\n```\n", "the case `Two` lacks its ```transcript block"),
        ] {
            let page = WHOLE.replacen(part, "", 1);
            assert_eq!(Page::parse(&page).unwrap_err().to_string(), error);
        }
        let (before, rest) = WHOLE.split_once("### One").unwrap();
        let (_, after) = rest.split_once("## References").unwrap();
        let page = format!("{before}## References{after}");
        assert_eq!(Page::parse(&page).unwrap_err(), PageError::NoCase);
    }
}
