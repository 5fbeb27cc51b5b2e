#include <stdlib.h>
#include <uv.h>

#include "ProgramSupport.h"
#include "Workloads.h"

static void ignore(uv_poll_t *watcher, int status, int events) {
  (void)watcher;
  (void)status;
  (void)events;
}

// libuv tells the kernel of a new watcher in its next turn: one turn for all of them.
void churn(uint64_t count, uint64_t pairs) {
  uv_loop_t loop;
  if (uv_loop_init(&loop) != 0) support_fail("uv_loop_init");
  uv_poll_t *watchers = calloc(count, sizeof *watchers);
  if (watchers == NULL) support_fail("calloc");
  for (uint64_t index = 0; index < count; index++) {
    if (uv_poll_init(&loop, &watchers[index], support_open_eventfd(0)) != 0) support_fail("uv_poll_init");
  }
  uint64_t done = 0;
  uint64_t start = support_now();
  for (; done < pairs; done += count) {
    for (uint64_t index = 0; index < count; index++) {
      if (uv_poll_start(&watchers[index], UV_READABLE, ignore) != 0) support_fail("uv_poll_start");
    }
    uv_run(&loop, UV_RUN_NOWAIT);
    for (uint64_t index = 0; index < count; index++) {
      if (uv_poll_stop(&watchers[index]) != 0) support_fail("uv_poll_stop");
    }
  }
  support_report("pair", done, support_now() - start);
}
