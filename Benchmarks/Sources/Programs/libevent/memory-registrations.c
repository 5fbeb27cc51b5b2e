#include <event2/event.h>

#include "ProgramSupport.h"
#include "Workloads.h"

static void ignore(evutil_socket_t descriptor, short events, void *context) {
  (void)descriptor;
  (void)events;
  (void)context;
}

// Each event is in a block of its own: libevent advises against knowing its size.
void memory_registrations(uint64_t count) {
  struct event_base *base = event_base_new();
  if (base == NULL) support_fail("event_base_new");
  uint64_t before = support_heap();
  for (uint64_t index = 0; index < count; index++) {
    struct event *event = event_new(base, support_open_eventfd(0), EV_READ | EV_PERSIST, ignore, NULL);
    if (event == NULL || event_add(event, NULL) != 0) support_fail("event_add");
  }
  support_report("registration", count, support_heap() - before);
}
