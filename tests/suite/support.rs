//! Where tests find the project and, where present, the third-party exports.

use std::path::{Path, PathBuf};

/// The project's folder.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A folder of third-party exports beside the project. Where it is absent the test that asks says
/// so and has nothing to check.
pub fn shared_data(sub: &str) -> Option<PathBuf> {
    let shared = root().parent().map(|parent| parent.join("shared/data"))?;
    let path = shared.join(sub);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: {} is not here", Path::new("../shared/data").join(sub).display());
    None
}
