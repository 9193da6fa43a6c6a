//! Which column of one file goes into which field of which record.

use super::convert::Rule;
use super::fit;
use super::header::Header;
use super::mapping::{FieldMapping, Fixed, KindMapping, Mapping, Origin, Shape};
use super::moment::TimeRule;
use super::needs::needs;
use crate::model::{Channel, RecordKind};
use crate::sources::{Clock, Head, Options, ReadError, Who};

/// How each row of a file becomes records.
#[derive(Debug)]
pub(super) struct Plan {
    /// What a row may hold; never empty.
    pub kinds: Vec<KindPlan>,
    /// Name of the file, for what has no key of its own.
    pub file: String,
    pub clock: Clock,
    pub channel: Option<Channel>,
    pub surface: String,
    pub who: Who,
}

/// How a row becomes one record.
#[derive(Debug)]
pub(super) struct KindPlan {
    pub kind: RecordKind,
    pub filter: Option<FilterPlan>,
    /// Those the record needs come first.
    pub fields: Vec<FieldPlan>,
    /// How many of the fields it needs.
    pub needed: usize,
    /// Columns any of which shows that a row holds this record; empty where all rows do.
    pub marks: Vec<usize>,
}

#[derive(Debug)]
pub(super) struct FilterPlan {
    pub column: usize,
    pub words: Vec<String>,
    pub keeps: bool,
}

/// How a field is filled.
#[derive(Debug)]
pub(super) struct FieldPlan {
    pub name: &'static str,
    /// Its place among the fields of its kind.
    pub at: usize,
    /// The group of fields that the record needs one of, and whether this is its only one.
    pub group: Option<(usize, bool)>,
    pub from: From,
}

#[derive(Debug)]
pub(super) enum From {
    Column(usize, Rule),
    Joined(Vec<usize>, Rule),
    Fixed(Fixed),
}

impl Plan {
    /// Holds the mapping (or, without one, the names of fields) against the file's columns.
    pub fn new(head: &Head<'_>, header: &mut Header, options: &Options) -> Result<Self, ReadError> {
        let nothing = Mapping::default();
        let mapping = options.mapping.as_ref().unwrap_or(&nothing);
        let kinds = fit::kinds(head, header, mapping)?;
        let is_threaded = [&kinds, &mapping.kinds].map(|kinds| fit::is_threaded(kinds, header));
        let is_threaded = is_threaded.contains(&true);
        let plan = |kind| KindPlan::new(kind, header, &mapping.shape, is_threaded);
        let mut kinds: Vec<KindPlan> = kinds.iter().map(plan).collect();
        mark_by_own_columns(&mut kinds);
        Ok(Self {
            kinds,
            file: head.name.to_owned(),
            clock: options.clock,
            channel: options.channel,
            surface: options.surface.clone(),
            who: options.who.clone(),
        })
    }

    /// The kind that an issue is told of which concerns a whole row.
    pub fn first_kind(&self) -> RecordKind {
        self.kinds.first().map_or(RecordKind::Conversation, |kind| kind.kind)
    }

    /// The columns that are read, each once, in order.
    pub fn columns(&self) -> Vec<usize> {
        let mut columns = Vec::new();
        for kind in &self.kinds {
            columns.extend(kind.filter.iter().map(|filter| filter.column));
            for field in &kind.fields {
                columns.extend_from_slice(field.from.columns());
            }
        }
        columns.sort_unstable();
        columns.dedup();
        columns
    }
}

/// Marks conversations by whatever only they read: a row that tells of one without its id must not
/// be passed over.
fn mark_by_own_columns(kinds: &mut [KindPlan]) {
    let columns = |kind: &KindPlan| -> Vec<usize> {
        kind.fields.iter().flat_map(|field| field.from.columns()).copied().collect()
    };
    let read: Vec<Vec<usize>> = kinds.iter().map(columns).collect();
    for (number, kind) in kinds.iter_mut().enumerate() {
        if kind.kind != RecordKind::Conversation || kind.marks.is_empty() {
            continue;
        }
        let is_own = |column: &usize| {
            let mut others = read.iter().enumerate().filter(|(other, _)| *other != number);
            !others.any(|(_, columns)| columns.contains(column))
        };
        let own = read.get(number).into_iter().flatten().copied();
        kind.marks.extend(own.filter(is_own));
        kind.marks.sort_unstable();
        kind.marks.dedup();
    }
}

