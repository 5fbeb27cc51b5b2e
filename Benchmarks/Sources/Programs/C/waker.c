#include "waker.h"

#include <sys/eventfd.h>

#include "ProgramSupport.h"

static void report(void *context, uint32_t events) {
  struct waker *waker = context;
  // A wake from here on is a new one.
  atomic_store(&waker->is_pending, 0);
  waker->callback(waker->context, events);
}

void waker_open(struct waker *waker, struct loop *loop, loop_callback *callback, void *context) {
  waker->descriptor = support_open_eventfd(0);
  waker->callback = callback;
  waker->context = context;
  if (loop_add(loop, waker->descriptor, EPOLLIN | EPOLLET, report, waker) != 0) support_fail("EPOLL_CTL_ADD");
}

void waker_wake(struct waker *waker) {
  if (atomic_exchange(&waker->is_pending, 1)) return;
  if (eventfd_write(waker->descriptor, 1) != 0) support_fail("eventfd_write");
}
