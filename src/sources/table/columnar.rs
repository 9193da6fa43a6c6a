//! Rows of a Parquet file; each of its row groups is a part that is read by itself.

use std::fs::File;
use std::io;

use arrow::array::{
    Array, ArrayAccessor, ArrayRef, AsArray, BooleanArray, DurationMicrosecondArray, Float64Array,
    Int64Array, StringArray, Time64MicrosecondArray, TimestampMicrosecondArray,
};
use arrow::compute::cast;
use arrow::datatypes::{DataType, TimeUnit};
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use chrono::DateTime;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ParquetRecordBatchReaderBuilder};
use parquet::errors::ParquetError;

use super::cell::{Cell, Row};
use super::emit::Emitter;
use super::guard::guarded;
use super::header::Header;
use super::plan::Plan;
use crate::model::{Instant, Str};
use crate::sources::{Cut, Head, Options, Piece, ReadError, Reader, Sink};

pub(super) fn open(head: &Head<'_>, options: &Options) -> Result<Box<dyn Reader>, ReadError> {
    let broken = |error: ParquetError| {
        let cure = "copy or write it again, not packed otherwise";
        ReadError::new(head.path, format!("it is no whole Parquet file ({error})"), cure)
    };
    let file = File::open(head.path).map_err(|error| ReadError::of_io(head.path, &error))?;
    let load = || ArrowReaderMetadata::load(&file, Default::default());
    let metadata = guarded(load, damaged).map_err(broken)?;
    let fields = metadata.schema().fields();
    let names = fields.iter().map(|field| field.name().clone()).collect();
    let plan = Plan::new(head, &mut Header::closed(names), options)?;
    Ok(Box::new(Columnar { plan, metadata }))
}

fn damaged(what: &'static str) -> ParquetError {
    ParquetError::General(what.to_owned())
}

struct Columnar {
    plan: Plan,
    metadata: ArrowReaderMetadata,
}

impl Reader for Columnar {
    fn cut(&self) -> Cut {
        let groups = self.metadata.metadata().num_row_groups();
        Cut::Parts(u32::try_from(groups).unwrap_or(u32::MAX))
    }

    fn unit(&self) -> &'static str {
        "row"
    }

    /// Rows count from the beginning of the file.
    fn read(&self, piece: &Piece<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        let mut emitter = Emitter::new(&self.plan, piece.index, sink);
        let groups = self.metadata.metadata().row_groups();
        let before = groups.iter().take(piece.index as usize);
        let before: i64 = before.map(|group| group.num_rows()).sum();
        let mut next = u32::try_from(before).unwrap_or(u32::MAX);
        self.rows(piece, &mut next, &mut emitter).map_err(|error| match error {
            ParquetError::External(error) => match error.downcast::<io::Error>() {
                Ok(error) => *error,
                Err(error) => io::Error::other(error),
            },
            error => io::Error::other(error),
        })
    }
}

impl Columnar {
    fn rows(
        &self,
        piece: &Piece<'_>,
        next: &mut u32,
        emitter: &mut Emitter<'_>,
    ) -> Result<(), ParquetError> {
        let columns = self.plan.columns();
        let file = File::open(piece.path)?;
        let reader =
            ParquetRecordBatchReaderBuilder::new_with_metadata(file, self.metadata.clone())
                .with_row_groups(vec![piece.index as usize])
                .with_projection(ProjectionMask::roots(
                    self.metadata.parquet_schema(),
                    columns.iter().copied(),
                ));
        let mut batches = guarded(|| reader.build(), damaged)?;
        let mut batch = || match batches.next() {
            Some(batch) => Ok(Some(Batch::new(&columns, &batch?)?)),
            None => Ok(None),
        };
        while let Some(mut batch) = guarded(&mut batch, damaged)? {
            for row in 0..batch.len {
                batch.row = row;
                emitter.row(*next, &batch);
                *next = next.saturating_add(1);
            }
        }
        Ok(())
    }
}

/// Some rows, of which one is looked at.
struct Batch {
    /// By column of the file; those that are not read are missing.
    columns: Vec<Option<Column>>,
    len: usize,
    row: usize,
}

