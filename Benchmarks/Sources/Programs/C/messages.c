#include "Messages.h"

#include "ProgramSupport.h"
#include "Workloads.h"
#include "loop.h"

static struct support_messages messages;

static void run(uint64_t count, uint32_t events, loop_callback *callback) {
  loop_open(&loop);
  support_messages_open(&messages, count);
  if (loop_add(&loop, messages.reader, events, callback, &messages) != 0) support_fail("EPOLL_CTL_ADD");
  support_messages_start(&messages);
  while (messages.left > 0) {
    if (loop_turn(&loop, -1) < 0) support_fail("epoll_wait");
  }
  support_messages_report(&messages);
}

static void read_half(void *context, uint32_t events) {
  (void)events;
  support_messages_read(context);
}

static void read_both(void *context, uint32_t events) {
  (void)events;
  support_messages_read(context);
  support_messages_read(context);
}

static void read_half_and_rearm(void *context, uint32_t events) {
  (void)events;
  support_messages_read(context);
  if (loop_modify(&loop, messages.reader, EPOLLIN | EPOLLONESHOT) != 0) support_fail("EPOLL_CTL_MOD");
}

void level(uint64_t messages) { run(messages, EPOLLIN, read_half); }

void edge(uint64_t messages) { run(messages, EPOLLIN | EPOLLET, read_both); }

void one_shot(uint64_t messages) { run(messages, EPOLLIN | EPOLLONESHOT, read_half_and_rearm); }
