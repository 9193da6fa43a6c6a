//! How much memory a run may fill with records before they go to disk.

use std::fs;

use serde::Deserialize;

/// A number of bytes, written as `4 GiB`, `500 MB` or a plain number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "toml::Value")]
pub struct Bytes(pub usize);

/// Where nothing says how much memory there is.
const UNKNOWN: u64 = 4 << 30;

/// Text that is no number of bytes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no amount of memory; write one as `4 GiB` or `500 MB`")]
pub struct BytesError(String);

impl Bytes {
    pub fn parse(text: &str) -> Result<Self, BytesError> {
        let wrong = || BytesError(text.to_owned());
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let (number, unit) = text.split_at(end);
        let number: f64 = number.parse().map_err(|_| wrong())?;
        let scale = match unit.trim() {
            "" | "B" => 1.0,
            "kB" | "KB" => 1e3,
            "MB" => 1e6,
            "GB" => 1e9,
            "KiB" => 1024.0,
            "MiB" => 1_048_576.0,
            "GiB" => 1_073_741_824.0,
            _ => return Err(wrong()),
        };
        Ok(Self((number * scale) as usize))
    }
}

impl TryFrom<toml::Value> for Bytes {
    type Error = BytesError;

    fn try_from(written: toml::Value) -> Result<Self, BytesError> {
        match written {
            toml::Value::String(text) => Self::parse(&text),
            other => Self::parse(&other.to_string()),
        }
    }
}

/// A quarter of the memory that this machine, or the container around this process, has.
pub fn quarter() -> Bytes {
    let machine = fs::read_to_string("/proc/meminfo").ok().and_then(|text| machine_bytes(&text));
    let container = fs::read_to_string("/sys/fs/cgroup/memory.max").ok();
    let container = container.and_then(|text| text.trim().parse().ok());
    let bytes = machine.into_iter().chain(container).min().unwrap_or(UNKNOWN);
    Bytes(usize::try_from(bytes / 4).unwrap_or(usize::MAX))
}

/// The line `MemTotal:  24689764 kB` of Linux's `/proc/meminfo`.
fn machine_bytes(meminfo: &str) -> Option<u64> {
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kilobytes.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_of_memory() {
        for (text, bytes) in
            [("4 GiB", 4 << 30), ("500 MB", 500_000_000), ("1.5KiB", 1536), ("4096", 4096)]
        {
            assert_eq!(Bytes::parse(text), Ok(Bytes(bytes)), "{text}");
        }
        for text in ["", "much", "4 gigs", "-1 GB"] {
            assert!(Bytes::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn linux_tells_its_memory_in_kilobytes() {
        let meminfo = "MemTotal:       24689764 kB\nMemFree:        1000 kB\n";
        assert_eq!(machine_bytes(meminfo), Some(24_689_764 * 1024));
        assert_eq!(machine_bytes(""), None);
        assert!(quarter().0 > 0);
    }
}
