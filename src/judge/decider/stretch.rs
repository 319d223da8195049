//! How long what was told of one instant stays so.

use crate::directory::{Cell, Directory};
use crate::event::{FieldId, Value};
use crate::judge::held::Held;
use crate::judge::scene::Scene;
use crate::policy::{AtomKind, Collection, ColumnId, Expr, ExprKind, Hours, Operand, Path, Period};
use crate::time::{Length, Time};

/// A stretch of time around an instant; both ends are in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Stretch {
    pub(super) first: Time,
    pub(super) last: Time,
}

const TIME: Path = Path::Field(FieldId::TIME);
const MINUTE: i64 = 60 * 1_000_000_000;
const DAY: i64 = 24 * 60 * MINUTE;

impl Stretch {
    pub(super) const ALWAYS: Self = Self {
        first: Time(i128::MIN),
        last: Time(i128::MAX),
    };

    pub(super) const NEVER: Self = Self {
        first: Time(i128::MAX),
        last: Time(i128::MIN),
    };

    pub(super) fn holds(&self, at: Time) -> bool {
        self.first <= at && at <= self.last
    }

    /// Something begins or ends at an instant.
    fn cut(&mut self, at: Time, edge: Time) {
        if edge <= at {
            self.first = self.first.max(edge);
        } else {
            self.last = self.last.min(edge.minus(Length(1)));
        }
    }

    /// A comparison with an instant turns there, or right behind.
    fn compared(&mut self, at: Time, with: Time) {
        self.cut(at, with);
        self.cut(at, with.plus(Length(1)));
    }

    /// How long a period says the same as at the scene's time.
    pub(super) fn period(&mut self, at: Time, period: &Period) {
        for (edge, _) in period.from.iter().chain(&period.until) {
            self.cut(at, *edge);
        }
    }

    /// How long an expression says the same as at the scene's time, but for who is there and has which role.
    pub(super) fn expr(&mut self, scene: &Scene<'_>, expr: &Expr) {
        match &expr.kind {
            ExprKind::Or(parts) | ExprKind::And(parts) => {
                parts.iter().for_each(|part| self.expr(scene, part));
            }
            ExprKind::Not(inside) => self.expr(scene, inside),
            ExprKind::Condition { body, .. } => self.expr(scene, body),
            ExprKind::Atom(atom) => self.atom(scene, &atom.kind),
        }
    }

    fn atom(&mut self, scene: &Scene<'_>, atom: &AtomKind) {
        let at = scene.event.time;
        match atom {
            AtomKind::Compare {
                path: TIME,
                operand,
                ..
            } => match operand {
                Operand::Literal(Value::Time(time)) => self.compared(at, *time),
                Operand::Path { path, shift } if *path != TIME => {
                    if let Held::Time(time) = scene.read(*path).shifted(*shift) {
                        self.compared(at, time);
                    }
                }
                _ => {}
            },
            AtomKind::Compare {
                path,
                operand: Operand::Path { path: TIME, shift },
                ..
            } => {
                if let Held::Time(time) = scene.read(*path) {
                    self.compared(at, time.minus(shift.unwrap_or_default()));
                }
            }
            AtomKind::In {
                path: TIME,
                collection: Collection::Hours(hours),
                ..
            } => self.hours(at, hours),
            _ => {}
        }
    }

    /// Between two changes of the zone's clocks, from one edge of a span (or midnight) to the next.
    fn hours(&mut self, at: Time, hours: &Hours) {
        let (first, last) = hours.zone.steady(at);
        self.first = self.first.max(first);
        self.last = self.last.min(last);
        let now = hours.zone.wall(at).nanos;
        let spans = hours.spans.iter().flat_map(|span| [span.from, span.to]);
        let edges = spans.map(|minute| i64::from(minute) * MINUTE);
        for edge in edges.chain([0, DAY]) {
            self.cut(at, at.plus(Length(i128::from(edge - now))));
        }
    }

    /// How long somebody is there, or not, and has the same roles.
    pub(super) fn person(&mut self, at: Time, directory: &Directory, actor: &str) {
        let person = directory.person(actor);
        let row = directory.people.as_ref().and_then(|rows| rows.get(person));
        for column in [ColumnId::ACTOR_JOINED, ColumnId::ACTOR_LEFT] {
            if let Some(Cell::Value(Value::Time(edge))) = row.map(|row| row.cell(column)) {
                self.cut(at, *edge);
            }
        }
        for grant in directory.grants.get(person).into_iter().flatten() {
            grant.from.iter().for_each(|from| self.cut(at, *from));
            self.cut(at, grant.until);
        }
    }
}
