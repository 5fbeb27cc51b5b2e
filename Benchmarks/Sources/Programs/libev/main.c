#include <ev.h>
#include <stdio.h>

#include "ProgramSupport.h"
#include "Workloads.h"

int main(int argc, char **argv) {
  uint64_t numbers[3];
  support_raise_limit();
  if (support_asks(argc, argv, "version")) {
    printf("libev %d.%d\n", ev_version_major(), ev_version_minor());
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
