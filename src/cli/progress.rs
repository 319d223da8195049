//! How far the reading of the logs is, for a person who waits at a terminal.
//!
//! Looks at a counter now and then, on a thread of its own: the scan knows nothing of it. Draws only while
//! logs are read; it is gone before the first finding is told.

use super::logs::Named;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{Scope, ScopedJoinHandle};
use std::time::Duration;

/// How often it is drawn anew.
const A_MOMENT: Duration = Duration::from_millis(100);
const KNOWN: &str = "{bytes} of {total_bytes} {bar:30} {bytes_per_sec}, {eta} left";
const UNKNOWN: &str = "{bytes} {bytes_per_sec}";

/// A line at the foot of a terminal.
pub struct Progress(ProgressBar);

/// It is drawn as long as this lives.
pub struct Drawn<'scope> {
    ended: Arc<AtomicBool>,
    drawing: Option<ScopedJoinHandle<'scope, ()>>,
}

impl Progress {
    /// Of the reading of logs.
    pub fn new(named: &[Named], target: ProgressDrawTarget) -> Self {
        // Not asked where nobody sees it: there may be a hundred thousand files.
        let all = match target.is_hidden() {
            true => None,
            false => bytes_of(named),
        };
        let bar = ProgressBar::with_draw_target(all, target);
        let template = if all.is_some() { KNOWN } else { UNKNOWN };
        // The templates are ours and sound; were one not, the crate's own would be drawn.
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// Draws from now on how many bytes are `read`.
    pub fn draw<'scope>(
        self,
        scope: &'scope Scope<'scope, '_>,
        read: &'scope AtomicU64,
    ) -> Drawn<'scope> {
        let Self(bar) = self;
        let shown = !bar.is_hidden();
        let ended = Arc::new(AtomicBool::new(false));
        let until = Arc::clone(&ended);
        let draws = move || {
            loop {
                let last = until.load(Ordering::Acquire);
                bar.set_position(read.load(Ordering::Relaxed));
                if last {
                    break;
                }
                std::thread::park_timeout(A_MOMENT);
            }
            bar.finish_and_clear();
        };
        let drawing = shown.then(|| scope.spawn(draws));
        Drawn { ended, drawing }
    }
}

/// Whatever is written next finds a clean line.
impl Drop for Drawn<'_> {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Release);
        if let Some(drawing) = self.drawing.take() {
            drawing.thread().unpark();
            // It has nothing to tell; one that failed has drawn its last.
            let _ = drawing.join();
        }
    }
}

/// Bytes of all logs as they are stored; none where one of them tells only when it ends.
fn bytes_of(named: &[Named]) -> Option<u64> {
    let sizes = named.iter().map(|log| match log {
        Named::File(found) => std::fs::metadata(&found.path).ok().map(|about| about.len()),
        Named::Once(_) | Named::Piped(..) => None,
        Named::Lost(..) => Some(0),
    });
    sizes.sum()
}
