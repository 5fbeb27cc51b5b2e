#include "ProgramSupport.h"
#include "Workloads.h"
#include "loop.h"

static void count_up(void *context, uint32_t events) {
  (void)events;
  *(uint64_t *)context += 1;
}

void ready(uint64_t ready, uint64_t registered, uint64_t events) {
  loop_open(&loop);
  static uint64_t handled;
  for (uint64_t index = 0; index < registered; index++) {
    int descriptor = support_open_spread(index, ready, registered);
    if (loop_add(&loop, descriptor, EPOLLIN, count_up, &handled) != 0) support_fail("EPOLL_CTL_ADD");
  }
  uint64_t start = support_now();
  while (handled < events) {
    if (loop_turn(&loop, -1) < 0) support_fail("epoll_wait");
  }
  support_report("event", handled, support_now() - start);
}
