#include <stdlib.h>

#include "ProgramSupport.h"
#include "Workloads.h"
#include "loop.h"

static void ignore(void *context, uint32_t events) {
  (void)context;
  (void)events;
}

void churn(uint64_t count, uint64_t pairs) {
  loop_open(&loop);
  int *descriptors = calloc(count, sizeof *descriptors);
  if (descriptors == NULL) support_fail("calloc");
  for (uint64_t index = 0; index < count; index++) {
    descriptors[index] = support_open_eventfd(0);
  }
  uint64_t done = 0;
  uint64_t start = support_now();
  for (; done < pairs; done += count) {
    for (uint64_t index = 0; index < count; index++) {
      int descriptor = descriptors[index];
      int result = loop_add(&loop, descriptor, EPOLLIN, ignore, &descriptors[index]);
      if (result != 0) support_fail("EPOLL_CTL_ADD");
    }
    for (uint64_t index = 0; index < count; index++) {
      if (loop_remove(&loop, descriptors[index]) != 0) support_fail("EPOLL_CTL_DEL");
    }
  }
  support_report("pair", done, support_now() - start);
}
