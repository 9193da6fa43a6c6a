//! Parquet files written by many threads, row group by row group, in a fixed order.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use arrow::datatypes::SchemaRef;
use parquet::arrow::ArrowSchemaConverter;
use parquet::arrow::add_encoded_arrow_schema_to_metadata;
use parquet::arrow::arrow_writer::{ArrowColumnChunk, ArrowRowGroupWriterFactory, compute_leaves};
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::SerializedFileWriter;

use super::fact::{Fact, Get};
use super::sheet::{Sheet, schema};

/// Facts could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the disk refused: {0}")]
    Disk(#[from] io::Error),
    #[error("a Parquet file could not be written: {0}")]
    Parquet(#[from] ParquetError),
}

impl StoreError {
    /// What the disk refused, if that is why.
    pub fn into_io(self) -> Result<io::Error, Self> {
        match self {
            Self::Disk(error) => Ok(error),
            Self::Parquet(ParquetError::External(error)) => match error.downcast::<io::Error>() {
                Ok(error) => Ok(*error),
                Err(error) => Err(Self::Parquet(ParquetError::External(error))),
            },
            other => Err(other),
        }
    }
}

/// One fact's file.
struct Page {
    name: &'static str,
    schema: SchemaRef,
    writer: Mutex<SerializedFileWriter<File>>,
    factory: ArrowRowGroupWriterFactory,
}

/// The files of all facts, open for writing.
pub(super) struct Pen {
    pages: Vec<Page>,
    waiting: Mutex<Waiting>,
}

/// Encoded partitions whose turn has not come.
#[derive(Default)]
struct Waiting {
    next: usize,
    done: BTreeMap<usize, Inked>,
    rows: BTreeMap<&'static str, u64>,
}

/// A partition's rows, encoded and compressed, by fact.
#[derive(Default)]
pub(super) struct Inked(Vec<(&'static str, u64, Vec<ArrowColumnChunk>)>);

/// What the file says of itself, as published tables do: `caseload.table`, `caseload.about`,
/// `caseload.grain`, and for each column `caseload.column.NAME.unit` and `caseload.column.NAME.about`.
fn notes<F: Fact>() -> Vec<KeyValue> {
    let note = |key: String, value: &str| KeyValue::new(key, value.to_owned());
    let about = [
        note("caseload.table".to_owned(), F::NAME),
        note("caseload.about".to_owned(), F::ABOUT),
        note("caseload.grain".to_owned(), &F::GRAIN.join(",")),
    ];
    let columns = F::COLUMNS.iter().flat_map(|column| {
        let key = |what: &str| format!("caseload.column.{}.{what}", column.name);
        [note(key("unit"), column.unit.word()), note(key("about"), column.about)]
    });
    about.into_iter().chain(columns).collect()
}

/// Words and numbers are packed lightly, what is plain text more.
fn properties<F: Fact>() -> Result<WriterProperties, ParquetError> {
    let zstd = Compression::ZSTD(ZstdLevel::try_new(1)?);
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::LZ4_RAW)
        .set_statistics_enabled(EnabledStatistics::None)
        .set_created_by("caseload".to_owned())
        .set_key_value_metadata(Some(notes::<F>()));
    for column in F::COLUMNS.iter().filter(|column| column.is_diverse) {
        properties = properties.set_column_dictionary_enabled(column.name.into(), false);
        if let Get::Text(_) = column.get {
            properties = properties.set_column_compression(column.name.into(), zstd);
        }
    }
    Ok(properties.build())
}

impl Pen {
    pub(super) fn new() -> Self {
        Self { pages: Vec::new(), waiting: Mutex::default() }
    }

    /// Begins the file of a fact in that folder.
    pub(super) fn begin<F: Fact>(&mut self, folder: &Path) -> Result<(), StoreError> {
        let schema = schema::<F>();
        let mut properties = properties::<F>()?;
        add_encoded_arrow_schema_to_metadata(&schema, &mut properties);
        let parquet = ArrowSchemaConverter::new().convert(&schema)?;
        let file = File::create(folder.join(format!("{}.parquet", F::NAME)))?;
        let writer =
            SerializedFileWriter::new(file, parquet.root_schema_ptr(), Arc::new(properties))?;
        let factory = ArrowRowGroupWriterFactory::new(&writer, schema.clone());
        self.pages.push(Page { name: F::NAME, schema, writer: Mutex::new(writer), factory });
        Ok(())
    }

    /// Encodes the rows of a fact, which leave their sheet; nothing where there are none.
    pub(super) fn ink<F: Fact>(
        &self,
        rows: &mut Sheet<F>,
        inked: &mut Inked,
    ) -> Result<(), StoreError> {
        let count = rows.rows() as u64;
        let Some(page) = self.pages.iter().find(|page| page.name == F::NAME) else {
            return Ok(());
        };
        if count == 0 {
            return Ok(());
        }
        let mut columns = page.factory.create_column_writers(0)?.into_iter();
        let mut chunks = Vec::with_capacity(F::COLUMNS.len());
        for (field, array) in page.schema.fields().iter().zip(rows.take()) {
            for leaf in compute_leaves(field, &array)? {
                if let Some(mut column) = columns.next() {
                    column.write(&leaf)?;
                    chunks.push(column.close()?);
                }
            }
        }
        inked.0.push((F::NAME, count, chunks));
        Ok(())
    }

    /// Takes the encoded rows of a partition; they are written when all before it are.
    pub(super) fn put(&self, partition: usize, inked: Inked) -> Result<(), StoreError> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.done.insert(partition, inked);
        loop {
            let next = waiting.next;
            let Some(inked) = waiting.done.remove(&next) else {
                return Ok(());
            };
            waiting.next += 1;
            for (name, rows, chunks) in inked.0 {
                *waiting.rows.entry(name).or_default() += rows;
                self.append(name, chunks)?;
            }
        }
    }

    fn append(&self, name: &str, chunks: Vec<ArrowColumnChunk>) -> Result<(), StoreError> {
        let Some(page) = self.pages.iter().find(|page| page.name == name) else {
            return Ok(());
        };
        let mut writer = page.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut group = writer.next_row_group()?;
        for chunk in chunks {
            chunk.append_to_row_group(&mut group)?;
        }
        group.close()?;
        Ok(())
    }

    /// Ends all files; returns the number of rows in each.
    pub(super) fn finish(self) -> Result<BTreeMap<&'static str, u64>, StoreError> {
        let mut rows = self.waiting.into_inner().unwrap_or_else(PoisonError::into_inner).rows;
        for page in self.pages {
            rows.entry(page.name).or_default();
            page.writer.into_inner().unwrap_or_else(PoisonError::into_inner).close()?;
        }
        Ok(rows)
    }
}