/// The values of a column, in one of the types that cells have.
enum Column {
    Text(StringArray),
    Integer(Int64Array),
    Number(Float64Array),
    Flag(BooleanArray),
    Instant(TimestampMicrosecondArray),
    Local(TimestampMicrosecondArray),
    Time(Time64MicrosecondArray),
    Duration(DurationMicrosecondArray),
    List(Vec<Vec<Str<'static>>>),
    Other,
}

impl Batch {
    /// `numbers` are the columns' numbers in the file, in order.
    fn new(numbers: &[usize], batch: &RecordBatch) -> Result<Self, ArrowError> {
        let mut columns = Vec::new();
        for (&number, values) in numbers.iter().zip(batch.columns()) {
            columns.resize_with(number, || None);
            columns.push(Some(Column::new(values)?));
        }
        Ok(Self { columns, len: batch.num_rows(), row: 0 })
    }
}

impl Column {
    fn new(values: &ArrayRef) -> Result<Self, ArrowError> {
        const MICROS: TimeUnit = TimeUnit::Microsecond;
        let stored = match values.data_type() {
            DataType::Dictionary(_, stored) => stored.as_ref(),
            stored => stored,
        };
        let to = |wanted: DataType| cast(values, &wanted);
        Ok(match stored {
            DataType::Boolean => Self::Flag(to(DataType::Boolean)?.as_boolean().clone()),
            DataType::Null | DataType::Struct(_) | DataType::Map(..) => Self::Other,
            DataType::Timestamp(_, Some(zone)) => {
                let wanted = DataType::Timestamp(MICROS, Some(zone.clone()));
                Self::Instant(to(wanted)?.as_primitive().clone())
            }
            DataType::Timestamp(_, None) | DataType::Date32 | DataType::Date64 => {
                Self::Local(to(DataType::Timestamp(MICROS, None))?.as_primitive().clone())
            }
            DataType::Time32(_) | DataType::Time64(_) => {
                Self::Time(to(DataType::Time64(MICROS))?.as_primitive().clone())
            }
            DataType::Duration(_) => {
                Self::Duration(to(DataType::Duration(MICROS))?.as_primitive().clone())
            }
            DataType::List(_) | DataType::LargeList(_) => {
                let lists = to(DataType::new_list(DataType::Utf8, true))?;
                let texts = |items: ArrayRef| {
                    let items = items.as_string::<i32>().iter().flatten();
                    items.map(|item| Str::Owned(item.to_owned())).collect()
                };
                let lists = lists.as_list::<i32>().iter();
                Self::List(lists.map(|items| items.map(texts).unwrap_or_default()).collect())
            }
            DataType::Decimal128(_, 0) | DataType::Decimal256(_, 0) => {
                Self::Integer(to(DataType::Int64)?.as_primitive().clone())
            }
            DataType::UInt64 => Self::Text(to(DataType::Utf8)?.as_string().clone()),
            stored if stored.is_integer() => {
                Self::Integer(to(DataType::Int64)?.as_primitive().clone())
            }
            stored if stored.is_numeric() => {
                Self::Number(to(DataType::Float64)?.as_primitive().clone())
            }
            _ => Self::Text(to(DataType::Utf8)?.as_string().clone()),
        })
    }

    fn cell(&self, row: usize) -> Cell<'_> {
        match self {
            Self::Text(values) => value(values, row, Cell::Text),
            Self::Integer(values) => value(values, row, Cell::Integer),
            Self::Number(values) => value(values, row, Cell::Number),
            Self::Flag(values) => value(values, row, Cell::Flag),
            Self::Instant(values) => value(values, row, |micros| Cell::Instant(Instant(micros))),
            Self::Local(values) => value(values, row, |micros| {
                DateTime::from_timestamp_micros(micros)
                    .map_or(Cell::Other("a time beyond the calendar"), |at| {
                        Cell::Local(at.naive_utc())
                    })
            }),
            Self::Time(values) => value(values, row, |micros| Cell::Seconds(micros as f64 / 1e6)),
            Self::Duration(values) => {
                value(values, row, |micros| Cell::Seconds(micros as f64 / 1e6))
            }
            Self::List(lists) => lists.get(row).map_or(Cell::Empty, |items| Cell::List(items)),
            Self::Other => Cell::Other("a value of no simple type"),
        }
    }
}

/// The value in that row as a cell; empty where it is null or there is none.
fn value<'v, A: ArrayAccessor>(
    values: A,
    row: usize,
    cell: impl Fn(A::Item) -> Cell<'v>,
) -> Cell<'v> {
    match row < values.len() && values.is_valid(row) {
        true => cell(values.value(row)),
        false => Cell::Empty,
    }
}

