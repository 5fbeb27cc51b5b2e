#include "timer-heap.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "ProgramSupport.h"

void timer_heap_open(struct timer_heap *heap) {
  *heap = (struct timer_heap){.end = TIMER_HEAP_ROOT};
  timer_heap_grow(heap);
}

void timer_heap_grow(struct timer_heap *heap) {
  uint32_t capacity = heap->capacity ? 2 * heap->capacity : 16;
  struct entry *entries = aligned_alloc(64, capacity * sizeof *entries);
  if (entries == NULL) support_fail("aligned_alloc");
  if (heap->capacity) memcpy(entries, heap->entries, heap->capacity * sizeof *entries);
  for (uint32_t place = heap->capacity; place < capacity; place++) {
    entries[place] = (struct entry){.deadline = UINT64_MAX};
  }
  free(heap->entries);
  heap->entries = entries;
  heap->capacity = capacity;
}

int timer_heap_timeout(const struct timer_heap *heap) {
  if (heap->end == TIMER_HEAP_ROOT) return -1;
  uint64_t deadline = heap->entries[TIMER_HEAP_ROOT].deadline;
  uint64_t now = support_now();
  if (deadline <= now) return 0;
  uint64_t milliseconds = (deadline - now + 999999) / 1000000;
  return milliseconds < INT_MAX ? (int)milliseconds : INT_MAX;
}

void timer_heap_fire(struct timer_heap *heap) {
  uint64_t now = support_now();
  while (heap->end > TIMER_HEAP_ROOT && heap->entries[TIMER_HEAP_ROOT].deadline <= now) {
    struct timer *timer = heap->entries[TIMER_HEAP_ROOT].timer;
    timer_stop(heap, timer);
    timer->callback(timer);
  }
}
