#include <stdlib.h>
#include <uv.h>

#include "ProgramSupport.h"
#include "Workloads.h"

static void ignore(uv_poll_t *watcher, int status, int events) {
  (void)watcher;
  (void)status;
  (void)events;
}

// The handles are in one block: an application has them within its own objects.
void memory_registrations(uint64_t count) {
  uv_loop_t loop;
  if (uv_loop_init(&loop) != 0) support_fail("uv_loop_init");
  uint64_t before = support_heap();
  uv_poll_t *watchers = calloc(count, sizeof *watchers);
  if (watchers == NULL) support_fail("calloc");
  for (uint64_t index = 0; index < count; index++) {
    if (uv_poll_init(&loop, &watchers[index], support_open_eventfd(0)) != 0) support_fail("uv_poll_init");
    if (uv_poll_start(&watchers[index], UV_READABLE, ignore) != 0) support_fail("uv_poll_start");
  }
  uv_run(&loop, UV_RUN_NOWAIT);
  support_report("registration", count, support_heap() - before);
}