impl Row for Batch {
    fn cell(&self, column: usize) -> Cell<'_> {
        match self.columns.get(column) {
            Some(Some(values)) => values.cell(self.row),
            _ => Cell::Empty,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{
        Date32Array, DictionaryArray, DurationMillisecondArray, Float32Array, Int32Array,
        ListBuilder, StringBuilder, TimestampMillisecondArray, UInt64Array,
    };
    use arrow::datatypes::Int8Type;
    use parquet::arrow::ArrowWriter;
    use parquet::file::properties::WriterProperties;

    use super::super::testing::{options, read};
    use super::*;

    /// A file with a row group for every two rows.
    fn written(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
        let batch = RecordBatch::try_from_iter(columns).unwrap();
        let properties = WriterProperties::builder().set_max_row_group_row_count(Some(2)).build();
        let mut bytes = Vec::new();
        let mut writer =
            ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
        bytes
    }

    #[test]
    fn columns_of_any_type_are_read() {
        let mut tags = ListBuilder::new(StringBuilder::new());
        tags.append_value([Some("a,b"), Some("c")]);
        tags.append_null();
        tags.append_value([None::<&str>]);
        let channel: DictionaryArray<Int8Type> =
            vec!["chat", "phone", "chat"].into_iter().collect();
        let millis = vec![Some(1_792_393_200_000), None, Some(1_792_393_200_500)];
        let bytes = written(vec![
            ("conversation_id", Arc::new(UInt64Array::from(vec![u64::MAX, 8, 9]))),
            ("channel", Arc::new(channel)),
            ("opened_at", Arc::new(TimestampMillisecondArray::from(millis).with_timezone("UTC"))),
            ("is_public", Arc::new(BooleanArray::from(vec![Some(true), None, Some(false)]))),
            ("talk_seconds", Arc::new(DurationMillisecondArray::from(vec![1500, 0, -1]))),
            ("unused", Arc::new(Int32Array::from(vec![1, 2, 3]))),
            ("tags", Arc::new(tags.finish())),
        ]);
        assert_eq!(
            read("conversations.parquet", &bytes, &options("")).unwrap(),
            [
                "0 conversation conversation_id=18446744073709551615 channel=chat is_public=true opened_at=2026-10-19T07:00:00Z talk_seconds=1.5 tags=a,b|c",
                "1 conversation conversation_id=8 channel=phone talk_seconds=0",
                "2! conversation talk_seconds negative_time emptied",
                "2 conversation conversation_id=9 channel=chat is_public=false opened_at=2026-10-19T07:00:00.500Z",
            ]
        );
    }

    #[test]
    fn times_without_a_zone_are_local() {
        let naive = TimestampMillisecondArray::from(vec![1_792_400_400_000]);
        let bytes = written(vec![
            ("id", Arc::new(StringArray::from(vec!["r1"]))),
            ("naive", Arc::new(naive)),
            ("day", Arc::new(Date32Array::from(vec![20_745]))),
            ("score", Arc::new(Float32Array::from(vec![4.5]))),
        ]);
        let mapping = "[rating]\nconversation_id = \"id\"\nrated_at = \"COLUMN\"";
        let read = |column: &str| {
            let options = options(&mapping.replace("COLUMN", column));
            read("x.parquet", &bytes, &options).unwrap().join("\n")
        };
        let expected = "0 rating conversation_id=r1 rated_at=2026-10-19T07:00:00Z score=4.5";
        assert_eq!(read("naive"), expected);
        assert_eq!(read("day"), expected.replace("19T07", "18T22"));
    }

    #[test]
    fn a_file_that_is_cut_short_is_refused() {
        let refused = read("x.parquet", b"PAR1 and no more", &options("")).unwrap_err();
        assert!(refused.contains("it is no whole Parquet file"), "{refused}");
    }

    #[test]
    fn damaged_bytes_never_panic() {
        let ids = StringArray::from(vec!["a", "b", "c", "d", "e"]);
        let scores = Float32Array::from(vec![1.0, 2.0, 3.0, 4.0, 5.0]);
        let good = written(vec![("conversation_id", Arc::new(ids)), ("score", Arc::new(scores))]);
        assert_eq!(read("ratings.parquet", &good, &options("")).unwrap().len(), 5);
        for at in 0..good.len() {
            let mut bytes = good.clone();
            bytes[at] ^= 0x55;
            let _ = read("ratings.parquet", &bytes, &options(""));
        }
    }
}
