#include "Timers.h"

#include <stdlib.h>

#include "ProgramSupport.h"
#include "Workloads.h"
#include "loop.h"
#include "timer-heap.h"

struct numbered {
  struct timer timer;
  uint64_t number;
};

static struct timer_heap heap;
static uint64_t fired;
static uint64_t left;

static void fire(struct timer *timer) {
  fired += ((const struct numbered *)timer)->number;
  left--;
}

void timers(uint64_t count, uint64_t cycles) {
  loop_open(&loop);
  timer_heap_open(&heap);
  struct numbered *timers = calloc(count, sizeof *timers);
  if (timers == NULL) support_fail("calloc");
  for (uint64_t index = 0; index < count; index++) {
    timers[index] = (struct numbered){.timer = {.callback = fire}, .number = index};
  }
  uint64_t *spans = support_spans(count);
  uint32_t *cancelled = support_every_second(count);
  struct support_timers times = {0};
  for (uint64_t cycle = 0; cycle <= cycles; cycle++) {
    support_timers_begin(&times, cycle);
    uint64_t now = support_now();
    for (uint64_t index = 0; index < count; index++) {
      timer_start(&heap, &timers[index].timer, now + spans[index]);
    }
    support_timers_started(&times);
    for (uint64_t index = 0; index < count / 2; index++) {
      timer_stop(&heap, &timers[cancelled[index]].timer);
    }
    support_timers_cancelled(&times);
    for (left = count - count / 2; left > 0;) {
      if (loop_turn(&loop, timer_heap_timeout(&heap)) < 0) support_fail("epoll_wait");
      timer_heap_fire(&heap);
    }
    support_timers_fired(&times);
  }
  support_timers_check(fired, count, cycles);
  support_timers_report(&times, count, cycles);
}
