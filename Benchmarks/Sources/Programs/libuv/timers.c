#include <stdlib.h>
#include <uv.h>

#include "ProgramSupport.h"
#include "Timers.h"
#include "Workloads.h"

struct timer {
  uv_timer_t watcher;
  uint64_t number;
};

static uint64_t fired;

static void fire(uv_timer_t *watcher) { fired += ((const struct timer *)watcher)->number; }

void timers(uint64_t count, uint64_t cycles) {
  uv_loop_t loop;
  if (uv_loop_init(&loop) != 0) support_fail("uv_loop_init");
  struct timer *timers = calloc(count, sizeof *timers);
  if (timers == NULL) support_fail("calloc");
  for (uint64_t index = 0; index < count; index++) {
    uv_timer_init(&loop, &timers[index].watcher);
    timers[index].number = index;
  }
  uint64_t *spans = support_spans(count);
  uint32_t *cancelled = support_every_second(count);
  struct support_timers times = {0};
  for (uint64_t cycle = 0; cycle <= cycles; cycle++) {
    uv_update_time(&loop);
    support_timers_begin(&times, cycle);
    for (uint64_t index = 0; index < count; index++) {
      uv_timer_start(&timers[index].watcher, fire, spans[index] / 1000000, 0);
    }
    support_timers_started(&times);
    for (uint64_t index = 0; index < count / 2; index++) {
      uv_timer_stop(&timers[cancelled[index]].watcher);
    }
    support_timers_cancelled(&times);
    uv_run(&loop, UV_RUN_DEFAULT);
    support_timers_fired(&times);
  }
  support_timers_check(fired, count, cycles);
  support_timers_report(&times, count, cycles);
}
