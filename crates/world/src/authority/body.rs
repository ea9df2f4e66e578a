//! Bodies that are not what a client hopes for.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame};

/// Noughts that never end.
static NOUGHTS: [u8; 16 * 1024] = [0; 16 * 1024];

/// A body that is not sent.
#[derive(Clone, Copy, Debug)]
pub(super) enum Odd {
    /// The connection closes before anything was said.
    Broken,
    /// It goes on for as long as somebody reads.
    Endless,
}

impl Body for Odd {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        Poll::Ready(Some(match *self {
            Self::Broken => Err(io::Error::other("this service is down")),
            Self::Endless => Ok(Frame::data(Bytes::from_static(&NOUGHTS))),
        }))
    }
}
