#include <ev.h>

#include "ProgramSupport.h"
#include "Storm.h"
#include "Workloads.h"

static struct ev_loop *loop;

static void look(struct ev_loop *loop, ev_async *waker, int events) {
  (void)waker;
  (void)events;
  if (support_storm_is_over()) ev_break(loop, EVBREAK_ALL);
}

static void wake(void *waker) { ev_async_send(loop, waker); }

void wake_storm(uint64_t threads, uint64_t wakes) {
  loop = ev_loop_new(EVBACKEND_EPOLL);
  if (loop == NULL) support_fail("ev_loop_new");
  ev_async waker;
  ev_async_init(&waker, look);
  ev_async_start(loop, &waker);
  support_storm_start(threads, wakes, wake, &waker);
  ev_run(loop, 0);
  support_storm_report();
}
