#include <pthread.h>

#include "ProgramSupport.h"
#include "Workloads.h"
#include "waker.h"

struct side {
  struct loop loop;
  struct waker waker;
  struct side *other;
  uint64_t left;
};

static void answer(void *context, uint32_t events) {
  (void)events;
  struct side *side = context;
  side->left--;
  waker_wake(&side->other->waker);
}

static void *run(void *context) {
  struct side *side = context;
  while (side->left > 0) {
    if (loop_turn(&side->loop, -1) < 0) support_fail("epoll_wait");
  }
  return NULL;
}

void wake_round_trip(uint64_t count) {
  static struct side sides[2];
  for (int index = 0; index < 2; index++) {
    struct side *side = &sides[index];
    side->other = &sides[1 - index];
    side->left = count;
    loop_open(&side->loop);
    waker_open(&side->waker, &side->loop, answer, side);
  }
  pthread_t thread;
  if (pthread_create(&thread, NULL, run, &sides[1]) != 0) support_fail("pthread_create");
  uint64_t start = support_now();
  waker_wake(&sides[1].waker);
  run(&sides[0]);
  support_report("round-trip", count, support_now() - start);
  pthread_join(thread, NULL);
}
