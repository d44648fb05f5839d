//! argon2id (19 MiB, t=2, p=1) on its own threads: never more at a time than cores, each with its memory kept.

use crate::error::Error;
use crate::lines::{Crowd, Lines, Turns};
use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

/// Hashes and verifies passwords.
#[derive(Clone, Debug)]
pub struct Hasher {
    slots: Arc<Semaphore>,
    jobs: SyncSender<Job>,
    lines: Lines,
    /// A hash of nothing anybody knows: an unknown account takes as long as a known one.
    dummy: Arc<str>,
}

#[derive(Debug)]
struct Job {
    work: Work,
    /// Given back when the hash is made, not when nobody waits for it any more: a client that hangs up and comes
    /// again would else have more of them at a time than there are cores.
    permit: OwnedSemaphorePermit,
    answer: oneshot::Sender<Result<Answer, Error>>,
}

enum Work {
    Hash(String),
    Verify(String, String),
    Other(Box<dyn FnOnce() + Send>),
}

impl std::fmt::Debug for Work {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Work")
    }
}

#[derive(Debug)]
enum Answer {
    Hash(String),
    Same(bool),
    Done,
}

impl Hasher {
    /// A hasher of `slots` threads; they end with its last clone.
    ///
    /// # Errors
    /// When the system has no threads to give.
    pub fn new(slots: usize) -> Result<Self, Error> {
        let slots = slots.max(1);
        let (hasher, queue) = Self::idle(slots)?;
        let queue = Arc::new(Mutex::new(queue));
        for _ in 0..slots {
            let queue = Arc::clone(&queue);
            let named = std::thread::Builder::new().name("argon2".to_owned());
            named.spawn(move || Worker::default().run(&queue)).map_err(Error::internal)?;
        }
        Ok(hasher)
    }

    /// Without its threads.
    fn idle(slots: usize) -> Result<(Self, Receiver<Job>), Error> {
        let (jobs, queue) = sync_channel(slots);
        let lines = Lines::default();
        Ok((Self { slots: Arc::new(Semaphore::new(slots)), jobs, lines, dummy: unknown()?.into() }, queue))
    }

    /// Waits for a turn in each line, in this order: a crowd in one of them does not keep the others waiting.
    ///
    /// # Errors
    /// [`Error::Busy`] when one is full, or does not move.
    pub async fn turns(&self, crowd: Crowd, lines: &[String]) -> Result<Turns, Error> {
        self.lines.turns(crowd, lines).await
    }

    /// Does other work that takes long, in turn with the hashes and on their threads.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        let (answer, answered) = oneshot::channel();
        // Nobody listens any more when the one who asked has gone.
        let work = move || drop(answer.send(work()));
        self.ask(Work::Other(Box::new(work))).await?;
        answered.await.map_err(Error::internal)
    }

    /// The PHC string to store for a password.
    pub async fn hash(&self, password: String) -> Result<String, Error> {
        match self.ask(Work::Hash(password)).await? {
            Answer::Hash(hash) => Ok(hash),
            Answer::Same(_) | Answer::Done => Err(Error::internal("a hash was asked for")),
        }
    }

    /// Whether `password` is the one of `stored`; without one it takes as long and says no.
    ///
    /// # Errors
    /// [`Error::Internal`] when the stored hash is unreadable.
    pub async fn verify(&self, password: String, stored: Option<String>) -> Result<bool, Error> {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.dummy.to_string());
        match self.ask(Work::Verify(password, stored)).await? {
            Answer::Same(same) => Ok(same && known),
            Answer::Hash(_) | Answer::Done => Err(Error::internal("a comparison was asked for")),
        }
    }

    async fn ask(&self, work: Work) -> Result<Answer, Error> {
        let permit = Arc::clone(&self.slots).acquire_owned().await.map_err(Error::internal)?;
        let (answer, answered) = oneshot::channel();
        // As many places as permits: there is always one free.
        self.jobs.try_send(Job { work, permit, answer }).map_err(|_| Error::internal("no hasher"))?;
        answered.await.map_err(Error::internal)?
    }
}

/// One thread's memory: 19 MiB that the allocator would else hand back and forth with every password.
#[derive(Default)]
struct Worker {
    blocks: Vec<Block>,
}

impl Worker {
    fn run(mut self, queue: &Mutex<Receiver<Job>>) {
        loop {
            let job = queue.lock().ok().and_then(|queue| queue.recv().ok());
            let Some(Job { work, permit, answer }) = job else { return };
            let done = match work {
                Work::Hash(password) => self.hash(&password).map(Answer::Hash),
                Work::Verify(password, stored) => self.verify(&password, &stored).map(Answer::Same),
                // A fault in it ends the request, not the thread that everybody's passwords need.
                Work::Other(work) => catch_unwind(AssertUnwindSafe(work))
                    .map(|()| Answer::Done)
                    .map_err(|_| Error::internal("work beside the hashes")),
            };
            drop(permit);
            drop(answer.send(done));
        }
    }

    fn hash(&mut self, password: &str) -> Result<String, Error> {
        let salt = argon2::password_hash::try_generate_salt().map_err(Error::internal)?;
        let empty = phc(Salt::new(&salt).map_err(Error::internal)?)?;
        let output = self.output(password, &empty, Params::DEFAULT_OUTPUT_LEN)?;
        Ok(PasswordHash { hash: Some(output), ..empty }.to_string())
    }

