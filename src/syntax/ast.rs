//! The syntax tree: what the author wrote, with the place of everything.
//!
//! Nothing here is resolved: a name is a name, whatever it may stand for.

use crate::text::Span;
use crate::time::{Length, Time};
use std::net::IpAddr;

/// One file's statements and comments, in the order in which they stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct File {
    /// Whole and broken statements.
    pub statements: Vec<Statement>,
    /// Comments without their line ends, `#` included.
    pub comments: Vec<Comment>,
}

/// A comment, from `#` to the end of its line.
#[derive(Clone, Debug, PartialEq)]
pub struct Comment {
    /// The comment's place, `#` included.
    pub span: Span,
    /// Its text, `#` included, trailing blanks not.
    pub text: String,
    /// Whether something else stands before it on its line.
    pub trailing: bool,
}

/// A statement with its place, keyword to last token.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Keyword to last token.
    pub span: Span,
    /// What it says.
    pub kind: StatementKind,
    /// A mistake in it was reported: what is here is only a part, and nothing more should be said of what lacks.
    pub broken: bool,
}

/// What a statement declares.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar of docs/language.md names them")]
pub enum StatementKind {
    Role(Roles),
    Field(FieldDecl),
    Set(SetDecl),
    Hours(HoursDecl),
    Condition(ConditionDecl),
    Rule(Rule),
    Waiver(Waiver),
    Invariant(Invariant),
    Test(Test),
    /// Too broken for more than, perhaps, its kind's keyword and its name, which it still declares.
    Broken {
        /// None where no statement begins so, nor with a word near to it.
        keyword: Option<Keyword>,
        /// Of an attribute, without its prefix.
        name: Option<Name>,
    },
}

/// The keywords that begin statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "they are the words themselves")]
pub enum Keyword {
    Role,
    Field,
    Set,
    Hours,
    Condition,
    Rule,
    Waiver,
    Invariant,
    Test,
}

/// A name, or a text that stands where a name may.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    /// The name itself, unescaped if it was quoted.
    pub text: String,
    /// Its place, quotes included.
    pub span: Span,
    /// A quoted one is never a set, nor a reserved word.
    pub quoted: bool,
}

/// A text literal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Text {
    /// What it says, unescaped (of `matches`: the pattern as it stands).
    pub value: String,
    /// Its place, quotes included.
    pub span: Span,
}

/// A value with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub span: Span,
}

/// `role a, b "note"`.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct Roles {
    pub names: Vec<Name>,
    pub note: Option<Text>,
}

/// `field tenant.plan: text`; without a prefix a field of the event.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct FieldDecl {
    pub entity: Option<Spanned<Entity>>,
    pub name: Name,
    pub ty: Spanned<Type>,
}

/// What the directory has tables of attributes for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "they are the words themselves")]
pub enum Entity {
    Actor,
    Tenant,
    List,
    Ticket,
}

/// The type of a field or column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "they are the words themselves")]
pub enum Type {
    Text,
    Int,
    Bool,
    Time,
    Ip,
    Texts,
}

/// `set name = [ … ]`.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct SetDecl {
    pub name: Name,
    pub items: List,
}

/// `[ item, … ]`.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct List {
    pub items: Vec<Item>,
    pub span: Span,
}

/// A member of a list. An unquoted name may be a set's.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub enum Item {
    /// A name or a text.
    Name(Name),
    Network(Spanned<Network>),
}

/// An IPv4 or IPv6 address with how many of its leading bits count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Network {
    /// Host bits are zero.
    pub address: IpAddr,
    /// 32 or 128 for a single address.
    pub prefix: u8,
}

/// `hours name = span, … "zone"`.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct HoursDecl {
    pub name: Name,
    pub spans: Vec<HoursSpan>,
    pub zone: Text,
}

/// `mon-fri 08:00-19:00`.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct HoursSpan {
    pub first: Spanned<crate::time::Weekday>,
    /// The same as `first` for a single day.
    pub last: Spanned<crate::time::Weekday>,
    pub clock: Spanned<ClockSpan>,
}

