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
static inline int cepoll_create(int closes_on_exec) {
  int result = epoll_create1(closes_on_exec ? EPOLL_CLOEXEC : 0);
  return result < 0 ? -errno : result;
}

static inline int cepoll_create_sized(int size) {
  int result = epoll_create(size);
  return result < 0 ? -errno : result;
}

static inline int cepoll_ctl(int instance, int operation, int descriptor, uint32_t events, uint64_t data) {
  struct epoll_event event = {.events = events, .data = {.u64 = data}};
  return epoll_ctl(instance, operation, descriptor, &event) < 0 ? -errno : 0;
}

static inline int cepoll_remove(int instance, int descriptor) {
  return epoll_ctl(instance, EPOLL_CTL_DEL, descriptor, NULL) < 0 ? -errno : 0;
}

// Whether the system lacks epoll_pwait2, as found by calling it; each Swift module has a variable of its own.
// Inside a function, for Swift's compiler emits no variable that stands in a header by itself.
static inline int *cepoll_lacks_pwait2(void) {
  static int lacks;
  return &lacks;
}

// What Linux before 5.11 has: whole milliseconds, rounded up so as not to be early, 24 days at a time.
static inline int cepoll_wait_coarsely(int instance, struct epoll_event *events, int capacity,
                                       int64_t nanoseconds, const uint64_t *mask) {
  int64_t left = nanoseconds < 0 ? -1 : nanoseconds / 1000000 + (nanoseconds % 1000000 != 0);
  for (;;) {
    int span = left > INT32_MAX ? INT32_MAX : (int)left;
    long count = syscall(SYS_epoll_pwait, instance, events, capacity, span, mask, (size_t)8);
    if (count < 0) return -errno;
    left -= span;
    if (count > 0 || left <= 0) return (int)count;
  }
}

// epoll_wait with a time-out in nanoseconds, negative for none, and a signal mask in the kernel's form, NULL
// for none. By number: glibc has the wrapper since 2.35 only, and takes masks of its own form.
// Not inline: the loop's wait calls it seldom, and would save registers for it each time.
__attribute__((noinline, unused))
static int cepoll_wait_masked(int instance, struct epoll_event *events, int capacity,
                              int64_t nanoseconds, const uint64_t *mask) {
#ifdef SYS_epoll_pwait2
  if (!__atomic_load_n(cepoll_lacks_pwait2(), __ATOMIC_RELAXED)) {
    // The kernel's __kernel_timespec, whose fields have 64 bits on every processor.
    struct { int64_t seconds, nanoseconds; } span = {nanoseconds / 1000000000, nanoseconds % 1000000000};
    long count = syscall(SYS_epoll_pwait2, instance, events, capacity, nanoseconds < 0 ? 0 : &span, mask,
                         (size_t)8);
    if (count >= 0) return (int)count;
    // EPERM comes from seccomp filters that are older than the call, which itself has no such answer.
    if (errno != ENOSYS && errno != EPERM) return -errno;
    __atomic_store_n(cepoll_lacks_pwait2(), 1, __ATOMIC_RELAXED);
  }
#endif
  return cepoll_wait_coarsely(instance, events, capacity, nanoseconds, mask);
}

static inline int cepoll_wait(int instance, struct epoll_event *events, int capacity, int64_t nanoseconds) {
  // With nothing to time and nothing to mask the plain call does, which every kernel and every filter knows.
  if (nanoseconds <= 0) {
    int count = epoll_wait(instance, events, capacity, nanoseconds < 0 ? -1 : 0);
    return count < 0 ? -errno : count;
  }
  return cepoll_wait_masked(instance, events, capacity, nanoseconds, 0);
}

// The signals that the calling thread blocks, in the kernel's form; the change asked for is none.
static inline uint64_t cepoll_blocked_signals(void) {
  uint64_t mask = 0;
  syscall(SYS_rt_sigprocmask, 0, (void *)0, &mask, (size_t)8);
  return mask;
}

static inline int cepoll_open(const char *path) {
  int result = open(path, O_RDONLY | O_CLOEXEC);
  return result < 0 ? -errno : result;
}

static inline int64_t cepoll_read(int descriptor, void *bytes, size_t count) {
  ssize_t result = read(descriptor, bytes, count);
  return result < 0 ? -errno : result;
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
