// What the workloads with level, edge and one-shot reports share: messages of 100 bytes, read 50 at a time.
#ifndef MESSAGES_H
#define MESSAGES_H

#include <stdint.h>
#include <unistd.h>

#include "ProgramSupport.h"

struct support_messages {
  int reader;  // of a pair of unix-stream sockets
  int writer;
  uint64_t count;
  uint64_t left;
  int is_half_read;
  uint64_t start;
};

// Opens the pair for so many messages.
void support_messages_open(struct support_messages *messages, uint64_t count);

// Takes the time and writes the first message; the reader is to be watched by then.
void support_messages_start(struct support_messages *messages);

void support_messages_report(const struct support_messages *messages);

static inline void support_messages_write(const struct support_messages *messages) {
  static const char bytes[100];
  if (write(messages->writer, bytes, sizeof bytes) != sizeof bytes) support_fail("write");
}

// Reads half a message, and writes the next message after the second half; returns whether any are left.
static inline int support_messages_read(struct support_messages *messages) {
  char half[50];
  if (read(messages->reader, half, sizeof half) != sizeof half) support_fail("read");
  messages->is_half_read = !messages->is_half_read;
  if (messages->is_half_read) return 1;
  if (--messages->left == 0) return 0;
  support_messages_write(messages);
  return 1;
}

#endif
