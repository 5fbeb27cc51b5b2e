// Waking a loop from any thread: an eventfd, edge-triggered, so that it need not be read, and a flag, so that
// wakes which the loop has not seen yet become one.
#ifndef WAKER_H
#define WAKER_H

#include <stdatomic.h>

#include "loop.h"

struct waker {
  int descriptor;
  atomic_bool is_pending;
  loop_callback *callback;
  void *context;
};

void waker_open(struct waker *waker, struct loop *loop, loop_callback *callback, void *context);

void waker_wake(struct waker *waker);

#endif
