//! The form of a copy: sixteen bytes that name it, then records. A record is one letter, the length of what follows in four bytes (highest
//! first), and that.

use std::io::{self, Read, Write};

use domain::ids::InstallationId;
use ledger::Hash;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::CopyFault;
use crate::db::{Row, ToVal, Val};

/// What every copy begins with.
const MAGIC: &[u8; 16] = b"casekeep copy 1\n";

/// The number in it.
pub const COPY_VERSION: u32 = 1;

/// No record is longer: a row holds one entry at most.
const LONGEST: u32 = 256 * 1024 * 1024;

/// Which of the two databases a copy is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The record.
    Data,
    /// The keys.
    Keys,
}

/// What a copy says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Start {
    /// Of which database.
    pub kind: Kind,
    /// Which schema that had.
    pub schema: u32,
    /// Of which installation.
    pub installation: InstallationId,
}

/// One value of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Absent.
    Null,
    /// A number.
    Int(i64),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

impl ToVal for Cell {
    fn val(&self) -> Val<'_> {
        match self {
            Self::Null => Val::Null,
            Self::Int(v) => Val::Int(*v),
            Self::Text(v) => Val::Text(v),
            Self::Bytes(v) => Val::Bytes(v),
        }
    }
}

/// One record.
pub enum Record {
    /// The first: what this is a copy of.
    Start(Start),
    /// From here on rows of this table, with values for these columns.
    Table {
        /// Its name.
        name: String,
        /// The columns, in the order of the values.
        columns: Vec<String>,
    },
    /// A row of the table named last.
    Row(Vec<Cell>),
    /// A document that belongs to the record.
    Document {
        /// What names it: the SHA-256 of its sealed bytes.
        address: Hash,
        /// How many sealed bytes it has.
        length: u64,
    },
    /// Something small beside the tables, such as the root key.
    Part {
        /// What it is.
        name: String,
        /// The bytes.
        bytes: Zeroizing<Vec<u8>>,
    },
    /// The last: how many rows and documents came before it.
    End {
        /// Rows.
        rows: u64,
        /// Documents.
        documents: u64,
    },
}

/// Writes a copy.
pub struct CopyWriter<W> {
    out: W,
    body: Zeroizing<Vec<u8>>,
    rows: u64,
    documents: u64,
}

impl<W: Write> CopyWriter<W> {
    /// Begins a copy.
    pub(crate) fn begin(mut out: W, start: Start) -> io::Result<Self> {
        out.write_all(MAGIC)?;
        let mut writer = Self { out, body: Zeroizing::default(), rows: 0, documents: 0 };
        let kind = match start.kind {
            Kind::Data => b'd',
            Kind::Keys => b'k',
        };
        writer.body.push(kind);
        writer.body.extend_from_slice(&start.schema.to_be_bytes());
        writer.body.extend_from_slice(start.installation.bits().as_bytes());
        writer.record(b'S')?;
        Ok(writer)
    }

    pub(crate) fn table(&mut self, name: &str, columns: &[&str]) -> io::Result<()> {
        for text in std::iter::once(&name).chain(columns) {
            self.short(text)?;
        }
        self.record(b'T')
    }

    pub(crate) fn row(&mut self, row: &Row<'_>, columns: usize) -> Result<(), CopyFault> {
        for i in 0..columns {
            self.value(&row.val(i)?)?;
        }
        self.rows += 1;
        Ok(self.record(b'R')?)
    }

    /// Says that this document belongs to the record.
    ///
    /// # Errors
    /// Those of the file.
    pub fn document(&mut self, address: &Hash, length: u64) -> io::Result<()> {
        self.body.extend_from_slice(&address.0);
        self.body.extend_from_slice(&length.to_be_bytes());
        self.documents += 1;
        self.record(b'D')
    }

    /// Adds something small beside the tables.
    ///
    /// # Errors
    /// Those of the file.
    pub fn part(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.short(name)?;
        self.body.extend_from_slice(bytes);
        self.record(b'P')
    }

    /// How many rows have been written.
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// Ends the copy; without its end it is none.
    ///
    /// # Errors
    /// Those of the file.
    pub fn finish(mut self) -> io::Result<W> {
        self.body.extend_from_slice(&self.rows.to_be_bytes());
        self.body.extend_from_slice(&self.documents.to_be_bytes());
        self.record(b'E')?;
        Ok(self.out)
    }

    fn value(&mut self, value: &Val<'_>) -> io::Result<()> {
        let (letter, bytes): (u8, &[u8]) = match value {
            Val::Null => (b'n', &[]),
            Val::Int(v) => (b'i', &v.to_be_bytes()),
            Val::Text(v) => (b't', v.as_bytes()),
            Val::Owned(v) => (b't', v.as_bytes()),
            Val::Bytes(v) => (b'b', v),
        };
        self.body.push(letter);
        if matches!(letter, b't' | b'b') {
            self.body.extend_from_slice(&length(bytes)?.to_be_bytes());
        }
        self.body.extend_from_slice(bytes);
        Ok(())
    }

