// libuv, and the few system calls beside it that Swift's Glibc module does not show, as inline functions.
#ifndef TWINLOOP_CUV_H
#define TWINLOOP_CUV_H

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/vfs.h>
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

// Whether the kernel's name for a file without a type is one of those that only ever become ready.
static inline bool cuv_never_hangs_up(int descriptor) {
  static const char *const names[] = {
    "anon_inode:[eventfd]", "anon_inode:[timerfd]", "anon_inode:[signalfd]", "anon_inode:[eventpoll]",
    "anon_inode:inotify",
  };
  char path[32];
  snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
  char name[32];
  ssize_t length = readlink(path, name, sizeof name - 1);
  if (length < 0) return false;
  name[length] = '\0';
  for (size_t index = 0; index < sizeof names / sizeof *names; index++) {
    if (strcmp(name, names[index]) == 0) return true;
  }
  return false;
}

// Whether a file is an attribute of sysfs.
static inline bool cuv_is_in_sysfs(int descriptor) {
  struct statfs system;
  return fstatfs(descriptor, &system) == 0 && system.f_type == 0x62656572;  // SYSFS_MAGIC
}

// Whether a file tells of pressure: /proc/pressure/memory, or a control group's memory.pressure.
static inline bool cuv_is_pressure_file(int descriptor) {
  char path[32];
  snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
  char name[4096];
  ssize_t length = readlink(path, name, sizeof name - 1);
  if (length < 0) return false;
  name[length] = '\0';
  const char *last = strrchr(name, '/');
  const char *ending = strrchr(name, '.');
  return strstr(name, "/pressure/") != NULL || (last != NULL && ending > last && strcmp(ending, ".pressure") == 0);
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
