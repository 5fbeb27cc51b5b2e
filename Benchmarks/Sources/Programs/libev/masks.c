#include <ev.h>
#include <stdlib.h>

#include "ProgramSupport.h"
#include "Workloads.h"

static void ignore(struct ev_loop *loop, ev_io *watcher, int events) {
  (void)loop;
  (void)watcher;
  (void)events;
}

// A descriptor has two watchers, one for each direction, of which the first stays: for epoll, libev advises
// to keep one active at all times, and to stop and start watchers without setting them anew. It tells the
// kernel in its next turn: one turn for all of them.
void masks(uint64_t count, uint64_t changes) {
  struct ev_loop *loop = ev_loop_new(EVBACKEND_EPOLL);
  if (loop == NULL) support_fail("ev_loop_new");
  ev_io *readable = calloc(count, sizeof *readable);
  ev_io *writable = calloc(count, sizeof *writable);
  if (readable == NULL || writable == NULL) support_fail("calloc");
  for (uint64_t index = 0; index < count; index++) {
    int descriptor = support_open_full();
    ev_io_init(&readable[index], ignore, descriptor, EV_READ);
    ev_io_init(&writable[index], ignore, descriptor, EV_WRITE);
    ev_io_start(loop, &readable[index]);
  }
  ev_run(loop, EVRUN_NOWAIT);
  int is_started = 0;
  uint64_t done = 0;
  uint64_t start = support_now();
  for (; done < changes; done += count) {
    for (uint64_t index = 0; index < count; index++) {
      if (is_started) {
        ev_io_stop(loop, &writable[index]);
      } else {
        ev_io_start(loop, &writable[index]);
      }
    }
    is_started = !is_started;
    ev_run(loop, EVRUN_NOWAIT);
  }
  support_report("change", done, support_now() - start);
}
