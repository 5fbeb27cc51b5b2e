#include <event2/event.h>
#include <event2/thread.h>

#include "ProgramSupport.h"
#include "Storm.h"
#include "Workloads.h"

static void look(evutil_socket_t descriptor, short events, void *base) {
  (void)descriptor;
  (void)events;
  if (support_storm_is_over()) event_base_loopbreak(base);
}

static void wake(void *waker) { event_active(waker, EV_READ, 0); }

void wake_storm(uint64_t threads, uint64_t wakes) {
  if (evthread_use_pthreads() != 0) support_fail("evthread_use_pthreads");
  struct event_base *base = event_base_new();
  if (base == NULL) support_fail("event_base_new");
  struct event *waker = event_new(base, -1, 0, look, base);
  if (waker == NULL) support_fail("event_new");
  support_storm_start(threads, wakes, wake, waker);
  event_base_loop(base, EVLOOP_NO_EXIT_ON_EMPTY);
  support_storm_report();
}
