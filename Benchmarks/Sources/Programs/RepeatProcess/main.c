// Starts a program again and again, each time when the one before has ended, and prints how long that took:
//
//     repeat-process NUMBER PROGRAM ARGUMENT...
#define _GNU_SOURCE
#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "ProgramSupport.h"

extern char **environ;

int main(int argc, char **argv) {
  if (argc < 3) support_usage("NUMBER PROGRAM ARGUMENT...");
  char *end;
  unsigned long number = strtoul(argv[1], &end, 10);
  if (*end != 0 || number == 0) support_usage("NUMBER PROGRAM ARGUMENT...");
  uint64_t start = support_now();
  for (unsigned long count = 0; count < number; count++) {
    pid_t child;
    errno = posix_spawn(&child, argv[2], NULL, NULL, &argv[2], environ);
    if (errno != 0) support_fail(argv[2]);
    int status;
    if (waitpid(child, &status, 0) < 0) support_fail("waitpid");
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
      fprintf(stderr, "repeat-process: %s did not end with 0\n", argv[2]);
      return 1;
    }
  }
  support_report("process", number, support_now() - start);
  return 0;
}
