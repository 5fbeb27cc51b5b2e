#include <stdlib.h>
#include <uv.h>

#include "ProgramSupport.h"
#include "Workloads.h"

static uint64_t handled;
static uint64_t wanted;

static void count_up(uv_poll_t *watcher, int status, int events) {
  (void)events;
  if (status < 0) support_fail(uv_strerror(status));
  if (++handled == wanted) uv_stop(watcher->loop);
}

void ready(uint64_t ready, uint64_t registered, uint64_t events) {
  uv_loop_t loop;
  if (uv_loop_init(&loop) != 0) support_fail("uv_loop_init");
  uv_poll_t *watchers = calloc(registered, sizeof *watchers);
  if (watchers == NULL) support_fail("calloc");
  for (uint64_t index = 0; index < registered; index++) {
    int descriptor = support_open_spread(index, ready, registered);
    if (uv_poll_init(&loop, &watchers[index], descriptor) != 0) support_fail("uv_poll_init");
    if (uv_poll_start(&watchers[index], UV_READABLE, count_up) != 0) support_fail("uv_poll_start");
  }
  wanted = events;
  uint64_t start = support_now();
  uv_run(&loop, UV_RUN_DEFAULT);
  support_report("event", handled, support_now() - start);
}
