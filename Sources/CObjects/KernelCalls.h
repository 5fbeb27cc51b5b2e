// Calls of the kernel with whatever arguments, for trials: the objects of CObjects.h, continued.
#ifndef TWINLOOP_KERNEL_CALLS_H
#define TWINLOOP_KERNEL_CALLS_H

#include <sys/resource.h>
#include <termios.h>

static inline int cobjects_epoll_of_size(int size) { return cobjects_result(epoll_create(size)); }

// EPOLL_CTL_DEL with no event at all.
static inline int cobjects_epoll_remove(int instance, int target) {
  return cobjects_result(epoll_ctl(instance, EPOLL_CTL_DEL, target, 0));
}

static inline int cobjects_epoll_with_flags(int flags) { return cobjects_result(epoll_create1(flags)); }

// epoll_pwait(2) with a signal mask of the kernel's form. By number: glibc takes no mask of another size.
static inline int cobjects_epoll_collect_masked(int instance, struct epoll_event *events, int capacity, int timeout,
                                                const void *mask, size_t size) {
  return cobjects_result(syscall(SYS_epoll_pwait, instance, events, capacity, timeout, mask, size));
}

// epoll_pwait2(2) for a span, or without limit for none; the kernel's __kernel_timespec has 64 bits in each field.
static inline int cobjects_epoll_collect_precisely(int instance, struct epoll_event *events, int capacity,
                                                   int is_limited, int64_t seconds, int64_t nanoseconds) {
#ifdef SYS_epoll_pwait2
  struct { int64_t seconds, nanoseconds; } span = {seconds, nanoseconds};
  return cobjects_result(
      syscall(SYS_epoll_pwait2, instance, events, capacity, is_limited ? &span : 0, (void *)0, (size_t)8));
#else
  return -ENOSYS;
#endif
}

// By how much the kernel may put off the calling thread's timers; 0 for as much as it did at first.
static inline void cobjects_set_timer_slack(unsigned long nanoseconds) {
  prctl(PR_SET_TIMERSLACK, nanoseconds, 0, 0, 0);
}

// _exit(2), of which Swift does not know that it never returns: else it destroys what is there before the call.
static inline void cobjects_leave(void) { _exit(0); }

// A child that has something to put right does not end with its parent.
static inline void cobjects_outlive_parent(void) { prctl(PR_SET_PDEATHSIG, 0); }

// What fcntl(2) does not: makes a descriptor non-blocking, or not.
static inline int cobjects_set_nonblocking(int descriptor, int yes) {
  return cobjects_result(ioctl(descriptor, FIONBIO, &yes));
}

// An ioctl that is for terminals alone.
static inline int cobjects_terminal_settings(int descriptor) {
  struct termios settings;
  return cobjects_result(ioctl(descriptor, TCGETS, &settings));
}

static inline int cobjects_map(int descriptor) {
  void *page = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  if (page == MAP_FAILED) return -errno;
  munmap(page, 4096);
  return 0;
}

static inline int cobjects_is_closed_on_exec(int descriptor) {
  int flags = fcntl(descriptor, F_GETFD);
  return flags < 0 ? -errno : (flags & FD_CLOEXEC) != 0;
}

// How many numbers a process may give to descriptors: sets it, and returns what it was.
static inline int64_t cobjects_limit_descriptors(int64_t limit) {
  struct rlimit value;
  if (getrlimit(RLIMIT_NOFILE, &value) < 0) return -errno;
  int64_t former = (int64_t)value.rlim_cur;
  value.rlim_cur = (rlim_t)limit < value.rlim_max ? (rlim_t)limit : value.rlim_max;
  return setrlimit(RLIMIT_NOFILE, &value) < 0 ? -errno : former;
}

// Sends a signal to the calling thread, which may block it.
static inline void cobjects_raise(int signal_number) { raise(signal_number); }

// Blocks a signal for the calling thread, or lets it through.
static inline void cobjects_block(int signal_number, int yes) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal_number);
  pthread_sigmask(yes ? SIG_BLOCK : SIG_UNBLOCK, &set, 0);
}

#endif
