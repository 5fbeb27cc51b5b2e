#include <stdlib.h>

#include "ProgramSupport.h"
#include "Workloads.h"
#include "loop.h"

struct connection {
  int descriptor;
};

static void bounce(void *context, uint32_t events) {
  (void)events;
  const struct connection *connection = context;
  support_bounce(connection->descriptor);
}

void ping_pong(uint64_t pairs, uint64_t active, uint64_t events) {
  loop_open(&loop);
  struct connection *connections = calloc(2 * pairs, sizeof *connections);
  if (connections == NULL) support_fail("calloc");
  for (uint64_t pair = 0; pair < pairs; pair++) {
    int ends[2];
    support_open_pair(ends);
    for (int end = 0; end < 2; end++) {
      struct connection *connection = &connections[2 * pair + end];
      connection->descriptor = ends[end];
      if (loop_add(&loop, ends[end], EPOLLIN, bounce, connection) != 0) support_fail("EPOLL_CTL_ADD");
    }
    if (pair < active) support_send(ends[0]);
  }
  uint64_t handled = 0;
  uint64_t start = support_now();
  while (handled < events) {
    int count = loop_turn(&loop, -1);
    if (count < 0) support_fail("epoll_wait");
    handled += (uint64_t)count;
  }
  support_report("event", handled, support_now() - start);
}
