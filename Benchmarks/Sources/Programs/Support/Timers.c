#define _GNU_SOURCE
#include "Timers.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "ProgramSupport.h"

#define LONGEST_SPAN 100000000u

// The next of a sequence of random numbers (SplitMix64, Steele and others, OOPSLA 2014).
static uint64_t next_random(uint64_t *state) {
  uint64_t value = *state += 0x9e3779b97f4a7c15u;
  value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9u;
  value = (value ^ value >> 27) * 0x94d049bb133111ebu;
  return value ^ value >> 31;
}

uint64_t *support_spans(size_t count) {
  uint64_t *spans = calloc(count, sizeof *spans);
  if (spans == NULL) support_fail("calloc");
  uint64_t state = 1;
  for (size_t index = 0; index < count; index++) {
    spans[index] = next_random(&state) % LONGEST_SPAN;
  }
  return spans;
}

uint32_t *support_every_second(size_t count) {
  uint32_t *chosen = calloc(count / 2 + 1, sizeof *chosen);
  if (chosen == NULL) support_fail("calloc");
  for (size_t index = 0; index < count / 2; index++) {
    chosen[index] = (uint32_t)(2 * index + 1);
  }
  uint64_t state = 2;
  for (size_t left = count / 2; left > 1; left--) {
    size_t other = next_random(&state) % left;
    uint32_t last = chosen[left - 1];
    chosen[left - 1] = chosen[other];
    chosen[other] = last;
  }
  return chosen;
}

void support_timers_begin(struct support_timers *timers, uint64_t cycle) {
  if (cycle <= 1) timers->start = timers->cancel = timers->fire = 0;
  timers->mark = support_now();
}

void support_timers_started(struct support_timers *timers) {
  uint64_t now = support_now();
  timers->start += now - timers->mark;
  timers->mark = now;
}

void support_timers_cancelled(struct support_timers *timers) {
  timers->cancel += support_now() - timers->mark;
  // 10 ms more than the longest span, since some loops keep time in milliseconds.
  struct timespec left = {.tv_nsec = LONGEST_SPAN + 10000000};
  while (nanosleep(&left, &left) != 0) {
  }
  timers->mark = support_now();
}

void support_timers_fired(struct support_timers *timers) {
  timers->fire += support_now() - timers->mark;
}

void support_timers_check(uint64_t fired, uint64_t count, uint64_t cycles) {
  uint64_t expected = 0;
  for (uint64_t index = 0; index < count; index += 2) {
    expected += index * (cycles + 1);
  }
  if (fired == expected) return;
  fprintf(stderr, "the numbers of the timers that fired make %" PRIu64, fired);
  fprintf(stderr, ", not %" PRIu64 "\n", expected);
  exit(1);
}

void support_timers_report(const struct support_timers *timers, uint64_t count, uint64_t cycles) {
  support_report("start", count * cycles, timers->start);
  support_report("cancel", count / 2 * cycles, timers->cancel);
  support_report("fire", (count - count / 2) * cycles, timers->fire);
}
