// The functions of the C library that are counted are defined here anew: a program's own definition comes
// before the library's, for the program and for all libraries that it uses.
#define _GNU_SOURCE
#include "CallCounts.h"

#include <errno.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

static __thread uint64_t epoll_ctl_calls;
static __thread uint64_t allocations;

uint64_t call_counts_epoll_ctl(void) { return epoll_ctl_calls; }
uint64_t call_counts_allocations(void) { return allocations; }

int epoll_ctl(int instance, int operation, int descriptor, struct epoll_event *event) {
  epoll_ctl_calls++;
  return (int)syscall(SYS_epoll_ctl, instance, operation, descriptor, event);
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
