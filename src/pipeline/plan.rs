//! The plan as resolved: which files are read how, under which hours and promises, into what.

use std::fs;
use std::path::{Path, PathBuf};

use chrono_tz::Tz;

use super::answers;
use super::calendars::Calendars;
use super::channels::Channels;
use super::error::ConfigError;
use super::inputs::{self, Input, InputFile};
use super::memory;
use super::promises;
use super::said::Said;
use super::script::Script;
use super::settings::Run;
use crate::facts::{
    CalendarOf, Compared, Definition, Fact, Promised, Rules, ServiceLevel, definitions,
};
use crate::model::{Channel, Instant};
use crate::scores::{CoachRules, Weights};
use crate::tables::{Table, Week};

/// What the caller asks for; it goes before the settings.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The file of settings.
    pub settings: PathBuf,
    pub week: Option<String>,
    pub as_of: Option<String>,
    pub out: Option<PathBuf>,
    /// The key of pseudonyms: 64 hexadecimal digits, or any words.
    pub key: Option<String>,
}

/// Everything that a run needs to know before it reads.
pub struct Plan {
    pub script: Script,
    pub desk: String,
    pub zone: Tz,
    pub as_of: Option<Instant>,
    pub week: Option<Week>,
    pub out: PathBuf,
    /// Bytes of records held in memory.
    pub memory: usize,
    pub tolerance: f64,
    /// The rule by which the run counts.
    pub definition: &'static dyn Definition,
    pub keep_text: bool,
    pub key: Option<[u8; 32]>,
    /// What reads conversations and strikes out personal data.
    pub said: Said,
    pub channels: Channels,
    pub calendar_of: CalendarOf,
    /// The first of a kind that fits a conversation counts.
    pub promises: Vec<Promised>,
    /// Files that the settings name: holidays and schedules.
    pub named_files: Vec<Script>,
    /// Whether criteria that go with no outcome count in agents' quality.
    pub counts_descriptive: bool,
    pub weights: Weights,
    pub coaching: CoachRules,
    pub window_weeks: u32,
    /// Conversations of each agent that reviewers are to read in a week.
    pub reviews_per_agent: u32,
    /// The tables to publish.
    pub tables: Vec<&'static dyn Table>,
    pub charts: bool,
    pub pictures: bool,
    pub report: bool,
    pub workbook: bool,
    pub inputs: Vec<Input>,
    pub files: Vec<InputFile>,
}

impl Plan {
    /// Reads the settings and resolves them; opens none of the input's files.
    pub fn resolve(request: &Request) -> Result<Self, ConfigError> {
        let script = Script::read(&request.settings)?;
        let settings = script.settings()?;
        let zone = settings.desk.time_zone.0;
        let calendars = Calendars::resolve(&script, &settings)?;
        let channels = Channels::resolve(&script, &settings, &calendars)?;
        let said = Said::resolve(&script, &settings.text, settings.rubric.as_ref())?;
        let (inputs, files) = inputs::resolve(&script, &settings, &said.redactor)?;
        let Run { out, memory, tolerance, keep_text, charts, pictures, workbook, .. } =
            &settings.run;
        let out = request.out.clone().unwrap_or_else(|| script.folder().join(out));
        refuse_own_outputs(&out, &files)?;
        let report = answers::report(&script, &settings)?;
        Ok(Self {
            zone,
            as_of: answers::as_of(request, &script, &settings)?,
            week: answers::week(request, &script, &settings)?,
            out,
            memory: memory.unwrap_or_else(memory::quarter).0,
            tolerance: tolerance.0,
            definition: settings
                .run
                .definitions
                .as_ref()
                .map_or_else(definitions::ours, |rule| rule.0),
            keep_text: *keep_text,
            key: request.key.as_deref().map(answers::key).transpose()?,
            promises: promises::resolve(&script, &settings, &channels)?,
            said,
            channels,
            calendar_of: settings.desk.calendar_of.into(),
            named_files: calendars.files,
            counts_descriptive: settings
                .rubric
                .as_ref()
                .is_some_and(|rubric| rubric.get_ref().counts_descriptive()),
            weights: answers::weights(&script, &settings)?,
            coaching: answers::coaching(&script, &settings)?,
            window_weeks: answers::window_weeks(&script, &settings)?,
            reviews_per_agent: answers::reviews_per_agent(&script, &settings)?,
            tables: answers::tables(&script, &settings)?,
            charts: *charts,
            pictures: *pictures,
            report,
            workbook: workbook.unwrap_or(report),
            inputs,
            files,
            desk: settings.desk.name,
            script,
        })
    }

