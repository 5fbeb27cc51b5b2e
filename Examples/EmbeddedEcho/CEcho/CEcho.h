// The sockets and the signals of the example, as inline functions: Embedded Swift has no Glibc module.
#ifndef TWINLOOP_CECHO_H
#define TWINLOOP_CECHO_H

#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

// Each call returns what the system call does, or the negated errno.
static inline long cecho_result(long result) { return result < 0 ? -errno : result; }

typedef struct {
  union {
    struct sockaddr any;
    struct sockaddr_in ip;
    struct sockaddr_un path;
  };
  socklen_t length;
} cecho_address;

// A text with a slash is the path of a unix socket; any other must be a port of 127.0.0.1.
static inline int cecho_parse(const char *text, cecho_address *address) {
  memset(address, 0, sizeof *address);
  if (strchr(text, '/') != NULL) {
    if (strlen(text) >= sizeof address->path.sun_path) return -ENAMETOOLONG;
    address->path.sun_family = AF_UNIX;
    strcpy(address->path.sun_path, text);
    address->length = sizeof address->path;
    return 0;
  }
  unsigned port = 0;
  const char *digit = text;
  for (; *digit >= '0' && *digit <= '9' && port <= 65535; digit++) {
    port = port * 10 + (unsigned)(*digit - '0');
  }
  if (digit == text || *digit != 0 || port > 65535) return -EINVAL;
  address->ip.sin_family = AF_INET;
  address->ip.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address->ip.sin_port = htons((uint16_t)port);
  address->length = sizeof address->ip;
  return 0;
}

static inline int cecho_close(int descriptor) { return (int)cecho_result(close(descriptor)); }

static inline int cecho_listen(const char *text) {
  cecho_address address;
  int parsed = cecho_parse(text, &address);
  if (parsed < 0) return parsed;
  int listener = socket(address.any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (listener < 0) return -errno;
  int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(listener, &address.any, address.length) == 0 && listen(listener, SOMAXCONN) == 0) return listener;
  int refusal = -errno;
  close(listener);
  return refusal;
}

// Closes a listener, and takes the path of a unix socket away.
static inline void cecho_end(int listener, const char *text) {
  close(listener);
  if (strchr(text, '/') != NULL) unlink(text);
}

// The port of a listener on 127.0.0.1; 0 for one on a path.
static inline int cecho_port(int listener) {
  cecho_address address;
  address.length = sizeof address.ip;
  if (getsockname(listener, &address.any, &address.length) < 0) return -errno;
  return address.any.sa_family == AF_INET ? ntohs(address.ip.sin_port) : 0;
}

static inline int cecho_accept(int listener) {
  return (int)cecho_result(accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC));
}

// Blocks until it is connected. The socket has small buffers, so that its peer soon meets a full one.
static inline int cecho_connect(const char *text) {
  cecho_address address;
  int parsed = cecho_parse(text, &address);
  if (parsed < 0) return parsed;
  int connection = socket(address.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connection < 0) return -errno;
  int size = 32768;
  setsockopt(connection, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
  setsockopt(connection, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
  if (connect(connection, &address.any, address.length) == 0) return connection;
  int refusal = -errno;
  close(connection);
  return refusal;
}

static inline long cecho_read(int descriptor, void *bytes, size_t count) {
  return cecho_result(recv(descriptor, bytes, count, MSG_DONTWAIT));
}

static inline long cecho_write(int descriptor, const void *bytes, size_t count) {
  return cecho_result(send(descriptor, bytes, count, MSG_DONTWAIT | MSG_NOSIGNAL));
}

// Ends the stream that the peer reads.
static inline int cecho_finish(int descriptor) { return (int)cecho_result(shutdown(descriptor, SHUT_WR)); }

// Calls a function at SIGTERM and SIGINT.
static inline void cecho_on_termination(void (*handler)(int)) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGINT, &action, NULL);
}

// Prints what cannot be done, and why, on standard error.
static inline void cecho_complain(const char *what, const char *why) {
  fprintf(stderr, "%s: %s\n", what, why);
}

// Sends what was printed on its way, also where standard output is no terminal.
static inline void cecho_flush(void) { fflush(stdout); }

#endif
