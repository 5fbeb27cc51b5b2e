#include <ev.h>
#include <stdlib.h>

#include "ProgramSupport.h"
#include "Workloads.h"

static uint64_t handled;
static uint64_t wanted;

static void bounce(struct ev_loop *loop, ev_io *watcher, int events) {
  (void)events;
  support_bounce(watcher->fd);
  if (++handled == wanted) ev_break(loop, EVBREAK_ALL);
}

void ping_pong(uint64_t pairs, uint64_t active, uint64_t events) {
  struct ev_loop *loop = ev_loop_new(EVBACKEND_EPOLL);
  if (loop == NULL) support_fail("ev_loop_new");
  ev_io *watchers = calloc(2 * pairs, sizeof *watchers);
  if (watchers == NULL) support_fail("calloc");
  for (uint64_t pair = 0; pair < pairs; pair++) {
    int ends[2];
    support_open_pair(ends);
    for (int end = 0; end < 2; end++) {
      ev_io *watcher = &watchers[2 * pair + end];
      ev_io_init(watcher, bounce, ends[end], EV_READ);
      ev_io_start(loop, watcher);
    }
    if (pair < active) support_send(ends[0]);
  }
  wanted = events;
  uint64_t start = support_now();
  ev_run(loop, 0);
  support_report("event", handled, support_now() - start);
}
