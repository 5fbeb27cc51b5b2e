// A loop as a careful C programmer writes it: a table of slots, found by descriptor.
//
// It does what the loops of this package promise. An event that was collected before its descriptor was
// removed does not reach whoever has the slot by then (epoll(7), "event cache"): a slot counts its owners, and
// an event says whose it is. An event tells only what its slot is still interested in. The table grows, and
// the loop knows how many it watches.
//
// Compiled with UNCHECKED it leaves all that out. Then it is right only for a program that never changes
// another descriptor's watch in a callback, and has a table for all the descriptors there can be.
#ifndef LOOP_H
#define LOOP_H

#include <stdint.h>
#include <sys/epoll.h>

struct slot {
  void (*callback)(void *context, uint32_t events);
  void *context;
#ifndef UNCHECKED
  uint64_t data;      // of the owner's events: the count of owners, then the descriptor
  uint32_t interest;  // with the two that the kernel always reports; 0 without an owner
#endif
};

struct loop {
  int instance;
  uint32_t capacity;
  struct slot *slots;  // by descriptor
  uint64_t watched;
  struct epoll_event events[256];
};

// The loop of all workloads that need but one.
extern struct loop loop;

typedef void loop_callback(void *context, uint32_t events);

void loop_open(struct loop *loop);
void loop_grow(struct loop *loop, int descriptor);

#ifdef UNCHECKED

static inline int loop_add(struct loop *loop, int descriptor, uint32_t events, loop_callback *callback,
                           void *context) {
  struct epoll_event event = {.events = events, .data = {.fd = descriptor}};
  if (epoll_ctl(loop->instance, EPOLL_CTL_ADD, descriptor, &event) != 0) return -1;
  loop->slots[descriptor].callback = callback;
  loop->slots[descriptor].context = context;
  return 0;
}

static inline int loop_remove(struct loop *loop, int descriptor) {
  loop->slots[descriptor] = (struct slot){0};
  return epoll_ctl(loop->instance, EPOLL_CTL_DEL, descriptor, 0);
}

// Waits once, at most so long (-1: without end), and calls back for each event; returns their number.
static inline int loop_turn(struct loop *loop, int milliseconds) {
  int count = epoll_wait(loop->instance, loop->events, 256, milliseconds);
  for (int index = 0; index < count; index++) {
    const struct epoll_event *event = &loop->events[index];
    const struct slot *slot = &loop->slots[event->data.fd];
    slot->callback(slot->context, event->events);
  }
  return count;
}

#else

static inline int loop_add(struct loop *loop, int descriptor, uint32_t events, loop_callback *callback,
                           void *context) {
  if ((uint32_t)descriptor >= loop->capacity) loop_grow(loop, descriptor);
  struct slot *slot = &loop->slots[descriptor];
  struct epoll_event event = {.events = events, .data = {.u64 = slot->data}};
  if (epoll_ctl(loop->instance, EPOLL_CTL_ADD, descriptor, &event) != 0) return -1;
  slot->callback = callback;
  slot->context = context;
  slot->interest = events | EPOLLERR | EPOLLHUP;
  loop->watched++;
  return 0;
}

static inline int loop_remove(struct loop *loop, int descriptor) {
  struct slot *slot = &loop->slots[descriptor];
  if (epoll_ctl(loop->instance, EPOLL_CTL_DEL, descriptor, 0) != 0) return -1;
  slot->data += (uint64_t)1 << 32;
  slot->interest = 0;
  loop->watched--;
  return 0;
}

static inline int loop_modify(struct loop *loop, int descriptor, uint32_t events) {
  struct slot *slot = &loop->slots[descriptor];
  struct epoll_event event = {.events = events, .data = {.u64 = slot->data}};
  if (epoll_ctl(loop->instance, EPOLL_CTL_MOD, descriptor, &event) != 0) return -1;
  slot->interest = events | EPOLLERR | EPOLLHUP;
  return 0;
}

// Waits once, at most so long (-1: without end), and calls back for each event that is still for somebody;
// returns the number of all.
static inline int loop_turn(struct loop *loop, int milliseconds) {
  int count = epoll_wait(loop->instance, loop->events, 256, milliseconds);
  for (int index = 0; index < count; index++) {
    const struct epoll_event *event = &loop->events[index];
    const struct slot *slot = &loop->slots[(uint32_t)event->data.u64];
    uint32_t events = event->events & slot->interest;
    if (slot->data != event->data.u64 || events == 0) continue;
    slot->callback(slot->context, events);
  }
  return count;
}

#endif

#endif
