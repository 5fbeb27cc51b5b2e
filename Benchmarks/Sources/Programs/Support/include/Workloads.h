// The workloads, which each program in C defines for its own library, and the choice between them.
#ifndef WORKLOADS_H
#define WORKLOADS_H

#include <stdint.h>

// In each of `pairs` pairs of unix-stream sockets both ends are watched for data; in `active` of them a byte
// goes to and fro. An event is one read and one write.
void ping_pong(uint64_t pairs, uint64_t active, uint64_t events);

// `count` descriptors are added, then removed, until `pairs` additions and removals are done.
void churn(uint64_t count, uint64_t pairs);

// Of `registered` eventfds, `ready` are ready, evenly spread, and stay so.
void ready(uint64_t ready, uint64_t registered, uint64_t events);

// `count` timers with random deadlines are started, every second one is cancelled, and the rest fires, all
// in one turn; that `cycles` times, after once to grow the memory.
void timers(uint64_t count, uint64_t cycles);

#endif
