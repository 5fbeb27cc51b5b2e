// The workloads of the programs in C. A program offers those that it defines: the declarations are weak, so
// that the ones it leaves out are null.
#ifndef WORKLOADS_H
#define WORKLOADS_H

#include <stdint.h>

#define WORKLOAD __attribute__((weak)) void

// Prints the library's name and version.
void version(void);

// In each of `pairs` pairs of unix-stream sockets both ends are watched for data; in `active` of them a byte
// goes to and fro. An event is one read and one write.
WORKLOAD ping_pong(uint64_t pairs, uint64_t active, uint64_t events);

// Of `registered` eventfds, `ready` are ready, evenly spread, and stay so.
WORKLOAD ready(uint64_t ready, uint64_t registered, uint64_t events);

// The same without epoll. With select, status 64 if a descriptor does not fit into its sets.
WORKLOAD ready_by_poll(uint64_t ready, uint64_t registered, uint64_t events);
WORKLOAD ready_by_select(uint64_t ready, uint64_t registered, uint64_t events);

// `count` descriptors are added, then removed, until `pairs` additions and removals are done.
WORKLOAD churn(uint64_t count, uint64_t pairs);

// `count` sockets that are not ready are watched for reading and writing, then again for reading only, until
// `changes` changes are done.
WORKLOAD masks(uint64_t count, uint64_t changes);

// `count` timers with random deadlines are started, every second one is cancelled, and the rest fires, all
// in one turn; that `cycles` times, after once to grow the memory.
WORKLOAD timers(uint64_t count, uint64_t cycles);

// Two loops on two threads wake each other in turn; `count` times to the other and back.
WORKLOAD wake_round_trip(uint64_t count);

// `threads` threads wake one loop, `wakes` times in all.
WORKLOAD wake_storm(uint64_t threads, uint64_t wakes);

// Messages of 100 bytes are read 50 at a time: each half as it is reported, both halves at an edge, or each
// half as it is reported and then watched for anew.
WORKLOAD level(uint64_t messages);
WORKLOAD edge(uint64_t messages);
WORKLOAD one_shot(uint64_t messages);

// A TCP server that sends back what it gets; it prints its port, and does not return.
WORKLOAD echo(void);

// The heap that `count` watched eventfds take, and `count` timers that have been started.
WORKLOAD memory_registrations(uint64_t count);
WORKLOAD memory_timers(uint64_t count);

#endif
