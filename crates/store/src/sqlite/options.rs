//! How a store file is opened.

/// How a store file is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// How many idle connections for reading are kept.
    pub readers: usize,
    /// Memory for pages of the file, in MiB, for the connection that writes.
    pub cache_mib: u32,
    /// When the write-ahead log has so many pages (4 KiB) it is moved into the file.
    pub log_pages: u32,
    /// How many requests may wait for the writer; more wait for room.
    pub queue: usize,
    /// How many units go into one durable write at most (one request is never divided).
    pub batch: usize,
    /// Refuses to grow beyond so many pages (4 KiB), as a full disk would.
    pub most_pages: Option<u32>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            readers: 4,
            cache_mib: 32,
            log_pages: 16_384,
            queue: 4096,
            batch: 1024,
            most_pages: None,
        }
    }
}
