#include <uv.h>

#include "ProgramSupport.h"
#include "Workloads.h"

struct side {
  uv_loop_t loop;
  uv_async_t waker;
  struct side *other;
  uint64_t left;
};

static void answer(uv_async_t *waker) {
  struct side *side = waker->data;
  side->left--;
  uv_async_send(&side->other->waker);
  if (side->left == 0) uv_stop(&side->loop);
}

static void run(void *side) { uv_run(&((struct side *)side)->loop, UV_RUN_DEFAULT); }

void wake_round_trip(uint64_t count) {
  static struct side sides[2];
  for (int index = 0; index < 2; index++) {
    struct side *side = &sides[index];
    side->other = &sides[1 - index];
    side->left = count;
    side->waker.data = side;
    if (uv_loop_init(&side->loop) != 0) support_fail("uv_loop_init");
    if (uv_async_init(&side->loop, &side->waker, answer) != 0) support_fail("uv_async_init");
  }
  uv_thread_t thread;
  if (uv_thread_create(&thread, run, &sides[1]) != 0) support_fail("uv_thread_create");
  uint64_t start = support_now();
  uv_async_send(&sides[1].waker);
  run(&sides[0]);
  support_report("round-trip", count, support_now() - start);
  uv_thread_join(&thread);
}
