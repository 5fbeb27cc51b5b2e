#define _GNU_SOURCE
#include "server.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ProgramSupport.h"

void fail(const char *message) {
  fprintf(stderr, "%s: %s\n", program_invocation_short_name, message);
  exit(1);
}

_Noreturn static void become(char **arguments, int output, pid_t parent) {
  if (prctl(PR_SET_PDEATHSIG, SIGTERM) != 0) support_fail("prctl");
  if (getppid() != parent) _exit(1);
  if (dup2(output, STDOUT_FILENO) < 0) support_fail("dup2");
  execvp(arguments[0], arguments);
  support_fail(arguments[0]);
}

// Reads the line `port N`.
static uint16_t read_port(int output) {
  char line[32];
  size_t length = 0;
  while (length < sizeof line - 1) {
    struct pollfd awaited = {.fd = output, .events = POLLIN};
    int count = poll(&awaited, 1, SERVER_PATIENCE);
    if (count < 0) support_fail("poll");
    if (count == 0) fail("the server did not print its port");
    if (read(output, &line[length], 1) != 1) fail("the server ended before it printed its port");
    if (line[length] == '\n') break;
    length++;
  }
  line[length] = 0;
  uint16_t port;
  if (sscanf(line, "port %" SCNu16, &port) != 1) fail("the server printed something else than its port");
  return port;
}

void server_start(struct server *server, char **arguments) {
  int pipe_ends[2];
  if (pipe2(pipe_ends, O_CLOEXEC) != 0) support_fail("pipe2");
  pid_t parent = getpid();
  server->process = fork();
  if (server->process < 0) support_fail("fork");
  if (server->process == 0) become(arguments, pipe_ends[1], parent);
  close(pipe_ends[1]);
  server->output = pipe_ends[0];
  server->port = read_port(server->output);
}

void server_look(const struct server *server) {
  char bytes[256];
  if (read(server->output, bytes, sizeof bytes) <= 0) fail("the server ended");
}

// The first number of a thread's schedstat is its time on a processor; 0 if the thread has ended.
static uint64_t thread_time(int tasks, const char *thread) {
  char path[300];
  snprintf(path, sizeof path, "%s/schedstat", thread);
  int descriptor = openat(tasks, path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return 0;
  char text[128] = "";
  ssize_t count = read(descriptor, text, sizeof text - 1);
  close(descriptor);
  return count > 0 ? strtoull(text, NULL, 10) : 0;
}

uint64_t server_time(const struct server *server) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/task", server->process);
  DIR *tasks = opendir(path);
  if (tasks == NULL) support_fail(path);
  uint64_t sum = 0;
  for (struct dirent *task; (task = readdir(tasks)) != NULL;) {
    if (task->d_name[0] != '.') sum += thread_time(dirfd(tasks), task->d_name);
  }
  closedir(tasks);
  return sum;
}

void server_stop(const struct server *server) {
  // A tracer that runs the server ends it then, and reports.
  if (kill(server->process, SIGTERM) != 0) support_fail("kill");
  if (waitpid(server->process, NULL, 0) < 0) support_fail("waitpid");
}
