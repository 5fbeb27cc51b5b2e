#include "ProgramSupport.h"
#include "Workloads.h"
#include "loop.h"

static void count_up(void *context, uint32_t events) {
  (void)events;
  *(uint64_t *)context += 1;
}

void ready(uint64_t ready, uint64_t registered, uint64_t events) {
  static uint64_t handled;
  uint64_t opened = 0;
  for (uint64_t index = 0; index < registered; index++) {
    // Evenly spread: the first of every registered/ready.
    int is_ready = index * ready / registered >= opened && opened < ready;
    opened += is_ready;
    int descriptor = support_open_eventfd(is_ready);
    if (loop_add(descriptor, EPOLLIN, count_up, &handled) != 0) support_fail("EPOLL_CTL_ADD");
  }
  uint64_t start = support_now();
  while (handled < events) {
    if (loop_turn() < 0) support_fail("epoll_wait");
  }
  support_report("event", handled, support_now() - start);
}
