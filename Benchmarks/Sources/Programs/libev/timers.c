#include <ev.h>
#include <stdlib.h>

#include "ProgramSupport.h"
#include "Timers.h"
#include "Workloads.h"

struct timer {
  ev_timer watcher;
  uint64_t number;
};

static uint64_t fired;

static void fire(struct ev_loop *loop, ev_timer *watcher, int events) {
  (void)loop;
  (void)events;
  fired += ((const struct timer *)watcher)->number;
}

void timers(uint64_t count, uint64_t cycles) {
  struct ev_loop *loop = ev_loop_new(EVBACKEND_EPOLL);
  if (loop == NULL) support_fail("ev_loop_new");
  struct timer *timers = calloc(count, sizeof *timers);
  if (timers == NULL) support_fail("calloc");
  for (uint64_t index = 0; index < count; index++) {
    timers[index].number = index;
  }
  uint64_t *spans = support_spans(count);
  uint32_t *cancelled = support_every_second(count);
  struct support_timers times = {0};
  for (uint64_t cycle = 0; cycle <= cycles; cycle++) {
    for (uint64_t index = 0; index < count; index++) {
      ev_timer_init(&timers[index].watcher, fire, (double)spans[index] / 1e9, 0);
    }
    ev_now_update(loop);
    support_timers_begin(&times, cycle);
    for (uint64_t index = 0; index < count; index++) {
      ev_timer_start(loop, &timers[index].watcher);
    }
    support_timers_started(&times);
    for (uint64_t index = 0; index < count / 2; index++) {
      ev_timer_stop(loop, &timers[cancelled[index]].watcher);
    }
    support_timers_cancelled(&times);
    ev_run(loop, 0);
    support_timers_fired(&times);
  }
  support_timers_check(fired, count, cycles);
  support_timers_report(&times, count, cycles);
}