impl KindPlan {
    /// `is_threaded` says whether the id of a message is enough to know its conversation by.
    fn new(mapping: &KindMapping, header: &mut Header, shape: &Shape, is_threaded: bool) -> Self {
        let needs = needs(mapping.kind);
        let mut fields = Vec::new();
        for (at, &(name, field)) in mapping.kind.fields().iter().enumerate() {
            let from = match mapping.field(name) {
                Some(mapped) => From::mapped(mapped, header),
                None if fit::columns(mapping).any(|column| column == name) => None,
                None => header.of_field(name).map(|column| {
                    let times = TimeRule { formats: shape.time_formats.clone(), zone: None };
                    From::Column(column, Rule::plain(name, field, &times, shape.decimal))
                }),
            };
            if let Some(from) = from {
                let is_tie = is_threaded || name != "message_id";
                let group = needs.group_of(name).filter(|_| is_tie);
                let is_only = |group: usize| needs.groups.get(group).is_some_and(|g| g.len() == 1);
                fields.push(FieldPlan { name, at, group: group.map(|g| (g, is_only(g))), from });
            }
        }
        fields.sort_by_key(|field| field.group.is_none());
        let needed = fields.iter().take_while(|field| field.group.is_some()).count();
        let marks: Vec<&FieldPlan> =
            fields.iter().filter(|field| needs.marks.contains(&field.name)).collect();
        let is_fixed = marks.iter().any(|field| matches!(field.from, From::Fixed(_)));
        let marks = marks.iter().filter(|_| !is_fixed).flat_map(|field| field.from.columns());
        let marks = marks.copied().collect();
        let filter = mapping.filter.as_ref().and_then(|filter| {
            let column = header.column(&filter.column)?;
            Some(FilterPlan { column, words: filter.words.clone(), keeps: filter.keeps })
        });
        Self { kind: mapping.kind, filter, fields, needed, marks }
    }
}

impl From {
    /// `None` where the mapping allows that the column is missing, and it is.
    fn mapped(mapping: &FieldMapping, header: &mut Header) -> Option<Self> {
        let (names, rule) = match &mapping.origin {
            Origin::Fixed(fixed) => return Some(Self::Fixed(fixed.clone())),
            Origin::Columns { names, rule, .. } => (names, rule.clone()),
        };
        let columns: Option<Vec<_>> = names.iter().map(|name| header.column(name)).collect();
        match columns?.as_slice() {
            [] => None,
            [column] => Some(Self::Column(*column, rule)),
            columns => Some(Self::Joined(columns.to_vec(), rule)),
        }
    }

    fn columns(&self) -> &[usize] {
        match self {
            Self::Column(column, _) => std::slice::from_ref(column),
            Self::Joined(columns, _) => columns,
            Self::Fixed(_) => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::testing::options;
    use super::*;

    #[test]
    fn fields_that_are_needed_come_first_and_no_column_is_taken_twice() {
        let names = ["conversation_id", "kind", "text", "unknown", "sent_at"];
        let mut header = Header::closed(names.map(str::to_owned).to_vec());
        let head = Head { path: Path::new("x"), name: "x", bytes: b"", is_whole: true };
        let options =
            options("[message]\nauthor_role = \"kind\"\nvisibility = { value = \"public\" }");
        let plan = Plan::new(&head, &mut header, &options).unwrap();
        let [kind] = plan.kinds.as_slice() else { panic!("one kind is mapped") };
        let fields: Vec<_> = kind.fields.iter().map(|field| field.name).collect();
        let expected = ["conversation_id", "sent_at", "author_role", "visibility", "text"];
        assert_eq!((fields.as_slice(), kind.needed), (expected.as_slice(), 2));
        assert_eq!(plan.columns(), [0, 1, 2, 4]);
        assert_eq!(kind.marks, [4, 2]);
    }
}
