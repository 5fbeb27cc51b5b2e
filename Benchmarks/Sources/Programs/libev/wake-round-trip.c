#include <ev.h>
#include <pthread.h>

#include "ProgramSupport.h"
#include "Workloads.h"

struct side {
  struct ev_loop *loop;
  ev_async waker;
  struct side *other;
  uint64_t left;
};

static void answer(struct ev_loop *loop, ev_async *waker, int events) {
  (void)events;
  struct side *side = waker->data;
  side->left--;
  ev_async_send(side->other->loop, &side->other->waker);
  if (side->left == 0) ev_break(loop, EVBREAK_ALL);
}

static void *run(void *context) {
  ev_run(((struct side *)context)->loop, 0);
  return NULL;
}

void wake_round_trip(uint64_t count) {
  static struct side sides[2];
  for (int index = 0; index < 2; index++) {
    struct side *side = &sides[index];
    side->other = &sides[1 - index];
    side->left = count;
    side->loop = ev_loop_new(EVBACKEND_EPOLL);
    if (side->loop == NULL) support_fail("ev_loop_new");
    ev_async_init(&side->waker, answer);
    side->waker.data = side;
    ev_async_start(side->loop, &side->waker);
  }
  pthread_t thread;
  if (pthread_create(&thread, NULL, run, &sides[1]) != 0) support_fail("pthread_create");
  uint64_t start = support_now();
  ev_async_send(sides[1].loop, &sides[1].waker);
  run(&sides[0]);
  support_report("round-trip", count, support_now() - start);
  pthread_join(thread, NULL);
}
