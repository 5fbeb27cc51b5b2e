#include <uv.h>

#include "ProgramSupport.h"
#include "Storm.h"
#include "Workloads.h"

static void look(uv_async_t *waker) {
  if (support_storm_is_over()) uv_stop(waker->loop);
}

static void wake(void *waker) { uv_async_send(waker); }

void wake_storm(uint64_t threads, uint64_t wakes) {
  uv_loop_t loop;
  uv_async_t waker;
  if (uv_loop_init(&loop) != 0) support_fail("uv_loop_init");
  if (uv_async_init(&loop, &waker, look) != 0) support_fail("uv_async_init");
  support_storm_start(threads, wakes, wake, &waker);
  uv_run(&loop, UV_RUN_DEFAULT);
  support_storm_report();
}
