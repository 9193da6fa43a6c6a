//! A user becomes a person with a role.

use super::wire::Wire;
use crate::model::{IssueKind, Person, RecordKind, Role};
use crate::sources::out::Out;
use crate::sources::source::Options;

const KIND: RecordKind = RecordKind::Person;

pub(super) fn read(wire: Wire<'_>, options: &Options, out: &mut Out<'_>) {
    let id = wire.id.id();
    if id.is_empty() {
        out.drop(KIND, "person_id", IssueKind::MissingField, "");
        return;
    }
    let stated = match wire.role.0.as_ref() {
        "agent" | "admin" | "light_agent" => Some(Role::Agent),
        "end-user" | "end_user" => Some(Role::Customer),
        "" => None,
        word => {
            out.empty(KIND, "role", IssueKind::UnknownWord, word);
            None
        }
    };
    let role = options.who.role(&[&id, &wire.name.0, &wire.email.0]).or(stated);
    let team = wire.default_group_id.id();
    out.put(Person { person_id: id, role, name: wire.name.0, team, ..Person::default() });
}
