#include <stdlib.h>
#include <uv.h>

#include "ProgramSupport.h"
#include "Workloads.h"

struct connection {
  uv_poll_t watcher;
  int descriptor;
};

static uint64_t handled;
static uint64_t wanted;

static void bounce(uv_poll_t *watcher, int status, int events) {
  (void)events;
  if (status < 0) support_fail(uv_strerror(status));
  const struct connection *connection = (const struct connection *)watcher;
  support_bounce(connection->descriptor);
  if (++handled == wanted) uv_stop(watcher->loop);
}

void ping_pong(uint64_t pairs, uint64_t active, uint64_t events) {
  uv_loop_t loop;
  if (uv_loop_init(&loop) != 0) support_fail("uv_loop_init");
  struct connection *connections = calloc(2 * pairs, sizeof *connections);
  if (connections == NULL) support_fail("calloc");
  for (uint64_t pair = 0; pair < pairs; pair++) {
    int ends[2];
    support_open_pair(ends);
    for (int end = 0; end < 2; end++) {
      struct connection *connection = &connections[2 * pair + end];
      connection->descriptor = ends[end];
      if (uv_poll_init(&loop, &connection->watcher, ends[end]) != 0) support_fail("uv_poll_init");
      if (uv_poll_start(&connection->watcher, UV_READABLE, bounce) != 0) support_fail("uv_poll_start");
    }
    if (pair < active) support_send(ends[0]);
  }
  wanted = events;
  uint64_t start = support_now();
  uv_run(&loop, UV_RUN_DEFAULT);
  support_report("event", handled, support_now() - start);
}