    fn short(&mut self, text: &str) -> io::Result<()> {
        self.body.push(u8::try_from(text.len()).map_err(|_| io::ErrorKind::InvalidInput)?);
        self.body.extend_from_slice(text.as_bytes());
        Ok(())
    }

    fn record(&mut self, letter: u8) -> io::Result<()> {
        self.out.write_all(&[letter])?;
        self.out.write_all(&length(&self.body)?.to_be_bytes())?;
        self.out.write_all(&self.body)?;
        self.body.clear();
        Ok(())
    }
}

fn length(bytes: &[u8]) -> io::Result<u32> {
    u32::try_from(bytes.len()).ok().filter(|length| *length <= LONGEST).ok_or(io::ErrorKind::InvalidInput.into())
}

/// Reads a copy.
pub struct CopyReader<R> {
    from: R,
    rows: u64,
    documents: u64,
}

impl<R: Read> CopyReader<R> {
    /// Over the bytes of a copy.
    ///
    /// # Errors
    /// [`CopyFault::Form`] when they are no copy that this program knows, otherwise those of the file.
    pub fn begin(mut from: R) -> Result<(Self, Start), CopyFault> {
        let mut magic = [0; 16];
        from.read_exact(&mut magic).map_err(short)?;
        let mut reader = Self { from, rows: 0, documents: 0 };
        match reader.next_record()? {
            Record::Start(start) if magic == *MAGIC => Ok((reader, start)),
            _ => Err(CopyFault::Form),
        }
    }

    /// The next record. Behind the end there must be nothing: that is checked with it.
    ///
    /// # Errors
    /// [`CopyFault::Form`] when it cannot be understood or the counts are wrong, otherwise those of the file.
    pub fn next_record(&mut self) -> Result<Record, CopyFault> {
        let mut head = [0; 5];
        self.from.read_exact(&mut head).map_err(short)?;
        let [letter, length @ ..] = head;
        let length = u32::from_be_bytes(length);
        if LONGEST < length {
            return Err(CopyFault::Form);
        }
        let mut body = Zeroizing::new(Vec::new());
        (&mut self.from).take(u64::from(length)).read_to_end(&mut body)?;
        if body.len() as u64 != u64::from(length) {
            return Err(CopyFault::Form);
        }
        let record = parse(letter, &mut Parts(&body)).ok_or(CopyFault::Form)?;
        match &record {
            Record::Row(_) => self.rows += 1,
            Record::Document { .. } => self.documents += 1,
            Record::End { rows, documents } => {
                let whole = (*rows, *documents) == (self.rows, self.documents);
                if !whole || self.from.read(&mut [0])? != 0 {
                    return Err(CopyFault::Form);
                }
            }
            _ => {}
        }
        Ok(record)
    }
}

fn short(error: io::Error) -> CopyFault {
    if error.kind() == io::ErrorKind::UnexpectedEof { CopyFault::Form } else { CopyFault::File(error) }
}

fn parse(letter: u8, parts: &mut Parts<'_>) -> Option<Record> {
    let record = match letter {
        b'S' => Record::Start(Start {
            kind: match parts.array()? {
                [b'd'] => Kind::Data,
                [b'k'] => Kind::Keys,
                [_] => return None,
            },
            schema: u32::from_be_bytes(parts.array()?),
            installation: InstallationId::new(Uuid::from_bytes(parts.array()?)),
        }),
        b'T' => {
            let name = parts.short()?;
            let mut columns = Vec::new();
            while !parts.0.is_empty() {
                columns.push(parts.short()?);
            }
            Record::Table { name, columns }
        }
        b'R' => {
            let mut cells = Vec::new();
            while !parts.0.is_empty() {
                cells.push(parts.cell()?);
            }
            Record::Row(cells)
        }
        b'D' => Record::Document { address: Hash(parts.array()?), length: u64::from_be_bytes(parts.array()?) },
        b'P' => Record::Part { name: parts.short()?, bytes: Zeroizing::new(parts.rest().to_vec()) },
        b'E' => Record::End { rows: u64::from_be_bytes(parts.array()?), documents: u64::from_be_bytes(parts.array()?) },
        _ => return None,
    };
    parts.0.is_empty().then_some(record)
}

/// What is left of a record.
struct Parts<'a>(&'a [u8]);

impl<'a> Parts<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn rest(&mut self) -> &'a [u8] {
        std::mem::take(&mut self.0)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn short(&mut self) -> Option<String> {
        let [length] = self.array()?;
        String::from_utf8(self.take(usize::from(length))?.to_vec()).ok()
    }

    fn long(&mut self) -> Option<&'a [u8]> {
        let length = u32::from_be_bytes(self.array()?);
        self.take(usize::try_from(length).ok()?)
    }

    fn cell(&mut self) -> Option<Cell> {
        Some(match self.array()? {
            [b'n'] => Cell::Null,
            [b'i'] => Cell::Int(i64::from_be_bytes(self.array()?)),
            [b't'] => Cell::Text(String::from_utf8(self.long()?.to_vec()).ok()?),
            [b'b'] => Cell::Bytes(self.long()?.to_vec()),
            [_] => return None,
        })
    }
}
