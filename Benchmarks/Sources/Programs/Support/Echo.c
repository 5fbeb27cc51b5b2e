#define _GNU_SOURCE
#include "Echo.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ProgramSupport.h"

int support_listen(void) {
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (listener < 0) support_fail("socket");
  int yes = 1;
  if (setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0) support_fail("SO_REUSEADDR");
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
  if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0) support_fail("bind");
  if (listen(listener, SUPPORT_ECHO_BACKLOG) != 0) support_fail("listen");
  return listener;
}

void support_print_port(int listener) {
  struct sockaddr_in address;
  socklen_t length = sizeof address;
  if (getsockname(listener, (struct sockaddr *)&address, &length) != 0) support_fail("getsockname");
  printf("port %d\n", ntohs(address.sin_port));
  fflush(stdout);
}

int support_accept(int listener) {
  int connection = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (connection < 0) {
    if (errno == EAGAIN || errno == ECONNABORTED) return -1;
    support_fail("accept4");
  }
  support_set_no_delay(connection);
  return connection;
}

void support_set_no_delay(int connection) {
  int yes = 1;
  if (setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes) != 0) support_fail("TCP_NODELAY");
}

enum support_echo_interest support_echo_read(struct support_echo *echo) {
  static char buffer[SUPPORT_ECHO_BUFFER];
  ssize_t count = recv(echo->descriptor, buffer, sizeof buffer, 0);
  if (count < 0 && errno == EAGAIN) return SUPPORT_ECHO_READ;
  if (count <= 0) return SUPPORT_ECHO_CLOSE;
  ssize_t sent = send(echo->descriptor, buffer, (size_t)count, MSG_NOSIGNAL);
  if (sent == count) return SUPPORT_ECHO_READ;
  if (sent < 0 && errno != EAGAIN) return SUPPORT_ECHO_CLOSE;
  echo->sent = 0;
  echo->kept = (size_t)(count - (sent < 0 ? 0 : sent));
  echo->rest = malloc(echo->kept);
  if (echo->rest == NULL) support_fail("malloc");
  memcpy(echo->rest, buffer + count - echo->kept, echo->kept);
  return SUPPORT_ECHO_WRITE;
}

enum support_echo_interest support_echo_write(struct support_echo *echo) {
  ssize_t sent = send(echo->descriptor, echo->rest + echo->sent, echo->kept - echo->sent, MSG_NOSIGNAL);
  if (sent < 0) return errno == EAGAIN ? SUPPORT_ECHO_WRITE : SUPPORT_ECHO_CLOSE;
  echo->sent += (size_t)sent;
  if (echo->sent < echo->kept) return SUPPORT_ECHO_WRITE;
  free(echo->rest);
  echo->rest = NULL;
  return SUPPORT_ECHO_READ;
}

void support_echo_close(struct support_echo *echo) {
  free(echo->rest);
  close(echo->descriptor);
}
