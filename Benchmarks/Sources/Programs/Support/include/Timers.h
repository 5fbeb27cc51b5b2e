// What the timer workload of every program shares: the same deadlines, the same order of cancelling, the same
// way of timing.
#ifndef TIMERS_H
#define TIMERS_H

#include <stddef.h>
#include <stdint.h>

// The nanoseconds after which `count` timers are due: random numbers below 100 ms.
uint64_t *support_spans(size_t count);

// The timers to be cancelled: every second of `count`, count / 2 in all, in random order.
uint32_t *support_every_second(size_t count);

// Nanoseconds spent, summed over the cycles but the first, which grows the memory.
struct support_timers {
  uint64_t start;
  uint64_t cancel;
  uint64_t fire;
  uint64_t mark;
};

// To be called before the first timer of a cycle is started, after the last is, after the last is cancelled,
// and after the last has fired.
void support_timers_begin(struct support_timers *timers, uint64_t cycle);
void support_timers_started(struct support_timers *timers);
void support_timers_cancelled(struct support_timers *timers);  // returns when the rest is due
void support_timers_fired(struct support_timers *timers);

// Ends the program unless `fired`, the sum of the numbers (from 0) of all timers that fired, is right.
void support_timers_check(uint64_t fired, uint64_t count, uint64_t cycles);

void support_timers_report(const struct support_timers *timers, uint64_t count, uint64_t cycles);

#endif
