#include <stdio.h>
#include <string.h>

#include "ProgramSupport.h"
#include "Workloads.h"

union function {
  void (*none)(void);
  void (*one)(uint64_t);
  void (*two)(uint64_t, uint64_t);
  void (*three)(uint64_t, uint64_t, uint64_t);
};

struct workload {
  const char *name;
  const char *usage;
  size_t count;  // of its numbers
  union function function;
};

static const struct workload workloads[] = {
    {"version", "", 0, {.none = version}},
    {"ping-pong", " PAIRS ACTIVE EVENTS", 3, {.three = ping_pong}},
    {"ready", " READY REGISTERED EVENTS", 3, {.three = ready}},
    {"ready-by-poll", " READY REGISTERED EVENTS", 3, {.three = ready_by_poll}},
    {"ready-by-select", " READY REGISTERED EVENTS", 3, {.three = ready_by_select}},
    {"churn", " COUNT PAIRS", 2, {.two = churn}},
    {"masks", " COUNT CHANGES", 2, {.two = masks}},
    {"timers", " COUNT CYCLES", 2, {.two = timers}},
    {"wake-round-trip", " COUNT", 1, {.one = wake_round_trip}},
    {"wake-storm", " THREADS WAKES", 2, {.two = wake_storm}},
    {"level", " MESSAGES", 1, {.one = level}},
    {"edge", " MESSAGES", 1, {.one = edge}},
    {"one-shot", " MESSAGES", 1, {.one = one_shot}},
    {"echo", "", 0, {.none = echo}},
    {"memory-registrations", " COUNT", 1, {.one = memory_registrations}},
    {"memory-timers", " COUNT", 1, {.one = memory_timers}},
};

#define WORKLOADS (sizeof workloads / sizeof *workloads)

// Ends the program with a list of what it offers.
_Noreturn static void explain(void) {
  char usage[1024] = "";
  for (size_t index = 0; index < WORKLOADS; index++) {
    if (workloads[index].function.none == NULL) continue;
    if (index > 0) strcat(usage, " | ");
    strcat(usage, workloads[index].name);
    strcat(usage, workloads[index].usage);
  }
  support_usage(usage);
}

static void run(const struct workload *workload, int argc, char **argv) {
  uint64_t numbers[3];
  support_numbers(argc, argv, workload->count, numbers);
  switch (workload->count) {
    case 0: workload->function.none(); break;
    case 1: workload->function.one(numbers[0]); break;
    case 2: workload->function.two(numbers[0], numbers[1]); break;
    default: workload->function.three(numbers[0], numbers[1], numbers[2]); break;
  }
}

int main(int argc, char **argv) {
  support_raise_limit();
  for (size_t index = 0; index < WORKLOADS; index++) {
    const struct workload *workload = &workloads[index];
    if (workload->function.none == NULL || !support_asks(argc, argv, workload->name)) continue;
    run(workload, argc, argv);
    return 0;
  }
  explain();
}
