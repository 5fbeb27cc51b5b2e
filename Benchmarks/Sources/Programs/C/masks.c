#include <stdlib.h>

#include "ProgramSupport.h"
#include "Workloads.h"
#include "loop.h"

static void ignore(void *context, uint32_t events) {
  (void)context;
  (void)events;
}

void masks(uint64_t count, uint64_t changes) {
  loop_open(&loop);
  int *descriptors = calloc(count, sizeof *descriptors);
  if (descriptors == NULL) support_fail("calloc");
  for (uint64_t index = 0; index < count; index++) {
    descriptors[index] = support_open_full();
    int result = loop_add(&loop, descriptors[index], EPOLLIN, ignore, &descriptors[index]);
    if (result != 0) support_fail("EPOLL_CTL_ADD");
  }
  uint32_t interest = EPOLLIN;
  uint64_t done = 0;
  uint64_t start = support_now();
  for (; done < changes; done += count) {
    interest ^= EPOLLOUT;
    for (uint64_t index = 0; index < count; index++) {
      if (loop_modify(&loop, descriptors[index], interest) != 0) support_fail("EPOLL_CTL_MOD");
    }
  }
  support_report("change", done, support_now() - start);
}
