#include <stdlib.h>
#include <uv.h>

#include "ProgramSupport.h"
#include "Workloads.h"

static void ignore(uv_poll_t *watcher, int status, int events) {
  (void)watcher;
  (void)status;
  (void)events;
}

// A watcher is started anew with the events that it is to have; libuv tells the kernel of that in its next
// turn: one turn for all of them.
void masks(uint64_t count, uint64_t changes) {
  uv_loop_t loop;
  if (uv_loop_init(&loop) != 0) support_fail("uv_loop_init");
  uv_poll_t *watchers = calloc(count, sizeof *watchers);
  if (watchers == NULL) support_fail("calloc");
  for (uint64_t index = 0; index < count; index++) {
    if (uv_poll_init(&loop, &watchers[index], support_open_full()) != 0) support_fail("uv_poll_init");
    if (uv_poll_start(&watchers[index], UV_READABLE, ignore) != 0) support_fail("uv_poll_start");
  }
  uv_run(&loop, UV_RUN_NOWAIT);
  int interest = UV_READABLE;
  uint64_t done = 0;
  uint64_t start = support_now();
  for (; done < changes; done += count) {
    interest ^= UV_WRITABLE;
    for (uint64_t index = 0; index < count; index++) {
      if (uv_poll_start(&watchers[index], interest, ignore) != 0) support_fail("uv_poll_start");
    }
    uv_run(&loop, UV_RUN_NOWAIT);
  }
  support_report("change", done, support_now() - start);
}
