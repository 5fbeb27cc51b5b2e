#include "loop.h"

#include <stdlib.h>
#include <unistd.h>

#include "ProgramSupport.h"

struct loop loop;

void loop_open(struct loop *loop) {
  loop->instance = epoll_create1(EPOLL_CLOEXEC);
  if (loop->instance < 0) support_fail("epoll_create1");
#ifdef UNCHECKED
  loop_grow(loop, (int)sysconf(_SC_OPEN_MAX) - 1);
#else
  loop_grow(loop, 15);
#endif
}

void loop_grow(struct loop *loop, int descriptor) {
  uint32_t capacity = loop->capacity ? loop->capacity : 16;
  while (capacity <= (uint32_t)descriptor) capacity *= 2;
  loop->slots = realloc(loop->slots, capacity * sizeof *loop->slots);
  if (loop->slots == NULL) support_fail("realloc");
  for (uint32_t index = loop->capacity; index < capacity; index++) {
    loop->slots[index] = (struct slot){0};
#ifndef UNCHECKED
    loop->slots[index].data = index;
#endif
  }
  loop->capacity = capacity;
}
