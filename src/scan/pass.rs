//! All logs once: read, cut into blocks, worked on side by side, taken in order again.
//!
//! One thread reads. Blocks wait in a short queue; whoever has worked on one hands it in, and whoever comes
//! first takes all that follow each other. At any number of threads the same is taken in the same order.

use super::batch::Batch;
use super::feed::{Hands, Read, read_all};
use super::numbers::Numbers;
use super::ring::Ring;
use super::sequence::{Sequence, Taken};
use super::tally::Counts;
use super::timeline::{Arrival, Lateness};
use super::watch::Reached;
use super::work::{Job, Worker};
use super::{Opens, Scan};
use crate::judge::Plan;
use crate::logs::Block;
use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Batches that may wait for an earlier one, before who hands in another waits too.
const HANDED_IN: usize = 64;

/// How a pass over the logs ends.
pub enum Passed {
    /// With all that was taken.
    Whole(Box<Taken>),
    /// An event was read after others had gone on that are later than it: the pass is of no use.
    TooLate,
}

/// Reads all logs once.
///
/// # Errors
/// When a temporary file cannot be written or read.
pub fn pass<'a>(
    scan: &'a Scan<'a>,
    numbers: &'a Numbers,
    plan: &Arc<Plan<'a>>,
    lateness: Lateness,
    reached: &mut Reached,
) -> io::Result<Passed> {
    scan.read.store(0, Ordering::Relaxed);
    let ring = Ring::default();
    let sequence = Sequence::new(scan, &ring, lateness)?;
    let keeper = Keeper {
        ring: &ring,
        // Where all waits for the end, all would be kept: to read again is cheaper then.
        keeps: lateness != Lateness::Any,
    };
    let (read, counts, sequence) = match scan.threads {
        0 | 1 => alone(scan, numbers, plan, sequence, keeper, reached)?,
        _ => together(scan, numbers, plan, sequence, keeper, reached)?,
    };
    let Some(sequence) = sequence else {
        return Ok(Passed::TooLate);
    };
    let mut judging = None;
    let mut taken = sequence.finish(&mut |start, export| {
        let worker: &mut Worker<'_> =
            judging.get_or_insert_with(|| Worker::new(scan, numbers, plan));
        worker.export(start, export)
    })?;
    if let Some(worker) = judging {
        taken.tally.absorb(&worker.into_counts());
    }
    if read.cut_short {
        taken.tally.interrupted();
        taken.cut_short = true;
    }
    let read = read.logs;
    for covered in &read {
        match covered {
            Some(covered) => taken.tally.file(covered.bytes),
            None => taken.tally.unreadable_file(),
        }
    }
    taken.whole = read.iter().map(Option::is_some).collect();
    // A log that breaks off is read from its start again.
    let plain = read.iter().map(|log| log.is_some_and(|log| log.plain));
    taken.plain = plain.collect();
    counts.iter().for_each(|counts| taken.tally.absorb(counts));
    Ok(Passed::Whole(Box::new(taken)))
}

type Ended<'a> = (Read, Vec<Counts>, Option<Sequence<'a>>);

/// Reads, works and takes in turn.
fn alone<'a>(
    scan: &'a Scan<'a>,
    numbers: &'a Numbers,
    plan: &Arc<Plan<'a>>,
    sequence: Sequence<'a>,
    keeper: Keeper<'a>,
    reached: &mut Reached,
) -> io::Result<Ended<'a>> {
    struct Alone<'a> {
        worker: Worker<'a>,
        sequence: Sequence<'a>,
        keeper: Keeper<'a>,
        memory: Option<Vec<u8>>,
        arrival: io::Result<Arrival>,
    }
    impl Hands for Alone<'_> {
        fn job(&mut self, job: Job) -> bool {
            let batch = self.worker.work(&job);
            let kept = self.keeper.keep(&job);
            self.arrival = kept.and_then(|()| self.sequence.take(batch));
            self.memory = job
                .block
                .ok()
                .and_then(Block::into_memory)
                .or(self.memory.take());
            matches!(self.arrival, Ok(Arrival::InTime))
        }

        fn memory(&mut self) -> Vec<u8> {
            self.memory.take().unwrap_or_default()
        }

        fn give_back(&mut self, memory: Vec<u8>) {
            self.memory = Some(memory);
        }
    }
    let mut alone = Alone {
        worker: Worker::new(scan, numbers, plan),
        sequence,
        keeper,
        memory: None,
        arrival: Ok(Arrival::InTime),
    };
    let read = read_all(scan, reached, &mut alone);
    let in_time = alone.arrival? == Arrival::InTime;
    let counts = vec![alone.worker.into_counts()];
    Ok((read, counts, in_time.then_some(alone.sequence)))
}

