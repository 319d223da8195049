//! What a judged log comes to. It deliberately does not know of severities, reasons or messages.

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Denied,
    Undecided,
    /// Also what is told as `bad-approval`.
    NotAllowed,
    OverLimit,
    Waived,
    BlockedAttempt,
}

pub const KINDS: [Kind; 6] = [
    Kind::Denied,
    Kind::Undecided,
    Kind::NotAllowed,
    Kind::OverLimit,
    Kind::Waived,
    Kind::BlockedAttempt,
];

impl Kind {
    /// Whether an event with such a finding is a violation.
    pub fn violates(self) -> bool {
        !matches!(self, Kind::Waived | Kind::BlockedAttempt)
    }
}

/// `rule` is empty for `not-allowed`; of what is waived it is the rule that was lifted. A blocked attempt
/// stands here once for each rule that it names, `not-allowed` among them being empty.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Its place in the log, from 0.
    pub event: usize,
    pub kind: Kind,
    pub rule: String,
}
