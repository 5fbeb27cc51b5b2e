#include "Echo.h"

#include <arpa/inet.h>
#include <event2/event.h>
#include <event2/listener.h>
#include <stdlib.h>

#include "ProgramSupport.h"
#include "Workloads.h"

// With plain events: bufferevents copy each byte into a chain of buffers and out again, which an echo of one
// read and one write does not need.
struct connection {
  struct support_echo echo;
  struct event *readable;
  struct event *writable;
};

static void end(struct connection *connection) {
  event_free(connection->readable);
  event_free(connection->writable);
  support_echo_close(&connection->echo);
  free(connection);
}

static void turn_to(struct event *next, struct event *former) {
  if (event_del(former) != 0) support_fail("event_del");
  if (event_add(next, NULL) != 0) support_fail("event_add");
}

static void read_and_send(evutil_socket_t descriptor, short events, void *context) {
  (void)descriptor;
  (void)events;
  struct connection *connection = context;
  switch (support_echo_read(&connection->echo)) {
    case SUPPORT_ECHO_READ: break;
    case SUPPORT_ECHO_WRITE: turn_to(connection->writable, connection->readable); break;
    case SUPPORT_ECHO_CLOSE: end(connection); break;
  }
}

static void send_rest(evutil_socket_t descriptor, short events, void *context) {
  (void)descriptor;
  (void)events;
  struct connection *connection = context;
  switch (support_echo_write(&connection->echo)) {
    case SUPPORT_ECHO_READ: turn_to(connection->readable, connection->writable); break;
    case SUPPORT_ECHO_WRITE: break;
    case SUPPORT_ECHO_CLOSE: end(connection); break;
  }
}

static void accept_one(struct evconnlistener *listener, evutil_socket_t descriptor, struct sockaddr *address,
                       int length, void *context) {
  (void)address;
  (void)length;
  (void)context;
  struct event_base *base = evconnlistener_get_base(listener);
  struct connection *connection = calloc(1, sizeof *connection);
  if (connection == NULL) support_fail("calloc");
  support_set_no_delay(descriptor);
  connection->echo.descriptor = descriptor;
  connection->readable = event_new(base, descriptor, EV_READ | EV_PERSIST, read_and_send, connection);
  connection->writable = event_new(base, descriptor, EV_WRITE | EV_PERSIST, send_rest, connection);
  if (connection->readable == NULL || connection->writable == NULL) support_fail("event_new");
  if (event_add(connection->readable, NULL) != 0) support_fail("event_add");
}

void echo(void) {
  struct event_base *base = event_base_new();
  if (base == NULL) support_fail("event_base_new");
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
  unsigned options = LEV_OPT_REUSEABLE | LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC;
  struct evconnlistener *listener = evconnlistener_new_bind(
      base, accept_one, NULL, options, SUPPORT_ECHO_BACKLOG, (struct sockaddr *)&address, sizeof address);
  if (listener == NULL) support_fail("evconnlistener_new_bind");
  support_print_port(evconnlistener_get_fd(listener));
  event_base_dispatch(base);
}
