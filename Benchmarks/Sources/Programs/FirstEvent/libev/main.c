#include <ev.h>
#include <sys/eventfd.h>

static int events_seen;

static void see(struct ev_loop *loop, ev_io *watcher, int events) {
  (void)loop;
  (void)watcher;
  (void)events;
  events_seen++;
}

// Status 0 if the one event comes.
int main(void) {
  struct ev_loop *loop = ev_default_loop(EVBACKEND_EPOLL);
  if (loop == NULL) return 1;
  ev_io watcher;
  ev_io_init(&watcher, see, eventfd(1, EFD_NONBLOCK | EFD_CLOEXEC), EV_READ);
  ev_io_start(loop, &watcher);
  ev_run(loop, EVRUN_ONCE);
  return events_seen == 1 ? 0 : 1;
}
