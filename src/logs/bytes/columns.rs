//! Parquet as lines of JSON: each row is an object on a line of its own, so that its number is a line's, and
//! places and records are as in any log of lines.
//!
//! Knows rows and no mapping. The file's directory stands at its end: what can only be read forwards is kept in
//! a temporary file first. Memory follows a row group's pages, not the file.

mod json;

use parquet::basic::{ConvertedType, Type as Physical};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::schema::types::{ColumnDescriptor, TypePtr};
use std::io::{self, Read, Seek, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Lines are handed out when they are so many bytes.
const ENOUGH: usize = 64 * 1024;

/// The rows of a Parquet file.
pub struct Parquet {
    rows: RowIter<'static>,
    schema: TypePtr,
    row: u64,
}

/// Whether there is more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum More {
    /// There may be.
    Maybe,
    /// All rows were given.
    No,
}

/// Keeps a log's bytes, and opens them; or tells why they cannot be read.
///
/// # Errors
/// The reader's own, and where no temporary file can be written.
pub fn open(start: &[u8], rest: &mut impl Read) -> io::Result<Result<Parquet, String>> {
    let mut file = tempfile::tempfile()?;
    file.write_all(start)?;
    io::copy(rest, &mut file)?;
    file.rewind()?;
    let opened = survived(|| {
        let reader = SerializedFileReader::new(file).ok()?;
        let schema = reader.metadata().file_metadata().schema_descr_ptr();
        let strange = schema.columns().iter().find(|column| !is_read(column));
        if let Some(column) = strange {
            let name = column.path().parts().join(".");
            return Some(Err(format!(
                "Parquet with a column that is not read: `{name}` is {}",
                column.converted_type()
            )));
        }
        let schema = schema.root_schema_ptr();
        let rows = RowIter::from_file_into(Box::new(reader));
        let row = 0;
        Some(Ok(Parquet { rows, schema, row }))
    });
    let broken = || "the Parquet data is damaged, or breaks off: its directory cannot be read";
    Ok(opened.flatten().unwrap_or_else(|| Err(broken().to_owned())))
}

impl Parquet {
    /// Writes some lines.
    ///
    /// # Errors
    /// Why no more can be read; lines before that were written.
    pub fn lines(&mut self, into: &mut Vec<u8>) -> Result<More, String> {
        while into.len() < ENOUGH {
            self.row += 1;
            match survived(|| self.rows.next()) {
                Some(None) => return Ok(More::No),
                Some(Some(Ok(row))) => {
                    let mut line = String::new();
                    json::object(&row, Some(&self.schema), &mut line);
                    into.extend_from_slice(line.as_bytes());
                    into.push(b'\n');
                }
                Some(Some(Err(_))) | None => {
                    let row = self.row;
                    return Err(format!(
                        "the Parquet data is damaged here, in its row {row}, or holds a text that is not UTF-8"
                    ));
                }
            }
        }
        Ok(More::Maybe)
    }
}

/// The reader of Parquet trusts what stands in the file: damage may make it give up in mid-stride. That must
/// cost the file, not the run.
fn survived<T>(reads: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(reads)).ok()
}

/// Whether the reader of rows knows what a column holds.
fn is_read(column: &ColumnDescriptor) -> bool {
    use ConvertedType as C;
    let converted = column.converted_type();
    match column.physical_type() {
        Physical::INT32 => matches!(
            converted,
            C::NONE
                | C::INT_8
                | C::INT_16
                | C::INT_32
                | C::UINT_8
                | C::UINT_16
                | C::UINT_32
                | C::DATE
                | C::TIME_MILLIS
                | C::DECIMAL
        ),
        Physical::INT64 => matches!(
            converted,
            C::NONE
                | C::INT_64
                | C::UINT_64
                | C::TIME_MICROS
                | C::TIMESTAMP_MILLIS
                | C::TIMESTAMP_MICROS
                | C::DECIMAL
        ),
        Physical::BYTE_ARRAY => matches!(
            converted,
            C::NONE | C::UTF8 | C::ENUM | C::JSON | C::BSON | C::DECIMAL
        ),
        Physical::FIXED_LEN_BYTE_ARRAY => matches!(converted, C::NONE | C::DECIMAL),
        Physical::BOOLEAN | Physical::INT96 | Physical::FLOAT | Physical::DOUBLE => true,
    }
}
