#include <ev.h>
#include <stdlib.h>

#include "ProgramSupport.h"
#include "Workloads.h"

static void ignore(struct ev_loop *loop, ev_io *watcher, int events) {
  (void)loop;
  (void)watcher;
  (void)events;
}

// The watchers are in one block: an application has them within its own objects.
void memory_registrations(uint64_t count) {
  struct ev_loop *loop = ev_loop_new(EVBACKEND_EPOLL);
  if (loop == NULL) support_fail("ev_loop_new");
  uint64_t before = support_heap();
  ev_io *watchers = calloc(count, sizeof *watchers);
  if (watchers == NULL) support_fail("calloc");
  for (uint64_t index = 0; index < count; index++) {
    ev_io_init(&watchers[index], ignore, support_open_eventfd(0), EV_READ);
    ev_io_start(loop, &watchers[index]);
  }
  ev_run(loop, EVRUN_NOWAIT);
  support_report("registration", count, support_heap() - before);
}
