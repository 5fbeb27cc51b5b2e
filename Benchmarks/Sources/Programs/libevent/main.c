#include <event2/event.h>
#include <stdio.h>

#include "ProgramSupport.h"
#include "Workloads.h"

int main(int argc, char **argv) {
  uint64_t numbers[3];
  support_raise_limit();
  if (support_asks(argc, argv, "version")) {
    printf("libevent %s\n", event_get_version());
  } else if (support_asks(argc, argv, "ping-pong")) {
    support_numbers(argc, argv, 3, numbers);
    ping_pong(numbers[0], numbers[1], numbers[2]);
  } else if (support_asks(argc, argv, "churn")) {
    support_numbers(argc, argv, 2, numbers);
    churn(numbers[0], numbers[1]);
  } else if (support_asks(argc, argv, "timers")) {
    support_numbers(argc, argv, 2, numbers);
    timers(numbers[0], numbers[1]);
  } else {
    support_usage("version | ping-pong PAIRS ACTIVE EVENTS | churn COUNT PAIRS | timers COUNT CYCLES");
  }
  return 0;
}