/// Minutes of the day, `0..=1440`, from and to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockSpan {
    /// Minutes after 00:00, below 1440.
    pub from: u16,
    /// Minutes after 00:00, at most 1440 (`24:00`).
    pub to: u16,
}

/// `condition name = expr "note"`.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct ConditionDecl {
    pub name: Name,
    pub expr: Expr,
    pub note: Option<Text>,
}

/// `rule name { effect clause… }`.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct Rule {
    pub name: Name,
    /// None only in a broken rule.
    pub effect: Option<Effect>,
    pub clauses: Vec<Clause>,
}

/// What a rule does.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct Effect {
    /// The keyword to the last token.
    pub span: Span,
    /// The keyword alone.
    pub keyword: Span,
    pub kind: EffectKind,
}

/// `allow …`, `deny …` or `limit …`.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub enum EffectKind {
    Allow {
        subject: Subject,
        target: Target,
    },
    Deny {
        subject: Subject,
        target: Target,
    },
    Limit {
        subject: Subject,
        target: Option<Target>,
        amount: Amount,
        keys: Vec<Path>,
        window: Spanned<Length>,
    },
}

/// Whom it is about.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct Subject {
    pub span: Span,
    pub kind: SubjectKind,
}

/// `anyone`, `role a, b`, `actor "x"`, `actor like "*@x"`.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub enum SubjectKind {
    Anyone,
    Roles(Vec<Name>),
    Actors(Vec<Text>),
    ActorLike(Text),
}

/// `pattern, …`.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct Target {
    pub span: Span,
    pub patterns: Vec<Pattern>,
}

/// `tenants/lists`.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct Pattern {
    pub span: Span,
    /// Before the first slash. Unquoted, it may be `any`, `own`, a set, or a glob.
    pub tenant: Name,
    /// Behind it: a glob, further slashes included.
    pub list: Name,
}

/// How much a limit lets through.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct Amount {
    pub span: Span,
    pub most: Spanned<i64>,
    pub measure: Measure,
}

/// What a limit counts.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub enum Measure {
    Exports,
    Rows,
    /// The amount was a size such as `10MB`.
    Bytes,
    Tenants,
    Lists,
    Destinations,
    Actors,
    Distinct(Path),
}

/// A clause behind a rule's effect, or in a waiver or invariant.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct Clause {
    /// The keyword to the last token.
    pub span: Span,
    /// The keyword alone.
    pub keyword: Span,
    pub kind: ClauseKind,
}

/// What a clause says. Rules, waivers and invariants each take some of these.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub enum ClauseKind {
    When(Expr),
    Unless(Expr),
    From(Spanned<Time>),
    Until(Spanned<Time>),
    Severity(Spanned<Severity>),
    Owner(Text),
    Note(Text),
    /// Waivers only.
    Lift(Vec<Name>),
    /// Waivers only.
    For(Subject, Option<Target>),
    /// Waivers only.
    By(Text),
}

/// How bad it is when a deny or a limit is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "they are the words themselves")]
pub enum Severity {
    Low,
    Medium,
    High,
    Critical,
}

/// `waiver name { … }`, all of it clauses.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct Waiver {
    pub name: Name,
    pub clauses: Vec<Clause>,
}

/// `invariant name { never|always allow … }`.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct Invariant {
    pub name: Name,
    /// None only in a broken one.
    pub claim: Option<Claim>,
    pub clauses: Vec<Clause>,
}

/// What an invariant claims.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct Claim {
    pub span: Span,
    pub quantifier: Quantifier,
    pub subject: Subject,
    pub target: Target,
}

/// `never` or `always`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are the words themselves")]
pub enum Quantifier {
    Never,
    Always,
}

/// A condition's expression.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct Expr {
    /// Parentheses included.
    pub span: Span,
    pub kind: ExprKind,
}

