#include <stdlib.h>
#include <uv.h>

#include "ProgramSupport.h"
#include "Workloads.h"

static void ignore(uv_timer_t *watcher) { (void)watcher; }

// The handles are in one block: an application has them within its own objects.
void memory_timers(uint64_t count) {
  uv_loop_t loop;
  if (uv_loop_init(&loop) != 0) support_fail("uv_loop_init");
  uint64_t before = support_heap();
  uv_timer_t *watchers = calloc(count, sizeof *watchers);
  if (watchers == NULL) support_fail("calloc");
  for (uint64_t index = 0; index < count; index++) {
    uv_timer_init(&loop, &watchers[index]);
    uv_timer_start(&watchers[index], ignore, 1000000 + index, 0);
  }
  support_report("timer", count, support_heap() - before);
}
