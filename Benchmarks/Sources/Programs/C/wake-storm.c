#include "ProgramSupport.h"
#include "Storm.h"
#include "Workloads.h"
#include "waker.h"

static struct waker waker;
static int is_over;

static void look(void *context, uint32_t events) {
  (void)context;
  (void)events;
  is_over = support_storm_is_over();
}

static void wake(void *context) { waker_wake(context); }

void wake_storm(uint64_t threads, uint64_t wakes) {
  loop_open(&loop);
  waker_open(&waker, &loop, look, NULL);
  support_storm_start(threads, wakes, wake, &waker);
  while (!is_over) {
    if (loop_turn(&loop, -1) < 0) support_fail("epoll_wait");
  }
  support_storm_report();
}
