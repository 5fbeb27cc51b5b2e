#include "Messages.h"

#include <event2/event.h>

#include "ProgramSupport.h"
#include "Workloads.h"

static struct event_base *base;
static struct event *event;
static struct support_messages messages;

static void run(uint64_t count, short events, event_callback_fn callback) {
  base = event_base_new();
  if (base == NULL) support_fail("event_base_new");
  support_messages_open(&messages, count);
  event = event_new(base, messages.reader, events, callback, NULL);
  if (event == NULL || event_add(event, NULL) != 0) support_fail("event_add");
  support_messages_start(&messages);
  event_base_dispatch(base);
  support_messages_report(&messages);
}

static void read_half(evutil_socket_t descriptor, short events, void *context) {
  (void)descriptor;
  (void)events;
  (void)context;
  if (!support_messages_read(&messages)) event_base_loopbreak(base);
}

static void read_both(evutil_socket_t descriptor, short events, void *context) {
  support_messages_read(&messages);
  read_half(descriptor, events, context);
}

// An event that is not persistent is one-shot: libevent has deleted it by now.
static void read_half_and_add(evutil_socket_t descriptor, short events, void *context) {
  read_half(descriptor, events, context);
  if (event_add(event, NULL) != 0) support_fail("event_add");
}

void level(uint64_t messages) { run(messages, EV_READ | EV_PERSIST, read_half); }

void edge(uint64_t messages) { run(messages, EV_READ | EV_PERSIST | EV_ET, read_both); }

void one_shot(uint64_t messages) { run(messages, EV_READ, read_half_and_add); }
