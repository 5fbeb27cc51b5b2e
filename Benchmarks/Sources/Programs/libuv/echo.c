#include "Echo.h"

#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "ProgramSupport.h"
#include "Workloads.h"

struct connection {
  uv_tcp_t stream;
  uv_write_t request;
  char *rest;  // what the request writes
};

static char buffer[SUPPORT_ECHO_BUFFER];

// One buffer for all: what is read is sent or copied before the next read.
static void lend(uv_handle_t *stream, size_t suggestion, uv_buf_t *lent) {
  (void)stream;
  (void)suggestion;
  *lent = uv_buf_init(buffer, sizeof buffer);
}

static void release(uv_handle_t *stream) {
  struct connection *connection = (struct connection *)stream;
  free(connection->rest);
  free(connection);
}

static void transfer(uv_stream_t *stream, ssize_t count, const uv_buf_t *data);

static void go_on(uv_write_t *request, int status) {
  uv_stream_t *stream = request->handle;
  struct connection *connection = (struct connection *)stream;
  free(connection->rest);
  connection->rest = NULL;
  if (uv_is_closing((uv_handle_t *)stream)) return;
  if (status < 0 || uv_read_start(stream, lend, transfer) != 0) uv_close((uv_handle_t *)stream, release);
}

// Has libuv send what the socket did not take, and reads no more until that is done.
static void send_rest(uv_stream_t *stream, const char *bytes, size_t count) {
  struct connection *connection = (struct connection *)stream;
  connection->rest = malloc(count);
  if (connection->rest == NULL) support_fail("malloc");
  memcpy(connection->rest, bytes, count);
  uv_buf_t rest = uv_buf_init(connection->rest, (unsigned)count);
  uv_read_stop(stream);
  if (uv_write(&connection->request, stream, &rest, 1, go_on) != 0) uv_close((uv_handle_t *)stream, release);
}

// `uv_try_write` first: it sends at once what the socket takes, without a request.
static void transfer(uv_stream_t *stream, ssize_t count, const uv_buf_t *data) {
  if (count == 0) return;
  if (count < 0) {
    uv_close((uv_handle_t *)stream, release);
    return;
  }
  uv_buf_t bytes = uv_buf_init(data->base, (unsigned)count);
  int sent = uv_try_write(stream, &bytes, 1);
  if (sent == count) return;
  if (sent < 0 && sent != UV_EAGAIN) {
    uv_close((uv_handle_t *)stream, release);
    return;
  }
  if (sent < 0) sent = 0;
  send_rest(stream, data->base + sent, (size_t)(count - sent));
}

static void accept_one(uv_stream_t *listener, int status) {
  if (status < 0) support_fail(uv_strerror(status));
  struct connection *connection = calloc(1, sizeof *connection);
  if (connection == NULL) support_fail("calloc");
  if (uv_tcp_init(listener->loop, &connection->stream) != 0) support_fail("uv_tcp_init");
  uv_stream_t *stream = (uv_stream_t *)&connection->stream;
  if (uv_accept(listener, stream) != 0) support_fail("uv_accept");
  if (uv_tcp_nodelay(&connection->stream, 1) != 0) support_fail("uv_tcp_nodelay");
  if (uv_read_start(stream, lend, transfer) != 0) support_fail("uv_read_start");
}

// `uv_tcp_bind` sets SO_REUSEADDR.
void echo(void) {
  uv_loop_t loop;
  uv_tcp_t listener;
  struct sockaddr_in address;
  uv_os_fd_t descriptor;
  if (uv_loop_init(&loop) != 0) support_fail("uv_loop_init");
  if (uv_tcp_init(&loop, &listener) != 0) support_fail("uv_tcp_init");
  if (uv_ip4_addr("127.0.0.1", 0, &address) != 0) support_fail("uv_ip4_addr");
  if (uv_tcp_bind(&listener, (struct sockaddr *)&address, 0) != 0) support_fail("uv_tcp_bind");
  if (uv_listen((uv_stream_t *)&listener, SUPPORT_ECHO_BACKLOG, accept_one) != 0) support_fail("uv_listen");
  if (uv_fileno((uv_handle_t *)&listener, &descriptor) != 0) support_fail("uv_fileno");
  support_print_port(descriptor);
  uv_run(&loop, UV_RUN_DEFAULT);
}
