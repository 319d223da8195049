//! `\d \w \s \b` in a pattern's syntax tree become ASCII; all else stays as it is, Unicode.
//!
//! Knows only syntax trees of patterns. Its depth is bounded by the parser's nesting limit.

use regex_syntax::ast::{
    Alternation, Assertion, AssertionKind, Ast, ClassAscii, ClassAsciiKind, ClassBracketed,
    ClassPerl, ClassPerlKind, ClassSet, ClassSetBinaryOp, ClassSetItem, ClassSetUnion, Flag, Flags,
    FlagsItem, FlagsItemKind, Group, GroupKind, Span,
};

/// Rewrites a tree.
pub(super) fn ascii_classes(tree: &mut Ast) {
    let replaced = match tree {
        Ast::ClassPerl(perl) => unfolded(perl),
        Ast::ClassBracketed(class) => bracketed(class),
        Ast::Assertion(assertion) => boundary(assertion),
        Ast::Repetition(repetition) => return ascii_classes(&mut repetition.ast),
        Ast::Group(group) => return ascii_classes(&mut group.ast),
        Ast::Alternation(parts) => return parts.asts.iter_mut().for_each(ascii_classes),
        Ast::Concat(parts) => return parts.asts.iter_mut().for_each(ascii_classes),
        Ast::Empty(_) | Ast::Flags(_) | Ast::Literal(_) | Ast::Dot(_) | Ast::ClassUnicode(_) => {
            return;
        }
    };
    *tree = replaced;
}

/// A short class by itself, out of reach of `i`: folded, `[[:word:]]` would take in `ſ` and the Kelvin sign.
fn unfolded(perl: &ClassPerl) -> Ast {
    let class = ClassBracketed {
        span: perl.span,
        negated: false,
        kind: ClassSet::Item(ClassSetItem::Ascii(ascii(perl))),
    };
    without(
        Flag::CaseInsensitive,
        Ast::ClassBracketed(Box::new(class)),
        perl.span,
    )
}

/// Short classes of a plain `[…]` stand beside it, so that `i` folds only the rest of it.
fn bracketed(class: &ClassBracketed) -> Ast {
    let span = class.span;
    let items = match &class.kind {
        ClassSet::Item(ClassSetItem::Union(union)) if !class.negated => union.items.clone(),
        ClassSet::Item(ClassSetItem::Perl(perl)) if !class.negated => return unfolded(perl),
        kind => return class_of(class, set(kind)),
    };
    let (mut beside, mut rest) = (Vec::new(), Vec::new());
    for inner in &items {
        match inner {
            ClassSetItem::Perl(perl) => beside.push(unfolded(perl)),
            other => rest.push(item(other)),
        }
    }
    if !rest.is_empty() {
        let rest = ClassSetItem::Union(ClassSetUnion { span, items: rest });
        beside.push(class_of(class, ClassSet::Item(rest)));
    }
    let any = Alternation { span, asts: beside };
    grouped(Vec::new(), any.into_ast(), span)
}

fn class_of(class: &ClassBracketed, kind: ClassSet) -> Ast {
    Ast::ClassBracketed(Box::new(ClassBracketed {
        span: class.span,
        negated: class.negated,
        kind,
    }))
}

fn set(kind: &ClassSet) -> ClassSet {
    match kind {
        ClassSet::Item(inner) => ClassSet::Item(item(inner)),
        ClassSet::BinaryOp(op) => ClassSet::BinaryOp(ClassSetBinaryOp {
            span: op.span,
            kind: op.kind,
            lhs: Box::new(set(&op.lhs)),
            rhs: Box::new(set(&op.rhs)),
        }),
    }
}

fn item(inner: &ClassSetItem) -> ClassSetItem {
    match inner {
        ClassSetItem::Perl(perl) => ClassSetItem::Ascii(ascii(perl)),
        ClassSetItem::Bracketed(class) => ClassSetItem::Bracketed(Box::new(ClassBracketed {
            span: class.span,
            negated: class.negated,
            kind: set(&class.kind),
        })),
        ClassSetItem::Union(union) => ClassSetItem::Union(ClassSetUnion {
            span: union.span,
            items: union.items.iter().map(item).collect(),
        }),
        other => other.clone(),
    }
}

fn ascii(perl: &ClassPerl) -> ClassAscii {
    ClassAscii {
        span: perl.span,
        kind: match perl.kind {
            ClassPerlKind::Digit => ClassAsciiKind::Digit,
            ClassPerlKind::Space => ClassAsciiKind::Space,
            ClassPerlKind::Word => ClassAsciiKind::Word,
        },
        negated: perl.negated,
    }
}

fn boundary(assertion: &Assertion) -> Ast {
    let span = assertion.span;
    let ends = matches!(
        assertion.kind,
        AssertionKind::StartLine
            | AssertionKind::EndLine
            | AssertionKind::StartText
            | AssertionKind::EndText
    );
    let tree = Ast::Assertion(Box::new(assertion.clone()));
    if ends {
        tree
    } else {
        without(Flag::Unicode, tree, span)
    }
}

/// `(?-f:…)`.
fn without(flag: Flag, tree: Ast, span: Span) -> Ast {
    let kinds = [FlagsItemKind::Negation, FlagsItemKind::Flag(flag)];
    let items = kinds.map(|kind| FlagsItem { span, kind });
    grouped(items.into(), tree, span)
}

fn grouped(items: Vec<FlagsItem>, tree: Ast, span: Span) -> Ast {
    Ast::Group(Box::new(Group {
        span,
        kind: GroupKind::NonCapturing(Flags { span, items }),
        ast: Box::new(tree),
    }))
}
