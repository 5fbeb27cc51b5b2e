#include <stdlib.h>

#include "ProgramSupport.h"
#include "Workloads.h"
#include "timer-heap.h"

static void ignore(struct timer *timer) { (void)timer; }

// The timers are in one block: an application has them within its own objects.
void memory_timers(uint64_t count) {
  static struct timer_heap heap;
  timer_heap_open(&heap);
  uint64_t before = support_heap();
  struct timer *timers = calloc(count, sizeof *timers);
  if (timers == NULL) support_fail("calloc");
  for (uint64_t index = 0; index < count; index++) {
    timers[index].callback = ignore;
    timer_start(&heap, &timers[index], 1000000000000 + index);
  }
  support_report("timer", count, support_heap() - before);
}
