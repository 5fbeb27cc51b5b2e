// The system calls that Swift's Glibc module does not show, as inline functions: nothing is compiled into a
// library.
#ifndef TWINLOOP_CEPOLL_H
#define TWINLOOP_CEPOLL_H

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

// Each call returns what the system call does, or the negated errno.
static inline int cepoll_create(void) {
  int result = epoll_create1(EPOLL_CLOEXEC);
  return result < 0 ? -errno : result;
}

static inline int cepoll_ctl(int instance, int operation, int descriptor, uint32_t events, uint64_t data) {
  struct epoll_event event = {.events = events, .data = {.u64 = data}};
  return epoll_ctl(instance, operation, descriptor, &event) < 0 ? -errno : 0;
}

static inline int cepoll_remove(int instance, int descriptor) {
  return epoll_ctl(instance, EPOLL_CTL_DEL, descriptor, NULL) < 0 ? -errno : 0;
}

// epoll_wait with a time-out in nanoseconds, negative for none. By number: glibc has the wrapper since 2.35
// only.
static inline int cepoll_wait(int instance, struct epoll_event *events, int capacity, int64_t nanoseconds) {
  if (nanoseconds <= 0) {
    int count = epoll_wait(instance, events, capacity, nanoseconds < 0 ? -1 : 0);
    return count < 0 ? -errno : count;
  }
#ifdef SYS_epoll_pwait2
  struct timespec span = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
  long result = syscall(SYS_epoll_pwait2, instance, events, capacity, nanoseconds < 0 ? 0 : &span, 0, (size_t)8);
  if (result >= 0) return (int)result;
  if (errno != ENOSYS) return -errno;
#endif
  // Linux before 5.11: whole milliseconds, rounded up so as not to be early.
  int64_t milliseconds = nanoseconds < 0 ? -1 : nanoseconds / 1000000 + (nanoseconds % 1000000 != 0);
  if (milliseconds > 0x7fffffff) milliseconds = 0x7fffffff;
  int count = epoll_wait(instance, events, capacity, (int)milliseconds);
  return count < 0 ? -errno : count;
}

static inline int cepoll_eventfd(void) {
  int result = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  return result < 0 ? -errno : result;
}

static inline void cepoll_eventfd_add(int descriptor) {
  int saved = errno;
  uint64_t one = 1;
  ssize_t written = write(descriptor, &one, sizeof one);
  (void)written;
  errno = saved;
}

static inline int cepoll_close(int descriptor) { return close(descriptor); }

// dup3(2): makes `place` another number for what `descriptor` names; what it named before is closed.
static inline int cepoll_duplicate(int descriptor, int place) {
  return dup3(descriptor, place, O_CLOEXEC) < 0 ? -errno : 0;
}

// The kernel's release, such as 6.1.0, in memory of the caller that holds 65 bytes.
static inline void cepoll_release(char *release) {
  struct utsname name;
  release[0] = 0;
  if (uname(&name) == 0) memcpy(release, name.release, sizeof name.release);
}

static inline uint64_t cepoll_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

#endif