    /// The service level of calls, where the settings have one of their own.
    pub fn service_level(&self) -> Option<ServiceLevel> {
        self.channels.of(Channel::Phone).service_level
    }

    /// What figures depend on beside the conversations.
    pub fn rules(&self, as_of: Instant) -> Rules {
        let mut rules = Rules::new(|channel| self.channels.of(channel).clone(), as_of);
        rules.hours.clone_from(&self.channels.hours);
        rules.calendar_of = self.calendar_of;
        rules.promises.clone_from(&self.promises);
        rules.reader.clone_from(&self.said.reader);
        rules.rubric.clone_from(&self.said.rubric);
        rules.classifier.clone_from(&self.said.classifier);
        rules.redactor = self.said.redactor.clone();
        rules.keep_text = self.keep_text;
        rules.definition = self.definition;
        // The table of the fact's name is all that needs it.
        rules.compares_definitions = self.tables.iter().any(|table| table.name() == Compared::NAME);
        rules.pseudonym_key = self.key;
        rules
    }

    /// The input that a file belongs to.
    pub fn input(&self, file: &InputFile) -> Option<&Input> {
        self.inputs.get(file.input)
    }
}

/// Refuses to read what a run writes.
fn refuse_own_outputs(out: &Path, files: &[InputFile]) -> Result<(), ConfigError> {
    let Ok(folder) = fs::canonicalize(out) else {
        return Ok(());
    };
    let is_inside = |file: &&InputFile| {
        fs::canonicalize(&file.file.path).is_ok_and(|path| path.starts_with(&folder))
    };
    match files.iter().find(is_inside) {
        None => Ok(()),
        Some(file) => {
            let what = format!("`{}`, one of the input's files, lies there", file.file.name);
            let cure = "choose another folder of outputs, or name fewer `files`";
            Err(ConfigError::of(out, what, cure))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::TargetTime;
    use crate::model::{ConversationState, PromiseKind};

    const DESK: &str = "[desk]\nname = \"Shop\"\ntime_zone = \"Europe/Berlin\"\n";

    /// A desk's folder: `weekly.toml` with those settings, and exports beside it.
    struct Folder(tempfile::TempDir);

    impl Folder {
        fn new(settings: &str) -> Self {
            let folder = tempfile::tempdir().unwrap();
            fs::create_dir(folder.path().join("exports")).unwrap();
            for file in ["tickets.json", "users.json", "calls.csv"] {
                fs::write(folder.path().join("exports").join(file), "{}").unwrap();
            }
            fs::write(folder.path().join("weekly.toml"), format!("{DESK}{settings}")).unwrap();
            Self(folder)
        }

        fn request(&self) -> Request {
            Request { settings: self.0.path().join("weekly.toml"), ..Request::default() }
        }

        fn plan(&self) -> Plan {
            Plan::resolve(&self.request()).unwrap_or_else(|error| panic!("{error}"))
        }

        fn refused(&self, request: &Request) -> String {
            let error = Plan::resolve(request).err().map_or("accepted".into(), |e| e.to_string());
            error.replace(&format!("{}/", self.0.path().display()), "")
        }
    }

    fn refused(settings: &str) -> String {
        let folder = Folder::new(settings);
        folder.refused(&folder.request())
    }

    #[test]
    fn files_come_in_the_order_of_inputs_and_names_each_once() {
        let plan = Folder::new(
            "[[inputs]]\nfiles = [\"exports/users.json\", \"exports/t*.json\"]\n\
             [[inputs]]\nname = \"all\"\nsource = \"desk\"\nfiles = \"exports/../exports/*\"\n",
        )
        .plan();
        let files: Vec<(&str, &str)> = plan
            .files
            .iter()
            .map(|file| (plan.input(file).unwrap().source.as_str(), file.file.name.as_str()))
            .collect();
        assert_eq!(
            files,
            [
                ("users", "exports/tickets.json"),
                ("users", "exports/users.json"),
                ("desk", "exports/../exports/calls.csv"),
            ]
        );
    }

    #[test]
    fn a_mapping_may_read_a_file_again() {
        let sheet = |name: &str| {
            format!(
                "[[inputs]]\nname = \"{name}\"\nsource = \"desk\"\nfiles = \"exports/c*\"\n\
                 table = {{ sheet = \"{name}\" }}\n"
            )
        };
        let rest = "[[inputs]]\nname = \"rest\"\nfiles = \"exports/*\"\n";
        let plan = Folder::new(&[&sheet("tickets"), &sheet("ratings"), rest].concat()).plan();
        let names: Vec<&str> = plan.files.iter().map(|file| file.file.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "exports/calls.csv",
                "exports/calls.csv (ratings)",
                "exports/tickets.json",
                "exports/users.json"
            ]
        );
    }

    #[test]
    fn an_input_takes_the_desks_zone_and_says_whether_its_own_is_stated() {
        let plan = Folder::new(
            "[[inputs]]\nname = \"a\"\nfiles = \"exports/t*\"\n\
             [[inputs]]\nname = \"b\"\nfiles = \"exports/c*\"\ntime_zone = \"Asia/Shanghai\"\n",
        )
        .plan();
        let clocks: Vec<(&str, bool)> = plan
            .inputs
            .iter()
            .map(|input| (input.options.clock.zone.name(), input.options.clock.is_stated))
            .collect();
        assert_eq!(clocks, [("Europe/Berlin", false), ("Asia/Shanghai", true)]);
    }

    #[test]
    fn a_mapping_makes_a_table_of_files_without_format() {
        let mapped = "[[inputs]]\nfiles = \"exports/calls.csv\"\n[inputs.table.conversation]\n\
                      conversation_id = \"id\"\n";
        assert_eq!(Folder::new(mapped).plan().inputs[0].format.unwrap().name(), "table");
        let other = mapped.replace("\n[inputs.table", "\nformat = \"email\"\n[inputs.table");
        assert_eq!(
            refused(&other),
            "weekly.toml:4: a `table` mapping says nothing to format `email`; take the mapping \
             out, or write `format = \"table\"`"
        );
    }

    #[test]
    fn promises_are_counted_on_their_channels_calendar() {
        let plan = Folder::new(
            "[calendars.office]\nhours = \"Mon-Fri 09:00-18:00\"\nholidays = [\"2026-12-25\"]\n\
             exceptions = { \"2026-12-24\" = \"09:00-13:00\" }\n\
             [channels.email]\ncalendar = \"office\"\nresolution = { within = \"2 d\" }\n\
             first_response = { within = \"1 d\", time = \"elapsed\", share = 0.9 }\n\
             [channels.chat]\n[[inputs]]\nfiles = \"exports/*\"\n",
        )
        .plan();
        let target = |kind| {
            let found = plan.promises.iter().find(|promised| promised.kind == kind).unwrap();
            assert_eq!(found.when.only_channel(), Some(Channel::Email));
            found.target
        };
        let resolution = target(PromiseKind::Resolution);
        assert_eq!((resolution.seconds, resolution.time), (64_800.0, TargetTime::Business));
        assert_eq!(target(PromiseKind::FirstResponse).seconds, 86_400.0);
        let at = |text| Instant::from_rfc3339(text).unwrap();
        let rules = plan.rules(at("2026-12-31T00:00:00Z"));
        let (from, to) = (at("2026-12-24T00:00:00Z"), at("2026-12-28T00:00:00Z"));
        let open = |channel| {
            rules.calendar(channel, "", "").unwrap().open_micros(from.0, to.0) / 3_600_000_000
        };
        assert_eq!([Channel::Email, Channel::Chat, Channel::Phone].map(open), [4, 96, 96]);
    }

    #[test]
    fn the_service_level_is_the_settings_own_or_the_promised_first_response() {
        let level = |settings: &str| {
            let input = "[[inputs]]\nfiles = \"exports/*\"\n";
            let plan = Folder::new(&format!("[channels.phone]\n{settings}\n{input}")).plan();
            let rules = plan.rules(Instant(0));
            let call = ConversationState { channel: Some(Channel::Phone), ..Default::default() };
            let level = rules.service_level(&call);
            let is_own = settings.contains("service_level");
            assert_eq!(plan.service_level(), level.filter(|_| is_own));
            level.map(|level| {
                (level.seconds, level.variant.word(), level.short_seconds, level.share)
            })
        };
        let promise = "first_response = { within = \"30 s\", time = \"elapsed\" }";
        let usual = "without_abandoned_in_time";
        assert_eq!(level(""), None);
        assert_eq!(level(promise), Some((30.0, usual, 5.0, None)));
        let own = format!("{promise}\nservice_level = {{ within = \"20 s\" }}");
        assert_eq!(level(&own), Some((20.0, usual, 5.0, None)));
        let named = "service_level = { within = \"1 min\", variant = \"of_all\", \
                     short_abandon = \"3 s\", share = 0.9 }";
        assert_eq!(level(named), Some((60.0, "of_all", 3.0, Some(0.9))));
    }

    #[test]
    fn the_rule_of_the_run_is_ours_unless_another_is_named() {
        let inputs = "[[inputs]]\nfiles = \"exports/*\"\n";
        let rules = |run: &str| Folder::new(&format!("{run}{inputs}")).plan().rules(Instant(0));
        let plain = rules("");
        assert_eq!((plain.definition.name(), plain.compares_definitions), ("ours", true));
        let other = rules("[run]\ndefinitions = \"zendesk\"\ntables = [\"turns\"]\n");
        assert_eq!((other.definition.name(), other.compares_definitions), ("zendesk", false));
    }

    #[test]
    fn the_request_goes_before_the_settings() {
        let folder = Folder::new(
            "week = \"2026-W40\"\nas_of = 2026-10-10T00:00:00Z\n[run]\nout = \"made\"\n\
             [[inputs]]\nfiles = \"exports/*\"\n",
        );
        let plan = folder.plan();
        assert_eq!(plan.week, Week::parse("2026-W40"));
        assert_eq!(plan.as_of, Instant::from_rfc3339("2026-10-10T00:00:00Z"));
        assert_eq!(plan.out, folder.0.path().join("made"));
        assert_eq!(plan.key, None);
        let request = Request {
            week: Some("2026-W41".into()),
            as_of: Some("2026-10-20 02:00".into()),
            out: Some("there".into()),
            key: Some("open sesame".into()),
            ..folder.request()
        };
        let plan = Plan::resolve(&request).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(plan.week, Week::parse("2026-W41"));
        assert_eq!(plan.as_of, Instant::from_rfc3339("2026-10-20T00:00:00Z"));
        assert_eq!(plan.out, Path::new("there"));
        assert!(plan.key.is_some_and(|key| key != [0; 32]));
    }

    #[test]
    fn what_cannot_be_followed_is_refused_with_the_cure() {
        let input = "[[inputs]]\nfiles = \"exports/*\"\n";
        for (settings, message) in [
            (
                "",
                "weekly.toml: it names no input; add an `[[inputs]]` with the `files` of an export",
            ),
            (
                "[[inputs]]\nfiles = [\n  \"export/*\",\n]\n",
                "weekly.toml:5: `export/*` names no file; in `.` did you mean `exports`?",
            ),
            (
                "[[inputs]]\nname = \"a/b\"\nfiles = \"exports/*\"\n",
                "weekly.toml:4: `a/b` is no name of a source; write a `source` (or `name`) \
                 without `/`, which parts it from the ids",
            ),
            (
                "[run]\nout = \".\"\n[[inputs]]\nfiles = \"exports/*\"\n",
                ".: `exports/calls.csv`, one of the input's files, lies there; choose another \
                 folder of outputs, or name fewer `files`",
            ),
            (
                "[[inputs]]\nfiles = []\n",
                "weekly.toml:5: it names no files; name some, as `files = [\"export/*.json\"]`",
            ),
            (
                &format!("{input}[[inputs]]\nfiles = \"exports/t*\"\n"),
                "weekly.toml:6: two inputs are called `exports`; give each a `name`, and the same \
                 `source` if they share conversations",
            ),
            (
                &format!(
                    "[channels.email]\ncalendar = \"offise\"\n[calendars.office]\nhours = \"24/7\"\n{input}"
                ),
                "weekly.toml:5: there is no calendar `offise`; did you mean `office`?",
            ),
            (
                &format!("[channels.chat]\nservice_level = {{ within = \"20 s\" }}\n{input}"),
                "weekly.toml:5: a service level on `chat`, where nobody calls; write it under \
                 `[channels.phone]`, or promise a `first_response` here",
            ),
            (
                &format!("[calendars.always]\nhours = \"24/7\"\n{input}"),
                "weekly.toml:4: the calendar `always` is built in, open around the clock; give \
                 this one another name",
            ),
            (
                &format!("[calendars.office]\nhours = \"Mon-Fry 9-18\"\n{input}"),
                "weekly.toml:5: `Fry` is not a day of the week; write Mon, Tue, Wed, Thu, Fri, \
                 Sat, Sun or daily",
            ),
            (
                &format!("[reviews]\nper_agent = 0\n{input}"),
                "weekly.toml:5: a plan of 0 reviews; write 1 to 1000; 4 is usual",
            ),
            (
                &format!("week = \"2026-46\"\n{input}"),
                "weekly.toml:4: `2026-46` is no week of a year; write it as `2026-W46`",
            ),
            (
                &format!("as_of = \"yesterday\"\n{input}"),
                "weekly.toml:4: `yesterday` is no instant; write it as `2026-11-16T00:00:00Z`, or \
                 without `Z` in the desk's time zone",
            ),
        ] {
            assert_eq!(refused(settings), message, "{settings}");
        }
        let folder = Folder::new(input);
        let request = Request { week: Some("46".into()), ..folder.request() };
        assert_eq!(
            folder.refused(&request),
            "--week: `46` is no week of a year; write it as `2026-W46`"
        );
    }
}
