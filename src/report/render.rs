//! From inputs to the page, through the templates.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Kwargs;
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, Value, context};

use super::filters;
use super::inputs::{Inputs, ReportError};
use super::markdown;
use super::quality::Records;
use crate::charts::{label, page_style};
use crate::facts::definitions;
use crate::metrics::unit;
use crate::model::Unit;
use crate::words::Words;

/// The parts of every page, by name.
const PARTS: [(&str, &str); 3] = [
    ("page.html", include_str!("page.html")),
    ("parts.html", include_str!("parts.html")),
    ("person.html", include_str!("person.html")),
];

/// The page's script, in the order in which its parts need each other.
const SCRIPT: [&str; 4] = [
    include_str!("js/tables.js"),
    include_str!("js/charts.js"),
    include_str!("js/state.js"),
    include_str!("js/start.js"),
];

/// The rules of every page, after those of the inks.
const STYLE: [&str; 3] =
    [include_str!("css/page.css"), include_str!("css/views.css"), include_str!("css/print.css")];

/// The whole page as HTML: same inputs, same bytes.
pub fn render(inputs: &Inputs<'_>) -> Result<String, ReportError> {
    let environment = environment(inputs.say, "")?;
    let mut views = Vec::new();
    for page in super::ALL {
        let name = page.name();
        let body = environment.get_template(&format!("{name}.html"))?;
        let body = body.render(page.content(inputs)?)?;
        views.push(context! {
            name,
            title => inputs.say.text(&format!("{name}.title")),
            short => inputs.say.text(&format!("{name}.short")),
            filters => page.filters().join(" "),
            body => Value::from_safe_string(body),
        });
    }
    // Only the script that carries this word runs: not to be guessed by who writes to the desk,
    // and the same for the same page.
    let key = blake3::hash(format!("{views:?}").as_bytes()).to_hex();
    let records = Records::of(inputs)?;
    let told = inputs.say.below("script");
    let page = context! {
        language => inputs.say.language().tag(),
        desk => inputs.desk,
        week => inputs.week.to_string(),
        days => days(inputs),
        as_of => unit::instant(inputs.as_of, inputs.zone),
        zone => inputs.zone.name(),
        rule => inputs.definition.title(),
        is_ours => inputs.definition.name() == definitions::ours().name(),
        seen => unit::text(records.seen, Unit::Count),
        ledger_share => unit::cell(records.ledger_share(), Unit::Share),
        version => inputs.version,
        filters => filters::of(inputs)?,
        said => told.map(|(name, text)| context! { name, text }).collect::<Value>(),
        views,
        key => key.as_str(),
        style => style(&[]),
        script => Value::from_safe_string(SCRIPT.join("\n")),
    };
    Ok(environment.get_template("page.html")?.render(page)?)
}

/// The rules of a page: those of every page, then its own.
pub(super) fn style(own: &[&str]) -> Value {
    let inks = page_style();
    let all: Vec<&str> =
        std::iter::once(inks.as_str()).chain(STYLE).chain(own.iter().copied()).collect();
    Value::from_safe_string(all.join("\n"))
}

/// The templates of all views and pages, whose links to places of the report begin with `home`; they are
/// escaped by the ending of their names.
pub(super) fn environment(
    say: &'static Words,
    home: &'static str,
) -> Result<Environment<'static>, ReportError> {
    let mut environment = Environment::new();
    environment.add_global("home", home);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?;
    environment.set_syntax(syntax);
    environment.add_function("t", move |key: &str, values: Kwargs| told(say, home, key, &values));
    for (name, template) in PARTS {
        environment.add_template(name, template)?;
    }
    for page in super::ALL {
        environment.add_template_owned(format!("{}.html", page.name()), page.template())?;
    }
    Ok(environment)
}

/// A text of the catalogue as HTML, with `values` in its places: only the catalogue's own marks are
/// marks, a value is always text.
fn told(say: &Words, home: &str, key: &str, values: &Kwargs) -> Result<Value, Error> {
    let text = say.find(key).ok_or_else(|| {
        Error::new(ErrorKind::InvalidOperation, format!("the catalogue lacks `{key}`"))
    })?;
    let mut filled = Vec::new();
    for name in values.args() {
        let value: String = values.get::<Value>(name)?.to_string();
        filled.push((name, minijinja::HtmlEscape(&value).to_string()));
    }
    let filled: Vec<(&str, &str)> =
        filled.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let html = markdown::inline(text).replace("href=\"#", &format!("href=\"{home}#"));
    Ok(Value::from_safe_string(Words::put(&html, &filled)))
}

/// The week's first and last day: 9 Nov to 15 Nov 2026; and that it is not over where it is not.
fn days(inputs: &Inputs<'_>) -> String {
    let monday = inputs.week.monday();
    let sunday = monday.checked_add_days(chrono::Days::new(6)).unwrap_or(monday);
    let is_over = inputs.week.ends(inputs.zone).is_some_and(|ends| ends <= inputs.as_of);
    let key = if is_over { "page.days" } else { "page.days_not_over" };
    let (first, last) = (label::day(monday), label::day(sunday));
    let year = sunday.format("%Y").to_string();
    inputs.say.fill(key, &[("first", &first), ("last", &last), ("year", &year)])
}
