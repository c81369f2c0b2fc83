//! An append-only list in reference-counted chunks, so that keyframes share history.

use std::sync::Arc;

const CHUNK: usize = 256;

#[derive(Clone, Debug)]
pub(crate) struct SharedLog<T> {
    chunks: Vec<Arc<Vec<T>>>,
    /// Fewer than [`CHUNK`] items.
    tail: Vec<T>,
}

impl<T> Default for SharedLog<T> {
    fn default() -> Self {
        Self {
            chunks: Vec::new(),
            tail: Vec::new(),
        }
    }
}

impl<T> SharedLog<T> {
    pub(crate) fn push(&mut self, item: T) {
        self.tail.push(item);
        if self.tail.len() == CHUNK {
            self.chunks.push(Arc::new(std::mem::take(&mut self.tail)));
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.chunks.len() * CHUNK + self.tail.len()
    }

    pub(crate) fn get(&self, index: usize) -> Option<&T> {
        match self.chunks.get(index / CHUNK) {
            Some(chunk) => chunk.get(index % CHUNK),
            None => self.tail.get(index - self.chunks.len() * CHUNK),
        }
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.chunks
            .iter()
            .flat_map(|chunk| chunk.iter())
            .chain(&self.tail)
    }

    /// Items from the first one that is not `before`, for lists sorted that way.
    pub(crate) fn since(&self, before: impl Fn(&T) -> bool) -> impl Iterator<Item = &T> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.get(middle).is_some_and(&before) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        (low..self.len()).filter_map(|index| self.get(index))
    }

    /// Memory of this list alone; shared chunks count as pointers.
    pub(crate) fn own_bytes(&self) -> usize {
        self.chunks.len() * size_of::<Arc<Vec<T>>>() + self.tail.len() * size_of::<T>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_share_full_chunks_and_diverge_in_the_tail() {
        let mut log = SharedLog::default();
        (0..1_000).for_each(|n| log.push(n));
        let mut copy = log.clone();
        copy.push(1_000);
        assert_eq!((log.len(), copy.len()), (1_000, 1_001));
        assert!(Arc::ptr_eq(&log.chunks[2], &copy.chunks[2]));
        assert!(copy.iter().copied().eq(0..1_001));
        assert_eq!(copy.get(777), Some(&777));
        assert_eq!(
            log.since(|n| *n < 997).copied().collect::<Vec<_>>(),
            [997, 998, 999]
        );
    }
}
