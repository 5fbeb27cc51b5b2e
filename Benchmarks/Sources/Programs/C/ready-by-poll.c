#include <poll.h>
#include <stdlib.h>

#include "ProgramSupport.h"
#include "Workloads.h"

// With each call the kernel looks at every descriptor, and so does the program.
void ready_by_poll(uint64_t ready, uint64_t registered, uint64_t events) {
  struct pollfd *watched = calloc(registered, sizeof *watched);
  if (watched == NULL) support_fail("calloc");
  for (uint64_t index = 0; index < registered; index++) {
    watched[index].fd = support_open_spread(index, ready, registered);
    watched[index].events = POLLIN;
  }
  uint64_t handled = 0;
  uint64_t start = support_now();
  while (handled < events) {
    int left = poll(watched, registered, -1);
    if (left < 0) support_fail("poll");
    for (const struct pollfd *next = watched; left > 0; next++) {
      if (next->revents == 0) continue;
      left--;
      handled++;
    }
  }
  support_report("event", handled, support_now() - start);
}
