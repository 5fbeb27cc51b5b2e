extension ModelKernel {
  /// Wakes those in a queue, in its order, until `limit` exclusive ones have taken the wake; 0 is no limit.
  ///
  /// An empty key stands for every condition. Source: `__wake_up_common` in kernel/sched/wait.c.
  mutating func wake(_ queue: Place, key: EventMask, limit: Int = 1) {
    guard !queues[queue].isEmpty else { return }
    if journal != nil {
      let entry = JournalEntry.wake(queue: name(ofQueue: queue), key: key)
      journal?.append(entry)
    }
    var left = limit
    var place = queues[queue].first
    while place != nowhere {
      // A waiter leaves the queue when it is woken.
      let entry = entries[place]
      let took = entry.isWaiter ? wakeWaiter(entry.target) : callBack(entry.target, key)
      if entry.isExclusive {
        if took {
          left -= 1
          if left == 0 {
            if !entry.isWaiter { cover(.exclusiveWakeUsedUp) }
            return spare(entry.next, key)
          }
        } else {
          cover(.exclusiveWakePassedOn)
        }
      }
      place = entry.next
    }
  }

  /// Wakes all, exclusive ones too.
  mutating func wakeAll(_ queue: Place, key: EventMask = .everything) {
    wake(queue, key: key, limit: 0)
  }

  /// Adds an entry: at the head, or at the tail if it is an exclusive item's (`add_wait_queue`,
  /// `add_wait_queue_exclusive`).
  ///
  /// So those who came last are called first. Of threads too, though all of them are exclusive: `ep_poll`
  /// uses `__add_wait_queue_exclusive`, which adds at the head.
  mutating func enqueue(_ queue: Place, _ entry: WaitEntry) -> Place {
    var entry = entry
    entry.queue = queue
    let place: Place
    if entry.isExclusive, !entry.isWaiter {
      entry.previous = queues[queue].last
      place = entries.add(entry)
      if entry.previous == nowhere {
        queues[queue].first = place
      } else {
        cover(.exclusiveWatchQueuedLast)
        entries[entry.previous].next = place
      }
      queues[queue].last = place
    } else {
      entry.next = queues[queue].first
      place = entries.add(entry)
      if entry.next == nowhere {
        queues[queue].last = place
      } else {
        cover(.laterWatchQueuedFirst)
        entries[entry.next].previous = place
      }
      queues[queue].first = place
    }
    return place
  }

  /// Removes an entry from its queue and forgets it.
  mutating func dequeue(_ place: Place) {
    let entry = entries[place]
    if entry.previous == nowhere {
      queues[entry.queue].first = entry.next
    } else {
      entries[entry.previous].next = entry.next
    }
    if entry.next == nowhere {
      queues[entry.queue].last = entry.previous
    } else {
      entries[entry.next].previous = entry.previous
    }
    entries.remove(place)
  }

  /// Makes a queue for an object.
  mutating func makeQueue(
    _ kind: ModelFileKind, _ object: Place, _ role: QueueName.Role = .all
  ) -> Place {
    queues.add(WaitQueue(kind: kind, role: role, object: object))
  }

  /// Whether a queue is empty of everybody (`waitqueue_active`).
  func isWatched(_ queue: Place) -> Bool { !queues[queue].isEmpty }

  func name(ofQueue place: Place) -> QueueName {
    let queue = queues[place]
    return QueueName(
      object: queue.object == nowhere ? nil : Int(queue.object), kind: queue.kind, role: queue.role)
  }
}
