#include <event2/event.h>

#include "ProgramSupport.h"
#include "Workloads.h"

static void ignore(evutil_socket_t descriptor, short events, void *context) {
  (void)descriptor;
  (void)events;
  (void)context;
}

// Each event is in a block of its own: libevent advises against knowing its size.
void memory_timers(uint64_t count) {
  struct event_base *base = event_base_new();
  if (base == NULL) support_fail("event_base_new");
  uint64_t before = support_heap();
  for (uint64_t index = 0; index < count; index++) {
    struct event *event = evtimer_new(base, ignore, NULL);
    struct timeval span = {.tv_sec = 1000, .tv_usec = (suseconds_t)(index % 1000000)};
    if (event == NULL || event_add(event, &span) != 0) support_fail("event_add");
  }
  support_report("timer", count, support_heap() - before);
}
