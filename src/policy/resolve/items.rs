//! Lists with the sets in them flattened, and what they are used as: texts, globs or networks.
//!
//! Knows no operators; whoever uses a list says what reads it.

use super::super::networks::{NotANetwork, parse_network};
use super::super::{Glob, Path, Schema};
use super::scope::{Items, Scope};
use super::words::mismatch;
use crate::diag::Diagnostic;
use crate::event::fold_identity;
use crate::syntax::ast::{Item, List, Name, Network, Type};
use crate::text::Span;
use std::net::IpAddr;
use std::sync::Arc;

/// Where a list is used, and what reads it.
#[derive(Clone, Copy)]
pub(super) struct Use<'u> {
    /// The path that is looked for in it, as the author writes it.
    pub reader: &'u str,
    /// The list or the set's name, where it is used.
    pub span: Span,
    /// The path itself, where its texts are folded or are several.
    pub path: Option<Path>,
}

impl Use<'_> {
    /// Labels a member: alone where it stands in the list itself, else behind the place of use.
    fn member(self, diagnostic: Diagnostic, member: Span, text: &str) -> Diagnostic {
        let inside = self.span.source == member.source
            && self.span.start <= member.start
            && member.end <= self.span.end;
        if inside {
            return diagnostic.label(member, text);
        }
        diagnostic
            .label(self.span, "looked for in here")
            .label(member, text)
    }

    /// Whether the reader holds several texts, of which `any` or `all` are looked for.
    fn is_many(self, scope: &Scope<'_>) -> bool {
        let ty = self.path.and_then(|path| scope.schema.type_of(path));
        ty == Some(Type::Texts)
    }
}

/// Flattens a list. None: it holds something broken.
pub(super) fn flatten(list: &List, scope: &mut Scope<'_>) -> Option<Items> {
    let mut items = Items::default();
    let mut whole = true;
    for item in &list.items {
        match item {
            Item::Network(network) => items.networks.push(*network),
            Item::Name(name) => whole &= add_name(name, &mut items, scope),
        }
    }
    items.texts.sort_by(|a, b| {
        let key = |name: &Name| (name.quoted, name.span);
        a.text.cmp(&b.text).then_with(|| key(a).cmp(&key(b)))
    });
    items.texts.dedup_by(|a, b| a.text == b.text);
    items.networks.sort_by_key(|n| (n.value, n.span));
    items.networks.dedup_by_key(|n| n.value);
    whole.then_some(items)
}

fn add_name(name: &Name, items: &mut Items, scope: &mut Scope<'_>) -> bool {
    if scope.set_named(name).is_some() {
        scope.mark_used("set", &name.text);
        let Some(members) = scope.sets.get(name.text.as_str()) else {
            return false;
        };
        items.texts.extend(members.texts.iter().cloned());
        items.networks.extend(members.networks.iter().copied());
    } else if name.text.is_empty() {
        scope.report(empty_text(name.span, "take it out"));
    } else {
        items.texts.push(name.clone());
    }
    true
}

/// An empty text where a value is compared: an event never holds one.
pub(super) fn empty_text(at: Span, help: &str) -> Diagnostic {
    mismatch("an empty text is no value: nothing ever equals it")
        .label(at, "empty")
        .help(help)
}

impl Items {
    /// As texts that are compared as they stand.
    pub fn texts(&self, at: Use<'_>, scope: &mut Scope<'_>) -> Option<Arc<[String]>> {
        self.all_texts(at, scope)?;
        if let Some(star) = self.texts.iter().find(|name| name.text.contains('*')) {
            let message = "`in` takes every member as it stands, and one holds `*`";
            let diagnostic = at.member(mismatch(message), star.span, "only `like` knows `*`");
            let help = if at.is_many(scope) {
                String::from("`any` and `all` know no `*`: write the members out")
            } else {
                format!("write `{} like …`", at.reader)
            };
            scope.report(diagnostic.help(help));
            return None;
        }
        let folded = at.path.is_some_and(Schema::is_identity);
        let mut texts: Vec<String> = self.texts.iter().map(|n| fold(&n.text, folded)).collect();
        texts.sort();
        texts.dedup();
        Some(texts.into())
    }

    /// As globs.
    pub fn globs(&self, at: Use<'_>, scope: &mut Scope<'_>) -> Option<Arc<[Glob]>> {
        self.all_texts(at, scope)?;
        let folded = at.path.is_some_and(Schema::is_identity);
        let globs = self.texts.iter().map(|n| Glob::new(fold(&n.text, folded)));
        let mut globs: Vec<Glob> = globs.collect();
        globs.sort();
        globs.dedup();
        Some(globs.into())
    }

    /// As networks; texts among them must be some.
    pub fn networks(&self, at: Use<'_>, scope: &mut Scope<'_>) -> Option<Arc<[Network]>> {
        let mut networks: Vec<Network> = self.networks.iter().map(|n| n.value).collect();
        for name in &self.texts {
            networks.push(read_network(&name.text, name.span, at, scope)?);
        }
        networks.sort();
        networks.dedup();
        Some(networks.into())
    }

    fn all_texts(&self, at: Use<'_>, scope: &mut Scope<'_>) -> Option<()> {
        let Some(network) = self.networks.first() else {
            return Some(());
        };
        let message = format!("`{}` is a text, and no network holds it", at.reader);
        let diagnostic = at.member(mismatch(message), network.span, "a network");
        scope.report(diagnostic.help("only an address, such as `ip`, is in a network"));
        None
    }
}

/// The network that a text spells where an address is looked for.
pub(super) fn read_network(
    text: &str,
    span: Span,
    at: Use<'_>,
    scope: &mut Scope<'_>,
) -> Option<Network> {
    let why = match parse_network(text) {
        Ok(network) => return Some(network),
        Err(NotANetwork::HostBits) => "has bits set behind its prefix",
        Err(NotANetwork::Unreadable) => "is no address and no network",
    };
    let message = format!("`{}` is an ip address, and `{text}` {why}", at.reader);
    let diagnostic = at
        .member(mismatch(message), span, why)
        .help("write an address or a network, such as `10.0.0.0/8` or `\"2001:db8::/32\"`");
    scope.report(diagnostic);
    None
}

/// An address alone, as events hold it.
pub(super) fn single(network: Network) -> Option<IpAddr> {
    super::super::networks::is_single(network).then(|| network.address.to_canonical())
}

fn fold(text: &str, folded: bool) -> String {
    if folded {
        fold_identity(text)
    } else {
        text.to_owned()
    }
}

/// A text as it is compared with what a path holds.
pub(super) fn folded(path: Path, text: &str) -> String {
    if Schema::is_identity(path) {
        fold_identity(text)
    } else {
        text.to_owned()
    }
}
