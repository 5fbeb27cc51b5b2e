#include "Messages.h"

void support_messages_open(struct support_messages *messages, uint64_t count) {
  int pair[2];
  support_open_pair(pair);
  *messages = (struct support_messages){.reader = pair[0], .writer = pair[1], .count = count, .left = count};
}

void support_messages_start(struct support_messages *messages) {
  messages->start = support_now();
  support_messages_write(messages);
}

void support_messages_report(const struct support_messages *messages) {
  support_report("message", messages->count, support_now() - messages->start);
}
