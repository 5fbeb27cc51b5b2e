// A loop as a careful C programmer writes it for one program: a table of slots, found by descriptor.
#ifndef LOOP_H
#define LOOP_H

#include <stdint.h>
#include <sys/epoll.h>

struct slot {
  void (*callback)(void *context, uint32_t events);
  void *context;
};

struct loop {
  int instance;
  struct slot *slots;  // by descriptor, as many as the process may hold
  struct epoll_event events[256];
};

extern struct loop loop;

void loop_open(void);

static inline int loop_add(int descriptor, uint32_t events, struct slot slot) {
  struct epoll_event event = {.events = events, .data = {.fd = descriptor}};
  if (epoll_ctl(loop.instance, EPOLL_CTL_ADD, descriptor, &event) != 0) return -1;
  loop.slots[descriptor] = slot;
  return 0;
}

static inline int loop_remove(int descriptor) {
  loop.slots[descriptor] = (struct slot){0};
  return epoll_ctl(loop.instance, EPOLL_CTL_DEL, descriptor, 0);
}

// Waits once and calls back for each event; returns their number.
static inline int loop_turn(void) {
  int count = epoll_wait(loop.instance, loop.events, 256, -1);
  for (int index = 0; index < count; index++) {
    const struct epoll_event *event = &loop.events[index];
    const struct slot *slot = &loop.slots[event->data.fd];
    slot->callback(slot->context, event->events);
  }
  return count;
}

#endif
