//! From inputs to the page, through the templates.

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, UndefinedBehavior, Value, context};

use super::inputs::{Inputs, ReportError};
use super::quality::Records;
use crate::charts::label;
use crate::facts::definitions;
use crate::metrics::unit;
use crate::model::Unit;

/// The whole page as HTML: same inputs, same bytes.
pub fn render(inputs: &Inputs<'_>) -> Result<String, ReportError> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?;
    environment.set_syntax(syntax);
    environment.add_template("page.html", include_str!("page.html"))?;
    environment.add_template("parts.html", include_str!("parts.html"))?;

    let mut sections = Vec::new();
    for page in super::ALL {
        // Templates are escaped by their name's ending.
        let name = format!("{}.html", page.name());
        environment.add_template_owned(name.clone(), page.template())?;
        let body = environment.get_template(&name)?.render(page.content(inputs)?)?;
        sections.push(context! {
            name => page.name(),
            title => page.title(),
            body => Value::from_safe_string(body),
        });
    }
    let script = include_str!("page.js");
    // Only the script that carries this word runs: not to be guessed by who writes to the desk,
    // and the same for the same page.
    let key = blake3::hash(format!("{sections:?}").as_bytes()).to_hex();
    let records = Records::of(inputs)?;
    let page = context! {
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
        sections,
        key => key.as_str(),
        style => Value::from_safe_string(include_str!("page.css").to_owned()),
        script => Value::from_safe_string(script.to_owned()),
    };
    Ok(environment.get_template("page.html")?.render(page)?)
}

/// The week's first and last day: 9 Nov to 15 Nov 2026; and that it is not over where it is not.
fn days(inputs: &Inputs<'_>) -> String {
    let monday = inputs.week.monday();
    let sunday = monday.checked_add_days(chrono::Days::new(6)).unwrap_or(monday);
    let is_over = inputs.week.ends(inputs.zone).is_some_and(|ends| ends <= inputs.as_of);
    let not_over = if is_over { "" } else { ", not over yet" };
    let (first, last) = (label::day(monday), label::day(sunday));
    format!("{first} to {last} {}{not_over}", sunday.format("%Y"))
}