    fn verify(&mut self, password: &str, stored: &str) -> Result<bool, Error> {
        let stored = PasswordHash::new(stored).map_err(Error::internal)?;
        let wanted = stored.hash.as_ref().ok_or_else(|| Error::internal("a stored hash without its output"))?;
        // `Output` compares in constant time.
        Ok(self.output(password, &stored, wanted.len())? == *wanted)
    }

    /// The output of a password with the algorithm, parameters and salt of `like`.
    fn output(&mut self, password: &str, like: &PasswordHash, length: usize) -> Result<Output, Error> {
        let algorithm = Algorithm::try_from(like.algorithm.as_str()).map_err(Error::internal)?;
        let version = like.version.map(Version::try_from).transpose().map_err(Error::internal)?.unwrap_or_default();
        let params = Params::try_from(like).map_err(Error::internal)?;
        let salt = like.salt.as_ref().ok_or_else(|| Error::internal("a stored hash without its salt"))?;
        if self.blocks.len() < params.block_count() {
            self.blocks.resize(params.block_count(), Block::new());
        }
        let mut output = [0_u8; Output::MAX_LENGTH];
        let output = output.get_mut(..length).ok_or_else(|| Error::internal("a stored hash too long"))?;
        let argon2 = Argon2::new(algorithm, version, params);
        let password = canonical(password);
        argon2
            .hash_password_into_with_memory(password.as_bytes(), salt, output, &mut self.blocks)
            .map_err(Error::internal)?;
        Output::new(output).map_err(Error::internal)
    }
}

/// A PHC string in the making, with today's parameters.
fn phc(salt: Salt) -> Result<PasswordHash, Error> {
    Ok(PasswordHash {
        algorithm: Algorithm::default().ident(),
        version: Some(Version::default().into()),
        params: ParamsString::try_from(&Params::default()).map_err(Error::internal)?,
        salt: Some(salt),
        hash: None,
    })
}

/// A hash that no password has: salt and output are chance.
fn unknown() -> Result<String, Error> {
    use rand::RngExt as _;
    let output: [u8; Params::DEFAULT_OUTPUT_LEN] = rand::rng().random();
    let output = Output::new(&output).map_err(Error::internal)?;
    let salt = argon2::password_hash::try_generate_salt().map_err(Error::internal)?;
    let empty = phc(Salt::new(&salt).map_err(Error::internal)?)?;
    Ok(PasswordHash { hash: Some(output), ..empty }.to_string())
}

/// NFKC: the same password from any keyboard.
pub fn canonical(password: &str) -> String {
    crate::text::nfkc(password)
}

#[cfg(test)]
mod tests {
    use super::*;
    use argon2::{PasswordHasher, PasswordVerifier};
    use std::future::Future;
    use std::task::{Context, Waker};

    #[test]
    fn hashes_are_those_of_the_library_and_theirs_are_ours() {
        let mut worker = Worker::default();
        let ours = worker.hash("mật khẩu thử").unwrap();
        assert!(ours.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{ours}");
        let parsed = PasswordHash::new(&ours).unwrap();
        Argon2::default().verify_password("mật khẩu thử".as_bytes(), &parsed).unwrap();
        let theirs = Argon2::default().hash_password("mật khẩu thử".as_bytes()).unwrap().to_string();
        assert!(worker.verify("mật khẩu thử", &theirs).unwrap());
        assert!(!worker.verify("mật khẩu khác", &theirs).unwrap());
    }

    #[test]
    fn a_hash_of_other_parameters_is_still_understood() {
        let other = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(32, 3, 1, Some(24)).unwrap());
        let stored = other.hash_password(b"x").unwrap().to_string();
        let mut worker = Worker::default();
        worker.hash("y").unwrap();
        assert!(worker.verify("x", &stored).unwrap());
        assert!(!worker.verify("y", &stored).unwrap());
    }

    #[test]
    fn a_thread_keeps_its_memory() {
        let mut worker = Worker::default();
        let stored = worker.hash("a").unwrap();
        let place = (worker.blocks.as_ptr(), worker.blocks.capacity());
        worker.verify("b", &stored).unwrap();
        worker.hash("c").unwrap();
        assert_eq!(place, (worker.blocks.as_ptr(), worker.blocks.capacity()));
    }

    #[test]
    fn nobody_has_the_password_of_an_unknown_account() {
        assert!(!Worker::default().verify("", &unknown().unwrap()).unwrap());
    }

    #[tokio::test]
    async fn a_fault_in_other_work_ends_no_thread() {
        let hasher = Hasher::new(1).unwrap();
        for _ in 0..3 {
            assert!(hasher.run(|| assert!(std::hint::black_box(false))).await.is_err());
        }
        assert_eq!(hasher.run(|| 7).await.unwrap(), 7);
    }

    #[tokio::test]
    async fn a_dropped_question_keeps_its_slot_until_its_hash_is_made() {
        let (hasher, queue) = Hasher::idle(1).unwrap();
        {
            let mut asked = std::pin::pin!(hasher.hash("a".to_owned()));
            assert!(asked.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        }
        assert_eq!(hasher.slots.available_permits(), 0, "the hash of the one who left is still to be made");
        std::thread::spawn(move || Worker::default().run(&Mutex::new(queue)));
        let stored = hasher.hash("b".to_owned()).await.unwrap();
        assert_eq!(hasher.slots.available_permits(), 1);
        assert!(hasher.verify("b".to_owned(), Some(stored)).await.unwrap());
        assert!(!hasher.verify("b".to_owned(), None).await.unwrap());
    }
}
