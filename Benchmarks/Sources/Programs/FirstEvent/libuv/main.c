#include <sys/eventfd.h>
#include <uv.h>

static int events_seen;

static void see(uv_poll_t *watcher, int status, int events) {
  (void)watcher;
  (void)events;
  if (status == 0) events_seen++;
}

// Status 0 if the one event comes.
int main(void) {
  uv_loop_t *loop = uv_default_loop();
  uv_poll_t watcher;
  if (uv_poll_init(loop, &watcher, eventfd(1, EFD_NONBLOCK | EFD_CLOEXEC)) != 0) return 1;
  if (uv_poll_start(&watcher, UV_READABLE, see) != 0) return 1;
  uv_run(loop, UV_RUN_ONCE);
  return events_seen == 1 ? 0 : 1;
}
