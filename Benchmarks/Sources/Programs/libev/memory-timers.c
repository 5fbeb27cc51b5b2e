#include <ev.h>
#include <stdlib.h>

#include "ProgramSupport.h"
#include "Workloads.h"

static void ignore(struct ev_loop *loop, ev_timer *watcher, int events) {
  (void)loop;
  (void)watcher;
  (void)events;
}

// The watchers are in one block: an application has them within its own objects.
void memory_timers(uint64_t count) {
  struct ev_loop *loop = ev_loop_new(EVBACKEND_EPOLL);
  if (loop == NULL) support_fail("ev_loop_new");
  uint64_t before = support_heap();
  ev_timer *watchers = calloc(count, sizeof *watchers);
  if (watchers == NULL) support_fail("calloc");
  for (uint64_t index = 0; index < count; index++) {
    ev_timer_init(&watchers[index], ignore, 1000 + (double)index / 1e6, 0);
    ev_timer_start(loop, &watchers[index]);
  }
  support_report("timer", count, support_heap() - before);
}
