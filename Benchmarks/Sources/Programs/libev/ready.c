#include <ev.h>
#include <stdlib.h>

#include "ProgramSupport.h"
#include "Workloads.h"

static uint64_t handled;
static uint64_t wanted;

static void count_up(struct ev_loop *loop, ev_io *watcher, int events) {
  (void)watcher;
  (void)events;
  if (++handled == wanted) ev_break(loop, EVBREAK_ALL);
}

void ready(uint64_t ready, uint64_t registered, uint64_t events) {
  struct ev_loop *loop = ev_loop_new(EVBACKEND_EPOLL);
  if (loop == NULL) support_fail("ev_loop_new");
  ev_io *watchers = calloc(registered, sizeof *watchers);
  if (watchers == NULL) support_fail("calloc");
  for (uint64_t index = 0; index < registered; index++) {
    ev_io_init(&watchers[index], count_up, support_open_spread(index, ready, registered), EV_READ);
    ev_io_start(loop, &watchers[index]);
  }
  wanted = events;
  uint64_t start = support_now();
  ev_run(loop, 0);
  support_report("event", handled, support_now() - start);
}
