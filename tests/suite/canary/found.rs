//! Where a secret shows: in the bytes of a file, and in every value of a Parquet file and a spreadsheet.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{Cursor, Read, Seek, Write};

use arrow::array::{Array, AsArray};
use arrow::compute::cast;
use arrow::datatypes::DataType;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use calamine::{Data, Reader, Xlsx};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::secrets::Sought;
use crate::outside::Tree;

/// What is looked for, and what was found of it so far.
pub struct Search {
    sought: Vec<Sought>,
    /// One line for each file, column and secret.
    pub leaks: String,
    /// Values of Parquet files and spreadsheets that were looked at.
    pub values: usize,
}

impl Search {
    pub fn new(sought: Vec<Sought>) -> Self {
        Self { sought, leaks: String::new(), values: 0 }
    }

    /// Looks at a text or a cell.
    pub fn text(&mut self, place: &str, text: &str) {
        // Numbers that people would read as one: letters part them.
        let numbers = text.split(char::is_alphabetic);
        let digits = |part: &str| part.chars().filter(char::is_ascii_digit).collect::<String>();
        let numbers: Vec<String> = numbers.map(digits).collect();
        for one in &self.sought {
            let is_written = one.written.iter().any(|written| text.contains(written));
            let in_digits = |sought: &String| numbers.iter().any(|one| one.contains(sought));
            if is_written || one.digits.as_ref().is_some_and(in_digits) {
                let line = format!("{place}: {}", one.secret);
                if !self.leaks.contains(&line) {
                    let shown: String = text.chars().take(200).collect();
                    writeln!(self.leaks, "{line} (in {shown:?})").unwrap();
                }
            }
        }
    }

    /// Looks at the bytes of a file, without and with the escapes of HTML and JSON undone. The digits
    /// of a number are looked for as they would stand together.
    fn bytes(&mut self, place: &str, bytes: &[u8]) {
        let text = String::from_utf8_lossy(bytes);
        let plain = text
            .replace("&#x2f;", "/")
            .replace("&#x27;", "'")
            .replace("&quot;", "\"")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&")
            .replace("\\/", "/");
        for one in &self.sought {
            let mut ways = one.written.iter().chain(&one.digits);
            if let Some(way) = ways.find(|way| text.contains(*way) || plain.contains(*way)) {
                writeln!(self.leaks, "{place}, bytes: {} as {way:?}", one.secret).unwrap();
            }
        }
    }

    /// Looks at every file: its bytes (in Parquet statistics and metadata), and the values of tables.
    pub fn tree(&mut self, tree: &Tree) {
        for (name, bytes) in tree {
            self.bytes(name, bytes);
            self.text("the name of a file", name);
            if name.ends_with(".parquet") {
                for (column, row, value) in values(bytes) {
                    self.values += 1;
                    self.text(&format!("{name}, column {column}, row {row}"), &value);
                }
            }
            if name.ends_with(".xlsx") {
                self.workbook(name, bytes);
            }
            let is_known =
                ["parquet", "svg", "html", "json", "xlsx"].iter().any(|end| name.ends_with(end));
            assert!(is_known, "{name}: say how this is looked through");
        }
    }

    /// Looks at every part of a spreadsheet as it is unpacked, and at the text of every cell.
    fn workbook(&mut self, name: &str, bytes: &[u8]) {
        let mut parts = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        for place in 0..parts.len() {
            let mut part = parts.by_index(place).unwrap();
            let mut unpacked = Vec::new();
            part.read_to_end(&mut unpacked).unwrap();
            let within = format!("{name}, {}", part.name());
            self.bytes(&within, &unpacked);
        }
        let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
        for (sheet, cells) in book.worksheets() {
            for (row, column, cell) in cells.used_cells() {
                if let Data::String(text) = cell {
                    self.values += 1;
                    self.text(&format!("{name}, {sheet}, row {row}, column {column}"), text);
                }
            }
        }
    }

    #[track_caller]
    pub fn is_clean(&self) {
        assert!(self.leaks.is_empty(), "these are in the outputs:\n{}", self.leaks);
    }
}

fn reader(bytes: &[u8]) -> ParquetRecordBatchReaderBuilder<File> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file.rewind().unwrap();
    ParquetRecordBatchReaderBuilder::try_new(file).unwrap()
}

/// Column, row and text of every value in a Parquet file that is not missing.
pub fn values(bytes: &[u8]) -> Vec<(String, usize, String)> {
    let reader = reader(bytes);
    let schema = reader.schema().clone();
    let mut found = Vec::new();
    let mut before = 0;
    for batch in reader.build().unwrap() {
        let batch = batch.unwrap();
        for (field, column) in schema.fields().iter().zip(batch.columns()) {
            // Instants are looked at as the numbers that they are.
            let column = match column.data_type() {
                DataType::Timestamp(..) => &cast(column, &DataType::Int64).unwrap(),
                _ => column,
            };
            let options = FormatOptions::default();
            let shown = ArrayFormatter::try_new(column.as_ref(), &options).unwrap();
            for row in (0..column.len()).filter(|row| column.is_valid(*row)) {
                found.push((field.name().clone(), before + row, shown.value(row).to_string()));
            }
        }
        before += batch.num_rows();
    }
    found
}

/// Two columns of text of a Parquet file, row by row, what is missing as an empty text.
pub fn columns(bytes: &[u8], names: [&str; 2]) -> Vec<[String; 2]> {
    let reader = reader(bytes);
    let mut rows = Vec::new();
    for batch in reader.build().unwrap() {
        let batch = batch.unwrap();
        let columns = names.map(|name| {
            let column = batch.column_by_name(name).unwrap_or_else(|| panic!("no column {name}"));
            cast(column, &DataType::Utf8).unwrap()
        });
        for row in 0..batch.num_rows() {
            rows.push(columns.each_ref().map(|column| {
                let column = column.as_string::<i32>();
                if column.is_valid(row) { column.value(row).to_owned() } else { String::new() }
            }));
        }
    }
    rows
}
