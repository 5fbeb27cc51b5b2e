#include <event2/event.h>
#include <event2/thread.h>
#include <pthread.h>

#include "ProgramSupport.h"
#include "Workloads.h"

struct side {
  struct event_base *base;
  struct event *waker;
  struct side *other;
  uint64_t left;
};

static void answer(evutil_socket_t descriptor, short events, void *context) {
  (void)descriptor;
  (void)events;
  struct side *side = context;
  side->left--;
  event_active(side->other->waker, EV_READ, 0);
  if (side->left == 0) event_base_loopbreak(side->base);
}

// Also without an event that is pending: the waker is only ever made active.
static void *run(void *context) {
  event_base_loop(((struct side *)context)->base, EVLOOP_NO_EXIT_ON_EMPTY);
  return NULL;
}

void wake_round_trip(uint64_t count) {
  if (evthread_use_pthreads() != 0) support_fail("evthread_use_pthreads");
  static struct side sides[2];
  for (int index = 0; index < 2; index++) {
    struct side *side = &sides[index];
    side->other = &sides[1 - index];
    side->left = count;
    side->base = event_base_new();
    if (side->base == NULL) support_fail("event_base_new");
    side->waker = event_new(side->base, -1, 0, answer, side);
    if (side->waker == NULL) support_fail("event_new");
  }
  pthread_t thread;
  if (pthread_create(&thread, NULL, run, &sides[1]) != 0) support_fail("pthread_create");
  uint64_t start = support_now();
  event_active(sides[1].waker, EV_READ, 0);
  run(&sides[0]);
  support_report("round-trip", count, support_now() - start);
  pthread_join(thread, NULL);
}
