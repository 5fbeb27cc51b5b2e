#include <event2/event.h>

#include "ProgramSupport.h"
#include "Workloads.h"

static struct event_base *base;
static uint64_t handled;
static uint64_t wanted;

static void bounce(evutil_socket_t descriptor, short events, void *context) {
  (void)events;
  (void)context;
  support_bounce(descriptor);
  if (++handled == wanted) event_base_loopbreak(base);
}

void ping_pong(uint64_t pairs, uint64_t active, uint64_t events) {
  base = event_base_new();
  if (base == NULL) support_fail("event_base_new");
  for (uint64_t pair = 0; pair < pairs; pair++) {
    int ends[2];
    support_open_pair(ends);
    for (int end = 0; end < 2; end++) {
      struct event *event = event_new(base, ends[end], EV_READ | EV_PERSIST, bounce, NULL);
      if (event == NULL || event_add(event, NULL) != 0) support_fail("event_add");
    }
    if (pair < active) support_send(ends[0]);
  }
  wanted = events;
  uint64_t start = support_now();
  event_base_dispatch(base);
  support_report("event", handled, support_now() - start);
}
