//! A connection whose peer must take its answers: one that sends requests and never reads would hold
//! its place for ever.

use std::future::Future as _;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

/// Gives up a stream when something written does not leave within a time.
#[derive(Debug)]
pub(crate) struct MustRead<S> {
    stream: S,
    within: Duration,
    /// Runs since the peer first had no room, until everything has left.
    patience: Option<Pin<Box<Sleep>>>,
}

impl<S> MustRead<S> {
    /// The peer of this stream must take what is written within this time.
    pub(crate) const fn new(stream: S, within: Duration) -> Self {
        Self { stream, within, patience: None }
    }

    fn bounded<T>(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if written.is_ready() {
            return written;
        }
        let within = self.within;
        let patience = self.patience.get_or_insert_with(|| Box::pin(sleep(within)));
        ready!(patience.as_mut().poll(context));
        Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "the peer does not read")))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for MustRead<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for MustRead<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.bounded(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.bounded(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    /// Is asked for when everything was written: what comes next has the whole time again.
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        let flushed = ready!(self.bounded(context, flushed));
        self.patience = None;
        Poll::Ready(flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let shut = Pin::new(&mut self.stream).poll_shutdown(context);
        self.bounded(context, shut)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    const WITHIN: Duration = Duration::from_secs(60);

    #[tokio::test(start_paused = true)]
    async fn who_takes_a_byte_now_and_then_is_given_up_too() {
        let (mut peer, near) = tokio::io::duplex(8);
        let mut near = MustRead::new(near, WITHIN);
        let drips = async {
            while let Ok(1..) = peer.read(&mut [0]).await {
                sleep(WITHIN / 7).await;
            }
        };
        let (written, ()) = tokio::join!(
            async move {
                let written = near.write_all(&[7; 100]).await;
                drop(near);
                written
            },
            drips
        );
        assert_eq!(written.unwrap_err().kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test(start_paused = true)]
    async fn each_answer_has_the_whole_time() {
        let (mut peer, near) = tokio::io::duplex(8);
        let mut near = MustRead::new(near, WITHIN);
        let answers = async {
            for _ in 0..3 {
                near.write_all(&[7; 9]).await.unwrap();
                near.flush().await.unwrap();
            }
        };
        let takes = async {
            for _ in 0..3 {
                sleep(WITHIN * 2 / 3).await;
                peer.read_exact(&mut [0; 9]).await.unwrap();
            }
        };
        tokio::join!(answers, takes);
    }
}
