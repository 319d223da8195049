//! Conditions as policy text. It deliberately does not know what they mean.

use super::expr::{
    Approved, Atom, Collection, Comparison, Expr, Globs, Operand, Presence, Quantifier, Sense,
};
use super::policy::{Item, Subject};
use super::value::{Network, Value};
use super::words::Words;

pub fn expr(words: &mut Words, expr: &Expr) {
    match expr {
        Expr::Or(parts) => joined(words, parts, "or"),
        Expr::And(parts) => joined(words, parts, "and"),
        Expr::Not(inner) => {
            words.say("not");
            unary(words, inner);
        }
        Expr::Atom(inner) => atom(words, inner),
    }
}

/// Whatever is itself joined stands in parentheses, so that no precedence is needed but in `mixed`.
fn joined(words: &mut Words, parts: &[Expr], word: &str) {
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            words.say(word);
        }
        match part {
            Expr::And(_) if word == "or" && words.rng.chance(50) => expr(words, part),
            _ => unary(words, part),
        }
    }
}

fn unary(words: &mut Words, inner: &Expr) {
    match inner {
        Expr::Not(_) | Expr::Atom(_) if words.rng.chance(85) => expr(words, inner),
        _ => {
            words.say("(");
            expr(words, inner);
            words.say(")");
        }
    }
}

fn atom(words: &mut Words, atom: &Atom) {
    match atom {
        Atom::Bare(name) | Atom::Condition(name) => words.say(name),
        Atom::Is(path, presence) => {
            words.say(path);
            words.say("is");
            words.say(presence_word(*presence));
        }
        Atom::Compare(path, comparison, against) => {
            words.say(path);
            words.say(sign(*comparison));
            operand(words, path, against);
        }
        Atom::In(path, sense, within) => {
            operator(words, path, *sense, "in");
            collection(words, within);
        }
        Atom::Like(path, sense, globs) => {
            operator(words, path, *sense, "like");
            match globs {
                Globs::One(glob) => words.text(glob),
                Globs::Many(many) => collection(words, many),
            }
        }
        Atom::Matches(path, sense, regex) => {
            operator(words, path, *sense, "matches");
            words.say(&format!("\"{regex}\""));
        }
        Atom::Contains(path, sense, member) => {
            operator(words, path, *sense, "contains");
            item(words, member);
        }
        Atom::Quantified(quantifier, path, within) => {
            words.say(if *quantifier == Quantifier::Any {
                "any"
            } else {
                "all"
            });
            words.say(path);
            words.say("in");
            collection(words, within);
        }
        Atom::Approved(approval) => approved(words, approval),
    }
}

fn operator(words: &mut Words, path: &str, sense: Sense, word: &str) {
    words.say(path);
    if sense == Sense::Negated {
        words.say("not");
    }
    words.say(word);
}

fn presence_word(presence: Presence) -> &'static str {
    match presence {
        Presence::Set => "set",
        Presence::Missing => "missing",
        Presence::Listed => "listed",
        Presence::Unlisted => "unlisted",
    }
}

fn sign(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => "==",
        Comparison::Unequal => "!=",
        Comparison::Less => "<",
        Comparison::AtMost => "<=",
        Comparison::Greater => ">",
        Comparison::AtLeast => ">=",
    }
}

fn operand(words: &mut Words, beside: &str, operand: &Operand) {
    match operand {
        Operand::Literal(literal) => value(words, beside, literal),
        Operand::Path(path, shift) => {
            words.say(path);
            if *shift != 0 {
                words.say(if *shift < 0 { "-" } else { "+" });
                words.duration(shift.abs());
            }
        }
    }
}

fn value(words: &mut Words, beside: &str, value: &Value) {
    match value {
        Value::Text(text) => words.text(text),
        Value::Int(amount) if beside == "bytes" => words.bytes(*amount),
        Value::Int(number) => words.int(*number),
        Value::Bool(truth) => words.say(if *truth { "true" } else { "false" }),
        Value::Time(instant) => words.time(*instant),
        Value::Ip(address) if address.is_ipv4() => words.say(&address.to_string()),
        Value::Ip(address) => words.say(&format!("\"{address}\"")),
        Value::Set(_) => panic!("no operator takes a literal set as its operand"),
    }
}

fn collection(words: &mut Words, collection: &Collection) {
    match collection {
        Collection::Inline(members) => items(words, members),
        Collection::Set(name) | Collection::Hours(name) | Collection::Path(name) => words.say(name),
    }
}

pub fn items(words: &mut Words, members: &[Item]) {
    words.say("[");
    words.list(members, item);
    if !members.is_empty() && words.rng.chance(20) {
        words.say(",");
    }
    words.say("]");
}

fn item(words: &mut Words, item: &Item) {
    match item {
        Item::Bare(name) => words.say(name),
        Item::Quoted(text) => words.text(text),
        Item::Network(network) => {
            let written = network_text(*network);
            words.say(&written);
        }
    }
}

fn network_text(network: Network) -> String {
    let Network { address, prefix } = network;
    match (network.whole(), address.is_ipv4()) {
        (true, true) => address.to_string(),
        (false, true) => format!("{address}/{prefix}"),
        (true, false) => format!("\"{address}\""),
        (false, false) => format!("\"{address}/{prefix}\""),
    }
}

fn approved(words: &mut Words, approved: &Approved) {
    words.phrase("approved by");
    subject(words, &approved.by);
    if approved.of_tenant {
        words.phrase("of tenant");
    }
    words.phrase("at most");
    words.duration(approved.at_most);
    words.say("before");
}

pub fn subject(words: &mut Words, subject: &Subject) {
    match subject {
        Subject::Anyone => words.say("anyone"),
        Subject::Role(roles) => {
            words.say("role");
            words.list(roles, |words, role| words.name(role));
        }
        Subject::Actor(actors) => {
            words.say("actor");
            words.list(actors, |words, actor| words.text(actor));
        }
        Subject::ActorLike(glob) => {
            words.phrase("actor like");
            words.text(glob);
        }
    }
}
