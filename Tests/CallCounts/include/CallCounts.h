// Counts of calls that the C library gets from the calling thread; for tests of what a turn costs.
#ifndef TWINLOOP_CALL_COUNTS_H
#define TWINLOOP_CALL_COUNTS_H

#include <stdbool.h>
#include <stdint.h>

// The calls of epoll_ctl that this thread has made.
uint64_t call_counts_epoll_ctl(void);

// Closes a descriptor just before this thread next adds it to an epoll instance, as another thread might, and
// gives its number to another file, unless that is negative.
void call_counts_replace_before_adding(int descriptor, int file);

// The calls of epoll_wait and epoll_pwait, and those of poll, that this thread has made.
uint64_t call_counts_epoll_wait(void);
uint64_t call_counts_poll(void);

// Makes uv_loop_fork fail with a result other than 0 from now on; for a process of a test's own.
void call_counts_set_loop_fork_result(int result);

// The blocks of memory that this thread has asked for, grown ones among them.
uint64_t call_counts_allocations(void);

// Whether allocations are counted: a sanitizer has an allocator of its own.
bool call_counts_has_allocations(void);

#endif
