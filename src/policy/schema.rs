//! Fields of events and columns of the directory's tables: built in, and declared by the policy.

use crate::event::{FIELDS, FieldId};
use crate::syntax::ast::{Entity, Type};
use crate::text::Span;

/// A column of a directory table: its place in [`Schema::columns`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ColumnId(pub u16);

/// What an expression may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Path {
    /// A field of the event.
    Field(FieldId),
    /// A column of the row of the event's actor, tenant, list or ticket.
    Column(ColumnId),
    /// `.domain` of a text field.
    Domain(FieldId),
}

/// Where an empty cell of a time column stands among times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoneOrder {
    /// Before every time: `joined`, `from`, `opened`.
    Before,
    /// After every time: `left`, `until`, `closed`.
    After,
    /// Nowhere: any ordering is false.
    Unordered,
}

/// A field as the policy set knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub ty: Type,
    /// Where it is declared; none for the built-in ones.
    pub declared: Option<Span>,
}

/// A column of a directory table.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Whose table.
    pub entity: Entity,
    /// Its name.
    pub name: String,
    /// What it holds.
    pub ty: Type,
    /// Where an empty cell stands among times.
    pub none: NoneOrder,
    /// Where it is declared; none for the built-in ones.
    pub declared: Option<Span>,
    /// Whether the policy reads it: a present table must then have it.
    pub read: bool,
}

/// All fields and columns of a policy set.
#[derive(Clone, Debug, PartialEq)]
pub struct Schema {
    /// By [`FieldId::index`]: the built-in ones, then the declared ones by name.
    pub fields: Vec<Field>,
    /// By [`ColumnId`]: the built-in ones, then the declared ones by entity and name.
    pub columns: Vec<Column>,
}

macro_rules! columns {
    ($($id:ident $number:literal $entity:ident $name:literal $ty:ident $none:ident;)*) => {
        #[allow(missing_docs, reason = "the table of docs/language.md tells what each is")]
        impl ColumnId {
            $(pub const $id: Self = Self($number);)*
        }
        const COLUMNS: &[(Entity, &str, Type, NoneOrder)] = &[
            $((Entity::$entity, $name, Type::$ty, NoneOrder::$none),)*
        ];
    };
}

columns! {
    ACTOR_ALIASES 0 Actor "aliases" Texts Unordered;
    ACTOR_ROLES 1 Actor "roles" Texts Unordered;
    ACTOR_TENANT 2 Actor "tenant" Text Unordered;
    ACTOR_TEAM 3 Actor "team" Text Unordered;
    ACTOR_JOINED 4 Actor "joined" Time Before;
    ACTOR_LEFT 5 Actor "left" Time After;
    TENANT_DOMAINS 6 Tenant "domains" Texts Unordered;
    TENANT_REGION 7 Tenant "region" Text Unordered;
    TENANT_JOINED 8 Tenant "joined" Time Before;
    TENANT_LEFT 9 Tenant "left" Time After;
    LIST_CLASSES 10 List "classes" Texts Unordered;
    TICKET_TENANT 11 Ticket "tenant" Text Unordered;
    TICKET_OPENED 12 Ticket "opened" Time Before;
    TICKET_CLOSED 13 Ticket "closed" Time After;
}

impl Default for Schema {
    /// The built-in fields and columns.
    fn default() -> Self {
        let fields = FIELDS.iter().map(|row| Field {
            name: row.name.to_owned(),
            ty: row.ty,
            declared: None,
        });
        let columns = COLUMNS.iter().map(|(entity, name, ty, none)| Column {
            entity: *entity,
            name: (*name).to_owned(),
            ty: *ty,
            none: *none,
            declared: None,
            read: false,
        });
        Self {
            fields: fields.collect(),
            columns: columns.collect(),
        }
    }
}

impl Schema {
    /// A field by its id.
    #[must_use]
    pub fn field(&self, id: FieldId) -> Option<&Field> {
        self.fields.get(id.index())
    }

    /// A column by its id.
    #[must_use]
    pub fn column(&self, id: ColumnId) -> Option<&Column> {
        self.columns.get(usize::from(id.0))
    }

    /// The field of a name.
    #[must_use]
    pub fn field_named(&self, name: &str) -> Option<FieldId> {
        let at = self.fields.iter().position(|f| f.name == name)?;
        u16::try_from(at).ok().map(FieldId)
    }

    /// The column of an entity's attribute.
    #[must_use]
    pub fn column_named(&self, entity: Entity, name: &str) -> Option<ColumnId> {
        let at = self
            .columns
            .iter()
            .position(|c| c.entity == entity && c.name == name)?;
        u16::try_from(at).ok().map(ColumnId)
    }

    /// What a path holds; none for an id that is not of this schema.
    #[must_use]
    pub fn type_of(&self, path: Path) -> Option<Type> {
        match path {
            Path::Field(id) => self.field(id).map(|f| f.ty),
            Path::Column(id) => self.column(id).map(|c| c.ty),
            Path::Domain(_) => Some(Type::Text),
        }
    }

    /// A path as the author writes it.
    #[must_use]
    pub fn name_of(&self, path: Path) -> String {
        match path {
            Path::Field(id) => self.field(id).map(|f| f.name.clone()),
            Path::Column(id) => self
                .column(id)
                .map(|c| format!("{}.{}", c.entity.name(), c.name)),
            Path::Domain(id) => self.field(id).map(|f| format!("{}.domain", f.name)),
        }
        .unwrap_or_default()
    }

    /// Whether a path holds an identity, which is compared folded and by person.
    #[must_use]
    pub fn is_identity(path: Path) -> bool {
        matches!(path, Path::Field(FieldId::ACTOR | FieldId::APPROVER))
    }
}

impl Entity {
    /// The event's field whose value is the key of its table's row (`list` with `tenant`).
    #[must_use]
    pub fn field(self) -> FieldId {
        match self {
            Self::Actor => FieldId::ACTOR,
            Self::Tenant => FieldId::TENANT,
            Self::List => FieldId::LIST,
            Self::Ticket => FieldId::TICKET,
        }
    }
}
