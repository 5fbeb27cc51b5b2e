#include "loop.h"

#include <stdlib.h>
#include <unistd.h>

#include "ProgramSupport.h"

struct loop loop;

void loop_open(void) {
  loop.instance = epoll_create1(EPOLL_CLOEXEC);
  if (loop.instance < 0) support_fail("epoll_create1");
  loop.slots = calloc((size_t)sysconf(_SC_OPEN_MAX), sizeof *loop.slots);
  if (loop.slots == NULL) support_fail("calloc");
}