/// `or`, `and`, `not`, or an atom.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
#[allow(
    clippy::large_enum_variant,
    reason = "nearly every expression is an atom: a box for each would save nothing"
)]
pub enum ExprKind {
    /// Two or more.
    Or(Vec<Expr>),
    /// Two or more.
    And(Vec<Expr>),
    Not(Box<Expr>),
    /// `( … )`: kept, since `a or (b and c)` is not flagged where `a or b and c` is.
    Parens(Box<Expr>),
    Atom(Atom),
    /// A mistake stood here and was reported.
    Broken,
}

/// One test of a value.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub enum Atom {
    /// A bool field, or a condition's name.
    Bare(Path),
    Is {
        path: Path,
        state: Spanned<State>,
    },
    Compare {
        path: Path,
        op: Spanned<Comparison>,
        operand: Operand,
    },
    In {
        path: Path,
        /// The word `in`, or `not in`.
        op: Span,
        negated: bool,
        collection: Collection,
    },
    Like {
        path: Path,
        op: Span,
        negated: bool,
        globs: Globs,
    },
    Matches {
        path: Path,
        op: Span,
        negated: bool,
        /// `value` is the raw pattern, byte for byte what stands between the quotes.
        pattern: Text,
    },
    Contains {
        path: Path,
        op: Span,
        negated: bool,
        item: Item,
    },
    AnyAll {
        quantifier: Spanned<AnyAll>,
        path: Path,
        collection: Collection,
    },
    Approved {
        by: Subject,
        of_tenant: bool,
        within: Spanned<Length>,
    },
}

/// `set`, `missing`, `listed`, `unlisted`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "they are the words themselves")]
pub enum State {
    Set,
    Missing,
    Listed,
    Unlisted,
}

/// `==`, `!=`, `<`, `<=`, `>`, `>=`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "they are the signs themselves")]
pub enum Comparison {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

/// `any` or `all`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "they are the words themselves")]
pub enum AnyAll {
    Any,
    All,
}

/// The right side of a comparison.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub enum Operand {
    Literal(Literal),
    /// `path + 24h`; the length is negative for `-`. None without.
    Path {
        path: Path,
        shift: Option<Spanned<Length>>,
    },
}

impl Operand {
    /// Its place.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Literal(literal) => literal.span,
            Self::Path { path, shift } => shift.map_or(path.span, |s| path.span.to(s.span)),
        }
    }
}

/// A literal value with its place.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct Literal {
    pub span: Span,
    pub kind: LiteralKind,
}

/// What a literal is.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub enum LiteralKind {
    Text(String),
    Int(i64),
    /// A size such as `10MB`, in bytes.
    Bytes(i64),
    Time(Time),
    Network(Network),
    Bool(bool),
}

/// What `in`, `any`, `all` look into.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub enum Collection {
    List(List),
    Network(Spanned<Network>),
    /// A set, hours, or a field.
    Path(Path),
}

/// What `like` compares with.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub enum Globs {
    Text(Text),
    Collection(Collection),
}

/// `name` or `name.name`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct Path {
    pub span: Span,
    pub head: Name,
    pub tail: Option<Name>,
}

/// `test name { given … expect … }`.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct Test {
    pub name: Name,
    pub given: Option<Record>,
    pub steps: Vec<TestStep>,
}

/// A test's expectation, or a sequence of them.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub enum TestStep {
    Expect(Expect),
    Sequence {
        span: Span,
        /// Each with how often it is repeated.
        steps: Vec<(Option<Spanned<i64>>, Expect)>,
    },
}

/// `expect violation with { … } of name`.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct Expect {
    pub span: Span,
    pub outcome: Spanned<Expected>,
    pub with: Option<Record>,
    pub of: Vec<Name>,
}

/// What a test expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are the words themselves")]
pub enum Expected {
    Allow,
    Violation,
    Undecided,
}

/// `{ path: value, … }`.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct Record {
    pub span: Span,
    pub entries: Vec<(Path, RecordValue)>,
}

/// A value in a test's record.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub enum RecordValue {
    Literal(Literal),
    /// A bare name: a text where a text is wanted.
    Name(Name),
    List(List),
    Missing(Span),
    /// `+1h`, `-1h`.
    Shift(Spanned<Length>),
}
