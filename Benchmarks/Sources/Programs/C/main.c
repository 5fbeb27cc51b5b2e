#include <stdio.h>

#include "ProgramSupport.h"
#include "Workloads.h"
#include "loop.h"

int main(int argc, char **argv) {
  uint64_t numbers[3];
  support_raise_limit();
  loop_open();
  if (support_asks(argc, argv, "version")) {
    printf("C by clang %d.%d\n", __clang_major__, __clang_minor__);
  } else if (support_asks(argc, argv, "ping-pong")) {
    support_numbers(argc, argv, 3, numbers);
    ping_pong(numbers[0], numbers[1], numbers[2]);
  } else if (support_asks(argc, argv, "churn")) {
    support_numbers(argc, argv, 2, numbers);
    churn(numbers[0], numbers[1]);
  } else if (support_asks(argc, argv, "ready")) {
    support_numbers(argc, argv, 3, numbers);
    ready(numbers[0], numbers[1], numbers[2]);
  } else {
    support_usage(
        "version | ping-pong PAIRS ACTIVE EVENTS | churn COUNT PAIRS | ready READY REGISTERED EVENTS");
  }
  return 0;
}
