// Threads that wake a loop; there is one storm in a process.
#ifndef STORM_H
#define STORM_H

#include <stdint.h>

// Takes the time and lets `threads` threads call `wake`, `wakes` times in all, each as often as the others.
void support_storm_start(uint64_t threads, uint64_t wakes, void (*wake)(void *context), void *context);

// Whether the last wake has been called for; the loop asks after each wake.
int support_storm_is_over(void);

// Waits for the threads' ends, and prints the result.
void support_storm_report(void);

#endif
