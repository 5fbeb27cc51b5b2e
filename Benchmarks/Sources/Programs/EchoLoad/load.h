// Connections that each keep one message in flight: as soon as one is back, and found to be the same, the
// next is sent.
#ifndef LOAD_H
#define LOAD_H

#include <stdint.h>

#include "server.h"

struct connection {
  int descriptor;
  uint64_t round;  // how many messages were sent before this one
  uint64_t start;  // when sending it began
  uint64_t sent;   // bytes of it
  uint64_t received;
};

struct load {
  const struct server *server;
  int epoll;
  uint64_t count;
  struct connection *connections;
  uint64_t bytes;
  char *message;  // what is sent, and expected; its first bytes depend on the connection and the round
  char *buffer;
  uint64_t done;        // echoes since the load was opened
  uint64_t begin;       // the first of them that is timed
  uint64_t end;         // the first that is not timed any more
  uint64_t *latencies;  // of each that is timed, in nanoseconds; or NULL
  uint64_t nanoseconds;
  uint64_t server_nanoseconds;  // of processor time
};

// Opens the connections, and sends a message over each and back.
void load_open(struct load *load, const struct server *server, uint64_t connections, uint64_t bytes);

// Times so many echoes after a warm-up, and then waits until all messages are back.
void load_run(struct load *load, uint64_t warm_up, uint64_t echoes);

#endif
