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
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::SerializedFileWriter;

use super::fact::Fact;
use super::sheet;

/// Facts could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the disk refused: {0}; make room or choose another output folder")]
    Disk(#[from] io::Error),
    #[error("a Parquet file could not be written: {0}; make room or choose another output folder")]
    Parquet(#[from] ParquetError),
    #[error("a fact's columns do not fit its schema: {0}; please report this")]
    Arrow(#[from] arrow::error::ArrowError),
}

/// One fact's file.
struct Sheet {
    name: &'static str,
    schema: SchemaRef,
    writer: Mutex<SerializedFileWriter<File>>,
    factory: ArrowRowGroupWriterFactory,
}

/// The files of all facts, open for writing.
pub(super) struct Pen {
    sheets: Vec<Sheet>,
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

fn properties<F: Fact>() -> Result<WriterProperties, ParquetError> {
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_created_by("caseload".to_owned());
    for column in F::COLUMNS.iter().filter(|column| column.is_diverse) {
        properties = properties.set_column_dictionary_enabled(column.name.into(), false);
    }
    Ok(properties.build())
}

impl Pen {
    pub(super) fn new() -> Self {
        Self { sheets: Vec::new(), waiting: Mutex::default() }
    }

    /// Begins the file of a fact in that folder.
    pub(super) fn begin<F: Fact>(&mut self, folder: &Path) -> Result<(), StoreError> {
        let schema = sheet::schema::<F>();
        let mut properties = properties::<F>()?;
        add_encoded_arrow_schema_to_metadata(&schema, &mut properties);
        let parquet = ArrowSchemaConverter::new().convert(&schema)?;
        let file = File::create(folder.join(format!("{}.parquet", F::NAME)))?;
        let writer =
            SerializedFileWriter::new(file, parquet.root_schema_ptr(), Arc::new(properties))?;
        let factory = ArrowRowGroupWriterFactory::new(&writer, schema.clone());
        self.sheets.push(Sheet { name: F::NAME, schema, writer: Mutex::new(writer), factory });
        Ok(())
    }

    /// Encodes rows of a fact; nothing where there are none.
    pub(super) fn ink<F: Fact>(
        &self,
        rows: &[F::Row<'_>],
        inked: &mut Inked,
    ) -> Result<(), StoreError> {
        let Some(sheet) = self.sheets.iter().find(|sheet| sheet.name == F::NAME) else {
            return Ok(());
        };
        if rows.is_empty() {
            return Ok(());
        }
        let batch = sheet::batch::<F>(&sheet.schema, rows)?;
        let mut columns = sheet.factory.create_column_writers(0)?.into_iter();
        let mut chunks = Vec::with_capacity(batch.num_columns());
        for (field, array) in sheet.schema.fields().iter().zip(batch.columns()) {
            for leaf in compute_leaves(field, array)? {
                if let Some(mut column) = columns.next() {
                    column.write(&leaf)?;
                    chunks.push(column.close()?);
                }
            }
        }
        inked.0.push((F::NAME, rows.len() as u64, chunks));
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
        let Some(sheet) = self.sheets.iter().find(|sheet| sheet.name == name) else {
            return Ok(());
        };
        let mut writer = sheet.writer.lock().unwrap_or_else(PoisonError::into_inner);
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
        for sheet in self.sheets {
            rows.entry(sheet.name).or_default();
            sheet.writer.into_inner().unwrap_or_else(PoisonError::into_inner).close()?;
        }
        Ok(rows)
    }
}
