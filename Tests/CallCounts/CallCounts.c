// The functions of the C library that are counted are defined here anew: a program's own definition comes
// before the library's, for the program and for all libraries that it uses.
#define _GNU_SOURCE
#include "CallCounts.h"

#include <dlfcn.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static __thread uint64_t epoll_ctl_calls;
static __thread uint64_t epoll_wait_calls;
static __thread uint64_t poll_calls;
static __thread uint64_t allocations;

uint64_t call_counts_epoll_ctl(void) { return epoll_ctl_calls; }
uint64_t call_counts_epoll_wait(void) { return epoll_wait_calls; }
uint64_t call_counts_poll(void) { return poll_calls; }
uint64_t call_counts_allocations(void) { return allocations; }

static __thread int replaced_descriptor = -1;
static __thread int replacing_file = -1;

void call_counts_replace_before_adding(int descriptor, int file) {
  replaced_descriptor = descriptor;
  replacing_file = file;
}

static void replace(int descriptor) {
  replaced_descriptor = -1;
  if (replacing_file < 0) {
    close(descriptor);
  } else {
    dup2(replacing_file, descriptor);
  }
}

int epoll_ctl(int instance, int operation, int descriptor, struct epoll_event *event) {
  epoll_ctl_calls++;
  if (operation == EPOLL_CTL_ADD && descriptor == replaced_descriptor) replace(descriptor);
  return (int)syscall(SYS_epoll_ctl, instance, operation, descriptor, event);
}

int epoll_pwait(int instance, struct epoll_event *events, int capacity, int timeout, const sigset_t *mask) {
  epoll_wait_calls++;
  // The kernel's set of signals has 64 bits.
  return (int)syscall(SYS_epoll_pwait, instance, events, capacity, timeout, mask, 8);
}

int epoll_wait(int instance, struct epoll_event *events, int capacity, int timeout) {
  return epoll_pwait(instance, events, capacity, timeout, NULL);
}

int poll(struct pollfd *entries, nfds_t count, int timeout) {
  poll_calls++;
  struct timespec span = {.tv_sec = timeout / 1000, .tv_nsec = timeout % 1000 * 1000000L};
  return (int)syscall(SYS_ppoll, entries, count, timeout < 0 ? NULL : &span, NULL, 8);
}

static int loop_fork_result;

void call_counts_set_loop_fork_result(int result) { loop_fork_result = result; }

int uv_loop_fork(void *loop) {
  if (loop_fork_result != 0) return loop_fork_result;
  int (*libuvs_own)(void *) = (int (*)(void *))dlsym(RTLD_NEXT, "uv_loop_fork");
  return libuvs_own(loop);
}

#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)

bool call_counts_has_allocations(void) { return false; }

#else

bool call_counts_has_allocations(void) { return true; }

// glibc's own names of its allocator, which exist for this purpose.
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

void *malloc(size_t size) {
  allocations++;
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  allocations++;
  return __libc_calloc(count, size);
}

void *realloc(void *block, size_t size) {
  allocations++;
  return __libc_realloc(block, size);
}

void *memalign(size_t alignment, size_t size) {
  allocations++;
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  allocations++;
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **block, size_t alignment, size_t size) {
  if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0) return EINVAL;
  allocations++;
  void *result = __libc_memalign(alignment, size);
  if (result == NULL) return ENOMEM;
  *block = result;
  return 0;
}

#endif
