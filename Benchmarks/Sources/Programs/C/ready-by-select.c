#include <sys/select.h>

#include "ProgramSupport.h"
#include "Workloads.h"

// With each call the kernel looks at every descriptor, and so does the program.
void ready_by_select(uint64_t ready, uint64_t registered, uint64_t events) {
  fd_set watched;
  FD_ZERO(&watched);
  int end = 0;
  for (uint64_t index = 0; index < registered; index++) {
    int descriptor = support_open_spread(index, ready, registered);
    if (descriptor >= FD_SETSIZE) support_usage("select takes no descriptor from FD_SETSIZE on");
    FD_SET(descriptor, &watched);
    end = descriptor + 1;
  }
  uint64_t handled = 0;
  uint64_t start = support_now();
  while (handled < events) {
    fd_set reported = watched;
    int left = select(end, &reported, NULL, NULL, NULL);
    if (left < 0) support_fail("select");
    for (int descriptor = 0; left > 0; descriptor++) {
      if (!FD_ISSET(descriptor, &reported)) continue;
      left--;
      handled++;
    }
  }
  support_report("event", handled, support_now() - start);
}
