//! Work for the time that frames leave over: silent forks, in slices.
//!
//! A job is named by a key. A newer one of the same name takes its place, and nothing of the old
//! one is told any more.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use super::Session;
use crate::dom;

/// One slice of a job; true when it is done.
type Slice = Box<dyn FnMut() -> bool>;

/// Jobs in order of their turn.
#[derive(Clone, Default)]
pub(super) struct Spare(Rc<RefCell<VecDeque<(&'static str, Slice)>>>);

impl Session {
    /// Has `slice` called again and again, a millisecond's work each time, until it is done.
    pub fn in_spare_time(&self, key: &'static str, slice: impl FnMut() -> bool + 'static) {
        let jobs = self.spare();
        let mut jobs = jobs.0.borrow_mut();
        jobs.retain(|(other, _)| *other != key);
        jobs.push_back((key, Box::new(slice)));
        drop(jobs);
        self.request_frame();
    }

    /// Forgets a job.
    pub fn forget_job(&self, key: &'static str) {
        self.spare()
            .0
            .borrow_mut()
            .retain(|(other, _)| *other != key);
    }

    pub(crate) fn has_jobs(&self) -> bool {
        !self.spare().0.borrow().is_empty()
    }

    /// Does jobs until `deadline_ms`, at least one slice.
    pub(crate) fn do_jobs(&self, deadline_ms: f64) {
        let jobs = self.spare();
        loop {
            // A slice may add or forget jobs.
            let Some((key, mut slice)) = jobs.0.borrow_mut().pop_front() else {
                return;
            };
            let is_done = slice();
            let mut jobs = jobs.0.borrow_mut();
            let is_replaced = jobs.iter().any(|(other, _)| *other == key);
            if !is_done && !is_replaced {
                jobs.push_back((key, slice));
            }
            drop(jobs);
            if dom::now_ms() >= deadline_ms {
                return;
            }
        }
    }
}
