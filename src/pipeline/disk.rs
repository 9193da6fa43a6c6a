//! Writing to the disk: whatever it refuses is told with the path, whoever was writing.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::error::RunError;

/// A new file that remembers what the disk refused: writers above may make other errors of it.
pub struct NewFile<'p> {
    path: &'p Path,
    out: BufWriter<File>,
    refused: Option<io::Error>,
}

impl<'p> NewFile<'p> {
    pub fn create(path: &'p Path) -> Result<Self, RunError> {
        let file = File::create(path).map_err(|error| RunError::Disk(path.to_owned(), error))?;
        Ok(Self { path, out: BufWriter::new(file), refused: None })
    }

    /// Ends the file. What the disk refused goes before the writer's own error.
    pub fn finish(mut self, written: Result<(), RunError>) -> Result<(), RunError> {
        let _ = self.flush();
        match self.refused {
            Some(error) => Err(RunError::Disk(self.path.to_owned(), error)),
            None => written,
        }
    }

    fn noted<T>(&mut self, done: io::Result<T>) -> io::Result<T> {
        done.map_err(|error| {
            let again =
                error.raw_os_error().map_or(error.kind().into(), io::Error::from_raw_os_error);
            self.refused.get_or_insert(error);
            again
        })
    }
}

impl Write for NewFile<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let done = self.out.write(bytes);
        self.noted(done)
    }

    fn flush(&mut self) -> io::Result<()> {
        let done = self.out.flush();
        self.noted(done)
    }
}

pub fn make_folder(path: &Path) -> Result<(), RunError> {
    fs::create_dir_all(path).map_err(|error| RunError::Disk(path.to_owned(), error))
}

/// A small file in one go.
pub fn put(path: &Path, bytes: &[u8]) -> Result<(), RunError> {
    fs::write(path, bytes).map_err(|error| RunError::Disk(path.to_owned(), error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_disk_refuses_is_told_whatever_the_writer_makes_of_it() {
        let mut file = NewFile::create(Path::new("/dev/full")).unwrap();
        let _ = file.write_all(&[0; 100_000]);
        let own = RunError::Table("turns", "thrift protocol error".into());
        let told = file.finish(Err(own)).unwrap_err().to_string();
        assert_eq!(
            told,
            "`/dev/full` cannot be written: no space left on device; make room or choose another \
             output folder (`--out`)"
        );
    }
}
