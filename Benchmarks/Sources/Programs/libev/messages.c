#include "Messages.h"

#include <ev.h>

#include "ProgramSupport.h"
#include "Workloads.h"

static struct support_messages messages;

static void run(uint64_t count, void (*callback)(struct ev_loop *, ev_io *, int)) {
  struct ev_loop *loop = ev_loop_new(EVBACKEND_EPOLL);
  if (loop == NULL) support_fail("ev_loop_new");
  support_messages_open(&messages, count);
  ev_io watcher;
  ev_io_init(&watcher, callback, messages.reader, EV_READ);
  ev_io_start(loop, &watcher);
  support_messages_start(&messages);
  ev_run(loop, 0);
  support_messages_report(&messages);
}

static void read_half(struct ev_loop *loop, ev_io *watcher, int events) {
  (void)watcher;
  (void)events;
  if (!support_messages_read(&messages)) ev_break(loop, EVBREAK_ALL);
}

// libev has no one-shot reports: the watcher is stopped and started. The kernel is told of neither, since
// nothing has changed when the next turn begins.
static void read_half_and_restart(struct ev_loop *loop, ev_io *watcher, int events) {
  ev_io_stop(loop, watcher);
  read_half(loop, watcher, events);
  ev_io_start(loop, watcher);
}

void level(uint64_t messages) { run(messages, read_half); }

void one_shot(uint64_t messages) { run(messages, read_half_and_restart); }
