#include <event2/event.h>
#include <stdlib.h>

#include "ProgramSupport.h"
#include "Workloads.h"

static void ignore(evutil_socket_t descriptor, short events, void *context) {
  (void)descriptor;
  (void)events;
  (void)context;
}

// An event's own interest is fixed while it is pending. So a descriptor has two events, one for each
// direction, as libevent's own bufferevents have them; the second is added and deleted. libevent tells the
// kernel at the call.
void masks(uint64_t count, uint64_t changes) {
  struct event_base *base = event_base_new();
  if (base == NULL) support_fail("event_base_new");
  struct event **writable = calloc(count, sizeof(struct event *));
  if (writable == NULL) support_fail("calloc");
  for (uint64_t index = 0; index < count; index++) {
    int descriptor = support_open_full();
    struct event *readable = event_new(base, descriptor, EV_READ | EV_PERSIST, ignore, NULL);
    if (readable == NULL || event_add(readable, NULL) != 0) support_fail("event_add");
    writable[index] = event_new(base, descriptor, EV_WRITE | EV_PERSIST, ignore, NULL);
    if (writable[index] == NULL) support_fail("event_new");
  }
  int is_added = 0;
  uint64_t done = 0;
  uint64_t start = support_now();
  for (; done < changes; done += count) {
    for (uint64_t index = 0; index < count; index++) {
      int result = is_added ? event_del(writable[index]) : event_add(writable[index], NULL);
      if (result != 0) support_fail(is_added ? "event_del" : "event_add");
    }
    is_added = !is_added;
  }
  support_report("change", done, support_now() - start);
}
