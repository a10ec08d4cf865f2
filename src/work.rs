//! The work that a mail takes, in a unit that no clock or machine changes: bytes looked at for the ends of lines, and
//! lines, files and mails compared or gone over again. Only tests count it.

#[cfg(not(test))]
#[inline]
pub(crate) fn add(_: usize) {}

#[cfg(test)]
pub(crate) use counted::{add, during};

#[cfg(test)]
mod counted {
    use std::cell::Cell;

    thread_local! {
        static DONE: Cell<usize> = const { Cell::new(0) };
    }

    pub(crate) fn add(work: usize) {
        DONE.set(DONE.get() + work);
    }

    /// How much this thread does while it does something.
    pub(crate) fn during(work: impl FnOnce()) -> usize {
        DONE.set(0);
        work();
        DONE.take()
    }
}
