// What every program of the comparison shares. A program runs one workload a given number of times:
//
//     PROGRAM WORKLOAD NUMBER...
//
// and prints one line for each thing it has timed: its name, the nanoseconds and the operations.
#ifndef PROGRAM_SUPPORT_H
#define PROGRAM_SUPPORT_H

#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

// The numbers that follow the workload's name; ends the program with status 64 if there are not `count` of
// them, all greater than zero.
void support_numbers(int argc, char **argv, size_t count, uint64_t numbers[]);

// The same of any arguments.
void support_parse_numbers(char **arguments, size_t count, uint64_t numbers[]);

// Whether the command line asks for this workload.
int support_asks(int argc, char **argv, const char *workload);

// Ends the program: its command line is not understood (64), or `what` failed as errno says (1).
_Noreturn void support_usage(const char *usage);
_Noreturn void support_fail(const char *what);

// Lets the process hold as many descriptors as it may.
void support_raise_limit(void);

// A pair of connected unix-stream sockets, nonblocking, without a byte between them.
void support_open_pair(int pair[2]);

// An eventfd, nonblocking, ready to be read or not.
int support_open_eventfd(int is_ready);

// One of `registered` eventfds, of which `ready` are ready, evenly spread.
int support_open_spread(uint64_t index, uint64_t ready, uint64_t registered);

// A unix-stream socket, nonblocking, that is not ready: its send buffer is full, and nothing is to be read.
int support_open_full(void);

// Sends one byte.
void support_send(int descriptor);

// Takes one byte and sends it back: what a ping-pong does with each event.
static inline void support_bounce(int descriptor) {
  char byte;
  if (read(descriptor, &byte, 1) != 1) support_fail("read");
  if (write(descriptor, &byte, 1) != 1) support_fail("write");
}

// Bytes of the heap that are in use.
uint64_t support_heap(void);

// CLOCK_MONOTONIC in nanoseconds.
uint64_t support_now(void);

// Prints a result: an operation of this name was done so often in so many nanoseconds (or bytes of memory).
void support_report(const char *operation, uint64_t operations, uint64_t nanoseconds);

#endif
