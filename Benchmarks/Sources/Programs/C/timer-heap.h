// Timers as a careful C programmer writes them: a heap in which each entry has four children, which share a
// cache line, and timers that know their place in it, so that one that is cancelled is taken out at once.
#ifndef TIMER_HEAP_H
#define TIMER_HEAP_H

#include <stdint.h>

#include "loop.h"

struct timer {
  void (*callback)(struct timer *timer);
  uint32_t place;  // 0 while the timer is not started
};

struct entry {
  uint64_t deadline;
  struct timer *timer;
};

struct timer_heap {
  struct entry *entries;
  uint32_t end;       // the place behind the last entry
  uint32_t capacity;  // a multiple of 4; the places in between have the greatest deadline
};

// So that every group of children begins at a multiple of 4.
#define TIMER_HEAP_ROOT 3u

void timer_heap_open(struct timer_heap *heap);
void timer_heap_grow(struct timer_heap *heap);

// How long the loop may wait for the next timer, in milliseconds; -1 if there is none.
int timer_heap_timeout(const struct timer_heap *heap);

// Calls back for each timer that is due, the earliest first.
void timer_heap_fire(struct timer_heap *heap);

static inline void timer_heap_put(struct timer_heap *heap, uint32_t place, struct entry entry) {
  heap->entries[place] = entry;
  entry.timer->place = place;
}

static inline void timer_heap_climb(struct timer_heap *heap, uint32_t place, struct entry entry) {
  while (place > TIMER_HEAP_ROOT) {
    uint32_t parent = place / 4 + 2;
    if (heap->entries[parent].deadline <= entry.deadline) break;
    timer_heap_put(heap, place, heap->entries[parent]);
    place = parent;
  }
  timer_heap_put(heap, place, entry);
}

static inline void timer_heap_sink(struct timer_heap *heap, uint32_t place, struct entry entry) {
  for (;;) {
    uint32_t child = 4 * (place - 2);
    if (child >= heap->end) break;
    const struct entry *children = &heap->entries[child];
    uint32_t left = children[1].deadline < children[0].deadline;
    uint32_t right = 2 + (children[3].deadline < children[2].deadline);
    uint32_t least = children[right].deadline < children[left].deadline ? right : left;
    if (children[least].deadline >= entry.deadline) break;
    timer_heap_put(heap, place, children[least]);
    place = child + least;
  }
  timer_heap_put(heap, place, entry);
}

// The timer is not started, and stays where it is until it has fired or is stopped.
static inline void timer_start(struct timer_heap *heap, struct timer *timer, uint64_t deadline) {
  if (heap->end == heap->capacity) timer_heap_grow(heap);
  timer_heap_climb(heap, heap->end++, (struct entry){deadline, timer});
}

// The timer is started.
static inline void timer_stop(struct timer_heap *heap, struct timer *timer) {
  uint32_t place = timer->place;
  timer->place = 0;
  struct entry last = heap->entries[--heap->end];
  heap->entries[heap->end].deadline = UINT64_MAX;
  if (place == heap->end) return;
  if (place > TIMER_HEAP_ROOT && heap->entries[place / 4 + 2].deadline > last.deadline) {
    timer_heap_climb(heap, place, last);
  } else {
    timer_heap_sink(heap, place, last);
  }
}

#endif
