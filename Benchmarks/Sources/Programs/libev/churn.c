#include <ev.h>
#include <stdlib.h>

#include "ProgramSupport.h"
#include "Workloads.h"

static void ignore(struct ev_loop *loop, ev_io *watcher, int events) {
  (void)loop;
  (void)watcher;
  (void)events;
}

// libev tells the kernel of a new watcher in its next turn: one turn for all of them. It does not tell the
// kernel of a stopped one, unless that is reported later, and so does less than the others.
void churn(uint64_t count, uint64_t pairs) {
  struct ev_loop *loop = ev_loop_new(EVBACKEND_EPOLL);
  if (loop == NULL) support_fail("ev_loop_new");
  ev_io *watchers = calloc(count, sizeof *watchers);
  if (watchers == NULL) support_fail("calloc");
  for (uint64_t index = 0; index < count; index++) {
    ev_io_init(&watchers[index], ignore, support_open_eventfd(0), EV_READ);
  }
  uint64_t done = 0;
  uint64_t start = support_now();
  for (; done < pairs; done += count) {
    for (uint64_t index = 0; index < count; index++) {
      ev_io_start(loop, &watchers[index]);
    }
    ev_run(loop, EVRUN_NOWAIT);
    for (uint64_t index = 0; index < count; index++) {
      ev_io_stop(loop, &watchers[index]);
    }
  }
  support_report("pair", done, support_now() - start);
}
