#define _GNU_SOURCE
#include "load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "ProgramSupport.h"

// How many connections are opened before their first echoes are awaited: the server is to accept them before
// its backlog is full.
#define OPENED_AT_ONCE 256

static void set(int descriptor, int level, int option, const void *value, socklen_t length) {
  if (setsockopt(descriptor, level, option, value, length) != 0) support_fail("setsockopt");
}

static int connect_to(uint16_t port) {
  int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) support_fail("socket");
  int yes = 1;
  set(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  // No connection of an earlier run is left to the kernel.
  struct linger reset = {.l_onoff = 1};
  set(descriptor, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
  // It bounds the time of `connect` as well.
  struct timeval patience = {.tv_sec = SERVER_PATIENCE / 1000};
  set(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
  if (connect(descriptor, (struct sockaddr *)&address, sizeof address) != 0) support_fail("connect");
  if (fcntl(descriptor, F_SETFL, O_NONBLOCK) != 0) support_fail("fcntl");
  return descriptor;
}

// The message that a connection has in flight.
static const char *message_of(const struct load *load, const struct connection *connection) {
  uint64_t stamp = connection->round * load->count + (uint64_t)(connection - load->connections);
  memcpy(load->message, &stamp, load->bytes < sizeof stamp ? load->bytes : sizeof stamp);
  return load->message;
}

// Sends what the socket takes; the rest is sent when it has room.
static void send_some(const struct load *load, struct connection *connection) {
  const char *message = message_of(load, connection);
  while (connection->sent < load->bytes) {
    ssize_t count = send(connection->descriptor, message + connection->sent, load->bytes - connection->sent,
                         MSG_NOSIGNAL);
    if (count < 0 && errno == EAGAIN) return;
    if (count < 0) support_fail("send");
    connection->sent += (uint64_t)count;
  }
}

static void send_next(const struct load *load, struct connection *connection, uint64_t now) {
  connection->round++;
  connection->start = now;
  connection->sent = connection->received = 0;
  send_some(load, connection);
}

// Takes what is there of the message; returns whether it is complete. No other message can be there.
static int receive_some(const struct load *load, struct connection *connection) {
  while (connection->received < load->bytes) {
    size_t left = load->bytes - connection->received;
    ssize_t count = recv(connection->descriptor, load->buffer, left, 0);
    if (count < 0 && errno == EAGAIN) return 0;
    if (count < 0) support_fail("recv");
    if (count == 0) fail("the server closed a connection");
    connection->received += (uint64_t)count;
    if (connection->received > connection->sent) fail("the server sent more than it got");
    const char *expected = message_of(load, connection) + connection->received - count;
    if (memcmp(load->buffer, expected, (size_t)count) != 0) fail("what came back is not what was sent");
  }
  return 1;
}

// Takes the server's time within the other, so that it is what the server did meanwhile.
static void begin_timing(struct load *load) {
  load->nanoseconds = support_now();
  load->server_nanoseconds = server_time(load->server);
}

static void end_timing(struct load *load) {
  load->server_nanoseconds = server_time(load->server) - load->server_nanoseconds;
  load->nanoseconds = support_now() - load->nanoseconds;
}

// A message is back: counts it, and sends the next unless the load is to rest.
static void finish(struct load *load, struct connection *connection) {
  uint64_t now = support_now();
  uint64_t number = load->done++;
  if (number >= load->begin && number < load->end && load->latencies != NULL) {
    load->latencies[number - load->begin] = now - connection->start;
  }
  if (load->done < load->end) send_next(load, connection, now);
  if (load->done == load->begin) begin_timing(load);
  if (load->done == load->end) end_timing(load);
}

// Waits once and serves each connection that is ready.
static void turn(struct load *load) {
  struct epoll_event events[256];
  int count = epoll_wait(load->epoll, events, 256, SERVER_PATIENCE);
  if (count < 0) support_fail("epoll_wait");
  if (count == 0) fail("the server has been silent for 10 s");
  for (int index = 0; index < count; index++) {
    struct connection *connection = events[index].data.ptr;
    if (connection == NULL) {
      server_look(load->server);
    } else if (connection->received < load->bytes) {
      send_some(load, connection);
      if (receive_some(load, connection)) finish(load, connection);
    }
  }
}

static void watch(const struct load *load, int descriptor, uint32_t events, struct connection *connection) {
  struct epoll_event event = {.events = events, .data = {.ptr = connection}};
  if (epoll_ctl(load->epoll, EPOLL_CTL_ADD, descriptor, &event) != 0) support_fail("epoll_ctl");
}

void load_open(struct load *load, const struct server *server, uint64_t connections, uint64_t bytes) {
  *load = (struct load){.server = server, .count = connections, .bytes = bytes};
  load->epoll = epoll_create1(EPOLL_CLOEXEC);
  if (load->epoll < 0) support_fail("epoll_create1");
  load->connections = calloc(connections, sizeof *load->connections);
  load->message = malloc(bytes);
  load->buffer = malloc(bytes);
  if (load->connections == NULL || load->message == NULL || load->buffer == NULL) support_fail("malloc");
  for (uint64_t index = 0; index < bytes; index++) {
    load->message[index] = (char)(index * 31 + index / 256);
  }
  watch(load, server->output, EPOLLIN, NULL);
  for (uint64_t index = 0; index < connections; index++) {
    struct connection *connection = &load->connections[index];
    connection->descriptor = connect_to(server->port);
    // An edge tells enough: a socket is written until it is full, and read to the message's end.
    watch(load, connection->descriptor, EPOLLIN | EPOLLOUT | EPOLLET, connection);
    send_next(load, connection, 0);
    int is_last = index + 1 == connections;
    while ((is_last || index % OPENED_AT_ONCE == 0) && load->done <= index) turn(load);
  }
}

void load_run(struct load *load, uint64_t warm_up, uint64_t echoes) {
  load->begin = load->done + warm_up;
  load->end = load->begin + echoes;
  uint64_t now = support_now();
  for (uint64_t index = 0; index < load->count; index++) {
    send_next(load, &load->connections[index], now);
  }
  while (load->done < load->end + load->count - 1) turn(load);
}
