#include "Echo.h"

#include <ev.h>
#include <stdlib.h>

#include "ProgramSupport.h"
#include "Workloads.h"

struct connection {
  ev_io readable;
  ev_io writable;
  struct support_echo echo;
};

static void end(struct ev_loop *loop, struct connection *connection) {
  ev_io_stop(loop, &connection->readable);
  ev_io_stop(loop, &connection->writable);
  support_echo_close(&connection->echo);
  free(connection);
}

static void turn_to(struct ev_loop *loop, ev_io *next, ev_io *former) {
  ev_io_stop(loop, former);
  ev_io_start(loop, next);
}

static void read_and_send(struct ev_loop *loop, ev_io *watcher, int events) {
  (void)events;
  struct connection *connection = watcher->data;
  switch (support_echo_read(&connection->echo)) {
    case SUPPORT_ECHO_READ: break;
    case SUPPORT_ECHO_WRITE: turn_to(loop, &connection->writable, &connection->readable); break;
    case SUPPORT_ECHO_CLOSE: end(loop, connection); break;
  }
}

static void send_rest(struct ev_loop *loop, ev_io *watcher, int events) {
  (void)events;
  struct connection *connection = watcher->data;
  switch (support_echo_write(&connection->echo)) {
    case SUPPORT_ECHO_READ: turn_to(loop, &connection->readable, &connection->writable); break;
    case SUPPORT_ECHO_WRITE: break;
    case SUPPORT_ECHO_CLOSE: end(loop, connection); break;
  }
}

static void accept_all(struct ev_loop *loop, ev_io *listener, int events) {
  (void)events;
  int descriptor;
  while ((descriptor = support_accept(listener->fd)) >= 0) {
    struct connection *connection = calloc(1, sizeof *connection);
    if (connection == NULL) support_fail("calloc");
    connection->echo.descriptor = descriptor;
    ev_io_init(&connection->readable, read_and_send, descriptor, EV_READ);
    ev_io_init(&connection->writable, send_rest, descriptor, EV_WRITE);
    connection->readable.data = connection->writable.data = connection;
    ev_io_start(loop, &connection->readable);
  }
}

void echo(void) {
  struct ev_loop *loop = ev_loop_new(EVBACKEND_EPOLL);
  if (loop == NULL) support_fail("ev_loop_new");
  ev_io listener;
  ev_io_init(&listener, accept_all, support_listen(), EV_READ);
  ev_io_start(loop, &listener);
  support_print_port(listener.fd);
  ev_run(loop, 0);
}
