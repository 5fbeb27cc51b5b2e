#include "Echo.h"

#include <stdlib.h>

#include "ProgramSupport.h"
#include "Workloads.h"
#include "loop.h"

static int listener;

struct connection {
  struct support_echo echo;
  uint32_t interest;
};

// Watches for what the connection needs next.
static void go_on(struct connection *connection, enum support_echo_interest next) {
  int descriptor = connection->echo.descriptor;
  if (next == SUPPORT_ECHO_CLOSE) {
    if (loop_remove(&loop, descriptor) != 0) support_fail("EPOLL_CTL_DEL");
    support_echo_close(&connection->echo);
    free(connection);
    return;
  }
  uint32_t interest = next == SUPPORT_ECHO_WRITE ? EPOLLOUT : EPOLLIN;
  if (interest == connection->interest) return;
  connection->interest = interest;
  if (loop_modify(&loop, descriptor, interest) != 0) support_fail("EPOLL_CTL_MOD");
}

static void transfer(void *context, uint32_t events) {
  (void)events;
  struct connection *connection = context;
  if (connection->interest == EPOLLIN) {
    go_on(connection, support_echo_read(&connection->echo));
  } else {
    go_on(connection, support_echo_write(&connection->echo));
  }
}

static void accept_all(void *context, uint32_t events) {
  (void)context;
  (void)events;
  int descriptor;
  while ((descriptor = support_accept(listener)) >= 0) {
    struct connection *connection = calloc(1, sizeof *connection);
    if (connection == NULL) support_fail("calloc");
    connection->echo.descriptor = descriptor;
    connection->interest = EPOLLIN;
    if (loop_add(&loop, descriptor, EPOLLIN, transfer, connection) != 0) support_fail("EPOLL_CTL_ADD");
  }
}

void echo(void) {
  loop_open(&loop);
  listener = support_listen();
  if (loop_add(&loop, listener, EPOLLIN, accept_all, NULL) != 0) support_fail("EPOLL_CTL_ADD");
  support_print_port(listener);
  while (loop_turn(&loop, -1) >= 0) {
  }
  support_fail("epoll_wait");
}
