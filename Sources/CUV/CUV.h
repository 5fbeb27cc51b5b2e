// libuv, and the few system calls beside it that Swift's Glibc module does not show, as inline functions.
#ifndef TWINLOOP_CUV_H
#define TWINLOOP_CUV_H

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <unistd.h>
#include <uv.h>

static inline int cuv_errno(void) { return errno; }
static inline void cuv_set_errno(int value) { errno = value; }

// Each epoll call returns what the system call does, or the negated errno, as libuv's functions do.
static inline int cuv_epoll_create(void) {
  int result = epoll_create1(EPOLL_CLOEXEC);
  return result < 0 ? -errno : result;
}

static inline int cuv_epoll_control(int set, int operation, int descriptor, uint32_t events, uint64_t data) {
  struct epoll_event event = {.events = events, .data = {.u64 = data}};
  return epoll_ctl(set, operation, descriptor, &event) < 0 ? -errno : 0;
}

// Collects without blocking.
static inline int cuv_epoll_collect(int set, struct epoll_event *events, int capacity) {
  int count = epoll_wait(set, events, capacity, 0);
  return count < 0 ? -errno : count;
}

// Whether the process can open this many descriptors more: 0, or the negated errno.
static inline int cuv_check_descriptors(int count) {
  int descriptor = cuv_epoll_create();
  if (descriptor < 0) return descriptor;
  int result = count > 1 ? cuv_check_descriptors(count - 1) : 0;
  close(descriptor);
  return result;
}

// Puts an epoll set in the place of another, which is closed.
static inline int cuv_epoll_replace(int set, int place) {
  int result = dup3(set, place, O_CLOEXEC) < 0 ? -errno : 0;
  close(set);
  return result;
}

#endif
