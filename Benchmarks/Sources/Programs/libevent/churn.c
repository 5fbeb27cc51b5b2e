#include <event2/event.h>
#include <stdlib.h>

#include "ProgramSupport.h"
#include "Workloads.h"

static void ignore(evutil_socket_t descriptor, short events, void *context) {
  (void)descriptor;
  (void)events;
  (void)context;
}

// libevent tells the kernel at the call.
void churn(uint64_t count, uint64_t pairs) {
  struct event_base *base = event_base_new();
  if (base == NULL) support_fail("event_base_new");
  struct event **watched = calloc(count, sizeof(struct event *));
  if (watched == NULL) support_fail("calloc");
  for (uint64_t index = 0; index < count; index++) {
    watched[index] = event_new(base, support_open_eventfd(0), EV_READ | EV_PERSIST, ignore, NULL);
    if (watched[index] == NULL) support_fail("event_new");
  }
  uint64_t done = 0;
  uint64_t start = support_now();
  for (; done < pairs; done += count) {
    for (uint64_t index = 0; index < count; index++) {
      if (event_add(watched[index], NULL) != 0) support_fail("event_add");
    }
    for (uint64_t index = 0; index < count; index++) {
      if (event_del(watched[index]) != 0) support_fail("event_del");
    }
  }
  support_report("pair", done, support_now() - start);
}
