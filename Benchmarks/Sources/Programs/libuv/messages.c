#include "Messages.h"

#include <uv.h>

#include "ProgramSupport.h"
#include "Workloads.h"

static struct support_messages messages;

static void run(uint64_t count, uv_poll_cb callback) {
  uv_loop_t loop;
  uv_poll_t watcher;
  if (uv_loop_init(&loop) != 0) support_fail("uv_loop_init");
  support_messages_open(&messages, count);
  if (uv_poll_init(&loop, &watcher, messages.reader) != 0) support_fail("uv_poll_init");
  if (uv_poll_start(&watcher, UV_READABLE, callback) != 0) support_fail("uv_poll_start");
  support_messages_start(&messages);
  uv_run(&loop, UV_RUN_DEFAULT);
  support_messages_report(&messages);
}

static void read_half(uv_poll_t *watcher, int status, int events) {
  (void)events;
  if (status < 0) support_fail(uv_strerror(status));
  if (!support_messages_read(&messages)) uv_stop(watcher->loop);
}

// libuv has no one-shot reports: the watcher is stopped and started.
static void read_half_and_restart(uv_poll_t *watcher, int status, int events) {
  if (uv_poll_stop(watcher) != 0) support_fail("uv_poll_stop");
  read_half(watcher, status, events);
  if (uv_poll_start(watcher, UV_READABLE, read_half_and_restart) != 0) support_fail("uv_poll_start");
}

void level(uint64_t messages) { run(messages, read_half); }

void one_shot(uint64_t messages) { run(messages, read_half_and_restart); }