/// Reads here, and works on several threads.
fn together<'a>(
    scan: &'a Scan<'a>,
    numbers: &'a Numbers,
    plan: &Arc<Plan<'a>>,
    sequence: Sequence<'a>,
    keeper: Keeper<'a>,
    reached: &mut Reached,
) -> io::Result<Ended<'a>> {
    let threads = scan.threads;
    let (jobs, queue) = sync_channel(threads);
    let (memory, used) = channel();
    for _ in 0..threads.saturating_mul(3) {
        let _ = memory.send(Vec::new());
    }
    let shared = Shared {
        queue: Mutex::new(queue),
        handed_in: Mutex::default(),
        sequence: Mutex::new((0, sequence)),
        keeper,
        stop: AtomicBool::new(false),
        arrival: Mutex::new(Ok(Arrival::InTime)),
    };
    let (read, counts) = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|_| {
                let memory = memory.clone();
                let shared = &shared;
                scope.spawn(move || shared.work(Worker::new(scan, numbers, plan), &memory))
            })
            .collect();
        let mut reader = Reader {
            jobs,
            memory,
            used,
            stop: &shared.stop,
        };
        let read = read_all(scan, reached, &mut reader);
        drop(reader);
        let counts = workers.into_iter().filter_map(|worker| worker.join().ok());
        (read, counts.collect::<Vec<_>>())
    });
    if counts.len() < threads {
        return Err(io::Error::other("a thread ended before its work was done"));
    }
    let arrival = unpoisoned(shared.arrival.into_inner())?;
    let (_, sequence) = unpoisoned(shared.sequence.into_inner());
    let in_time = arrival == Arrival::InTime;
    Ok((read, counts, in_time.then_some(sequence)))
}

/// What the threads share.
struct Shared<'a> {
    queue: Mutex<Receiver<Job>>,
    handed_in: Mutex<BTreeMap<u32, Batch>>,
    /// The number of the next batch, and who takes it.
    sequence: Mutex<(u32, Sequence<'a>)>,
    keeper: Keeper<'a>,
    stop: AtomicBool,
    arrival: Mutex<io::Result<Arrival>>,
}

impl<'a> Shared<'a> {
    fn work(&self, mut worker: Worker<'a>, memory: &Sender<Vec<u8>>) -> Counts {
        loop {
            let job = locked(&self.queue).recv();
            let Ok(job) = job else { break };
            let number = job.number;
            // Also then the reader waits for memory.
            let batch = (!self.stop.load(Ordering::Relaxed)).then(|| worker.work(&job));
            if let Err(error) = self.keeper.keep(&job) {
                self.stop.store(true, Ordering::Relaxed);
                *locked(&self.arrival) = Err(error);
            }
            // The reader may be gone already; then nobody needs it.
            if let Some(used) = job.block.ok().and_then(Block::into_memory) {
                let _ = memory.send(used);
            }
            if let Some(batch) = batch {
                self.hand_in(number, batch);
            }
        }
        worker.into_counts()
    }

    /// Hands a batch in, and takes all that follow each other if nobody else does.
    fn hand_in(&self, number: u32, batch: Batch) {
        let waiting = {
            let mut handed_in = locked(&self.handed_in);
            handed_in.insert(number, batch);
            handed_in.len()
        };
        loop {
            let next = if waiting > HANDED_IN {
                self.take(&mut locked(&self.sequence))
            } else {
                match self.sequence.try_lock() {
                    Ok(mut sequence) => self.take(&mut sequence),
                    Err(_) => return,
                }
            };
            // Another batch may have been handed in after the last look, by somebody who then went away.
            if !locked(&self.handed_in).contains_key(&next) {
                return;
            }
        }
    }

    fn take(&self, (next, sequence): &mut (u32, Sequence<'a>)) -> u32 {
        loop {
            let batch = locked(&self.handed_in).remove(next);
            let Some(batch) = batch else { return *next };
            *next += 1;
            if self.stop.load(Ordering::Relaxed) {
                continue;
            }
            let arrival = sequence.take(batch);
            if !matches!(arrival, Ok(Arrival::InTime)) {
                self.stop.store(true, Ordering::Relaxed);
                *locked(&self.arrival) = arrival;
            }
        }
    }
}

/// Keeps blocks that cannot be read again from the middle of their logs.
#[derive(Clone, Copy)]
struct Keeper<'a> {
    ring: &'a Ring,
    keeps: bool,
}

impl Keeper<'_> {
    fn keep(self, job: &Job) -> io::Result<()> {
        match &job.block {
            Ok(Block::Lines {
                bytes, compressed, ..
            }) if job.opens == Opens::Once || *compressed && self.keeps => {
                self.ring.keep(job.number, bytes)
            }
            _ => Ok(()),
        }
    }
}

/// Nothing that is shared is left half done by a thread that fails.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn unpoisoned<T>(inner: Result<T, PoisonError<T>>) -> T {
    inner.unwrap_or_else(PoisonError::into_inner)
}

/// The reader's side of the queue.
struct Reader<'a> {
    jobs: SyncSender<Job>,
    memory: Sender<Vec<u8>>,
    used: Receiver<Vec<u8>>,
    stop: &'a AtomicBool,
}

impl Hands for Reader<'_> {
    fn job(&mut self, job: Job) -> bool {
        self.jobs.send(job).is_ok() && !self.stop.load(Ordering::Relaxed)
    }

    /// Waits for memory that was used before: so much there is, and no more.
    fn memory(&mut self) -> Vec<u8> {
        self.used.recv().unwrap_or_default()
    }

    fn give_back(&mut self, memory: Vec<u8>) {
        let _ = self.memory.send(memory);
    }
}
