#include <event2/event.h>
#include <event2/event_struct.h>
#include <stdlib.h>

#include "ProgramSupport.h"
#include "Timers.h"
#include "Workloads.h"

struct timer {
  struct event event;
  uint64_t number;
};

static uint64_t fired;

struct start {
  struct timer *timers;
  struct timeval *spans;
  uint64_t count;
};

static void fire(evutil_socket_t descriptor, short events, void *context) {
  (void)descriptor;
  (void)events;
  fired += ((const struct timer *)context)->number;
}

// Starts the timers within the loop, where libevent has a cached time; elsewhere it asks the clock for each.
static void start_all(evutil_socket_t descriptor, short events, void *context) {
  (void)descriptor;
  (void)events;
  const struct start *start = context;
  for (uint64_t index = 0; index < start->count; index++) {
    event_add(&start->timers[index].event, &start->spans[index]);
  }
}

void timers(uint64_t count, uint64_t cycles) {
  struct event_base *base = event_base_new();
  struct timer *timers = calloc(count, sizeof *timers);
  struct timeval *intervals = calloc(count, sizeof *intervals);
  if (base == NULL || timers == NULL || intervals == NULL) support_fail("out of memory");
  uint64_t *spans = support_spans(count);
  uint32_t *cancelled = support_every_second(count);
  for (uint64_t index = 0; index < count; index++) {
    evtimer_assign(&timers[index].event, base, fire, &timers[index]);
    timers[index].number = index;
    intervals[index].tv_usec = (suseconds_t)(spans[index] / 1000);
  }
  struct start start = {timers, intervals, count};
  struct event *starter = event_new(base, -1, 0, start_all, &start);
  if (starter == NULL) support_fail("event_new");
  struct support_timers times = {0};
  for (uint64_t cycle = 0; cycle <= cycles; cycle++) {
    event_active(starter, EV_TIMEOUT, 0);
    support_timers_begin(&times, cycle);
    event_base_loop(base, EVLOOP_NONBLOCK | EVLOOP_ONCE);
    support_timers_started(&times);
    for (uint64_t index = 0; index < count / 2; index++) {
      event_del(&timers[cancelled[index]].event);
    }
    support_timers_cancelled(&times);
    event_base_dispatch(base);
    support_timers_fired(&times);
  }
  support_timers_check(fired, count, cycles);
  support_timers_report(&times, count, cycles);
}
