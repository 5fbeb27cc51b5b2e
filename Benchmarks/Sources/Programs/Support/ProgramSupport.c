#define _GNU_SOURCE
#include "ProgramSupport.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

void support_usage(const char *usage) {
  fprintf(stderr, "%s: usage: %s\n", program_invocation_short_name, usage);
  exit(64);
}

void support_fail(const char *what) {
  fprintf(stderr, "%s: %s: %s\n", program_invocation_short_name, what, strerror(errno));
  exit(1);
}

int support_asks(int argc, char **argv, const char *workload) {
  return argc > 1 && strcmp(argv[1], workload) == 0;
}

void support_numbers(int argc, char **argv, size_t count, uint64_t numbers[]) {
  if ((size_t)argc != count + 2) support_usage("WORKLOAD NUMBER...");
  support_parse_numbers(&argv[2], count, numbers);
}

void support_parse_numbers(char **arguments, size_t count, uint64_t numbers[]) {
  for (size_t index = 0; index < count; index++) {
    char *end;
    errno = 0;
    numbers[index] = strtoull(arguments[index], &end, 10);
    int is_number = isdigit((unsigned char)*arguments[index]) && *end == 0 && errno == 0;
    if (!is_number || numbers[index] == 0) support_usage("numbers are greater than zero");
  }
}

void support_raise_limit(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) support_fail("getrlimit");
  limit.rlim_cur = limit.rlim_max;
  if (setrlimit(RLIMIT_NOFILE, &limit) != 0) support_fail("setrlimit");
}

void support_open_pair(int pair[2]) {
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair) != 0) {
    support_fail("socketpair");
  }
}

int support_open_eventfd(int is_ready) {
  int descriptor = eventfd(is_ready ? 1 : 0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (descriptor < 0) support_fail("eventfd");
  return descriptor;
}

int support_open_spread(uint64_t index, uint64_t ready, uint64_t registered) {
  // How many of the first `index` are ready, rounded up: the first of every registered / ready.
  uint64_t before = (index * ready + registered - 1) / registered;
  uint64_t after = ((index + 1) * ready + registered - 1) / registered;
  return support_open_eventfd(after > before);
}

int support_open_full(void) {
  int pair[2];
  support_open_pair(pair);
  int size = 1;  // the kernel takes its least instead
  if (setsockopt(pair[0], SOL_SOCKET, SO_SNDBUF, &size, sizeof size) != 0) support_fail("setsockopt");
  char bytes[256] = {0};
  while (write(pair[0], bytes, sizeof bytes) > 0) {
  }
  if (errno != EAGAIN) support_fail("write");
  return pair[0];
}

void support_send(int descriptor) {
  if (write(descriptor, "", 1) != 1) support_fail("write");
}

uint64_t support_heap(void) {
  struct mallinfo2 heap = mallinfo2();
  return heap.uordblks + heap.hblkhd;
}

uint64_t support_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

void support_report(const char *operation, uint64_t operations, uint64_t nanoseconds) {
  printf("%s %" PRIu64 " %" PRIu64 "\n", operation, nanoseconds, operations);
}
