#include <event2/event.h>

#include "ProgramSupport.h"
#include "Workloads.h"

static struct event_base *base;
static uint64_t handled;
static uint64_t wanted;

static void count_up(evutil_socket_t descriptor, short events, void *context) {
  (void)descriptor;
  (void)events;
  (void)context;
  if (++handled == wanted) event_base_loopbreak(base);
}

void ready(uint64_t ready, uint64_t registered, uint64_t events) {
  base = event_base_new();
  if (base == NULL) support_fail("event_base_new");
  for (uint64_t index = 0; index < registered; index++) {
    int descriptor = support_open_spread(index, ready, registered);
    struct event *event = event_new(base, descriptor, EV_READ | EV_PERSIST, count_up, NULL);
    if (event == NULL || event_add(event, NULL) != 0) support_fail("event_add");
  }
  wanted = events;
  uint64_t start = support_now();
  event_base_dispatch(base);
  support_report("event", handled, support_now() - start);
}
