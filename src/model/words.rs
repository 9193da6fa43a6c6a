//! The closed vocabularies of a conversation, each word spelled once.

/// Defines an enumeration whose variants have one spelling each, in files and in tables alike.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl $name {
            /// Every value, in the order of definition.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            /// The spellings, in the same order.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// Its spelling.
            pub const fn word(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            /// The value of that spelling, in any ASCII case.
            pub fn from_word(word: &str) -> Option<Self> {
                $(if word.eq_ignore_ascii_case($word) { return Some($name::$variant); })+
                None
            }

            #[allow(dead_code, reason = "only words that are packed need it")]
            pub(super) fn from_index(index: u8) -> Option<Self> {
                Self::ALL.get(usize::from(index)).copied()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

pub(super) use words;

words! {
    /// Where a customer is answered.
    Channel {
        Chat = "chat", Email = "email", Phone = "phone", Social = "social", Form = "form",
        Other = "other",
    }
}

words! {
    /// Who speaks. A bot answers customers by itself; the system only notes what happened.
    Role { Customer = "customer", Agent = "agent", Bot = "bot", System = "system" }
}

words! {
    /// Whether the customer can see a message.
    Visibility { Public = "public", Private = "private" }
}

words! {
    /// What a message is for.
    MessageKind {
        Reply = "reply",
        /// Written for colleagues.
        Note = "note",
        /// Sent by a rule: out of office, "we have received your request".
        AutoReply = "auto_reply",
        /// The request for a rating.
        Survey = "survey",
    }
}

words! {
    /// What happened to a conversation at one instant.
    EventKind {
        Queued = "queued", Answered = "answered", Assigned = "assigned",
        Transferred = "transferred", StatusChanged = "status_changed",
        HoldStarted = "hold_started", HoldEnded = "hold_ended", WrapUpEnded = "wrap_up_ended",
        Resolved = "resolved", Reopened = "reopened", Abandoned = "abandoned",
        Escalated = "escalated", Merged = "merged",
    }
}

words! {
    /// The state of a ticket. `pending` waits for the customer, `on_hold` for a third party.
    Status {
        New = "new", Open = "open", Pending = "pending", OnHold = "on_hold", Solved = "solved",
        Closed = "closed",
    }
}

impl Status {
    /// Whether the desk holds the request for done.
    pub fn is_resolved(self) -> bool {
        matches!(self, Status::Solved | Status::Closed)
    }
}

words! {
    /// How a call ended for the caller.
    CallOutcome {
        Answered = "answered", Abandoned = "abandoned", Voicemail = "voicemail",
        Callback = "callback",
    }
}

words! {
    /// What a desk can promise: an answer to the first question, to each later one, a word from time
    /// to time, an end, and how long the customer waits in all.
    PromiseKind {
        FirstResponse = "first_response", NextResponse = "next_response",
        PeriodicUpdate = "periodic_update", Resolution = "resolution",
        RequesterWait = "requester_wait",
    }
}

words! {
    /// What a criterion of quality says of a conversation. Not applicable: nothing called for it.
    Outcome { Met = "met", Missed = "missed", NotApplicable = "not_applicable" }
}

words! {
    /// The question of a survey: satisfaction, recommendation, effort.
    Instrument { Csat = "csat", Nps = "nps", Ces = "ces" }
}
