#include <event2/event.h>
#include <sys/eventfd.h>

static int events_seen;

static void see(evutil_socket_t descriptor, short events, void *context) {
  (void)descriptor;
  (void)events;
  (void)context;
  events_seen++;
}

// Status 0 if the one event comes.
int main(void) {
  struct event_base *base = event_base_new();
  if (base == NULL) return 1;
  int descriptor = eventfd(1, EFD_NONBLOCK | EFD_CLOEXEC);
  if (event_base_once(base, descriptor, EV_READ, see, NULL, NULL) != 0) return 1;
  event_base_dispatch(base);
  return events_seen == 1 ? 0 : 1;
}
