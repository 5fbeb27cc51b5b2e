#include <stdlib.h>

#include "ProgramSupport.h"
#include "Workloads.h"
#include "loop.h"

static void ignore(void *context, uint32_t events) {
  (void)context;
  (void)events;
}

void memory_registrations(uint64_t count) {
  loop_open(&loop);
  uint64_t before = support_heap();
  for (uint64_t index = 0; index < count; index++) {
    if (loop_add(&loop, support_open_eventfd(0), EPOLLIN, ignore, NULL) != 0) support_fail("EPOLL_CTL_ADD");
  }
  support_report("registration", count, support_heap() - before);
}
