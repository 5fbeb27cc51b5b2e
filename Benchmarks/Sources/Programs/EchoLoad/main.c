// Loads an echo server, and prints what an echo costs it:
//
//     echo-load CONNECTIONS BYTES ECHOES FILE|- PROGRAM ARGUMENT...
//
// Each connection has one message in flight. The lines are `echo`, the time that passed, and `server`, the
// processor time that the server took meanwhile. The file gets the time of each echo in nanoseconds, as
// 64-bit numbers in this machine's order.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ProgramSupport.h"
#include "load.h"

// The echoes before those that are timed, at least: as many whatever follows, so that what two lengths differ by
// is the echoes between them.
#define WARM_UP 1000

static void write_latencies(const char *path, const uint64_t *latencies, uint64_t count) {
  FILE *file = fopen(path, "w");
  if (file == NULL) support_fail(path);
  if (fwrite(latencies, sizeof *latencies, count, file) != count || fclose(file) != 0) support_fail(path);
}

int main(int argc, char **argv) {
  if (argc < 6) support_usage("CONNECTIONS BYTES ECHOES FILE|- PROGRAM ARGUMENT...");
  uint64_t numbers[3];
  support_parse_numbers(&argv[1], 3, numbers);
  uint64_t connections = numbers[0];
  uint64_t bytes = numbers[1];
  uint64_t echoes = numbers[2];
  const char *path = strcmp(argv[4], "-") == 0 ? NULL : argv[4];

  support_raise_limit();
  struct server server;
  server_start(&server, &argv[5]);
  struct load load;
  load_open(&load, &server, connections, bytes);
  if (path != NULL) {
    load.latencies = calloc(echoes, sizeof *load.latencies);
    if (load.latencies == NULL) support_fail("calloc");
  }
  load_run(&load, connections > WARM_UP ? connections : WARM_UP, echoes);
  server_stop(&server);

  if (path != NULL) write_latencies(path, load.latencies, echoes);
  support_report("echo", echoes, load.nanoseconds);
  support_report("server", echoes, load.server_nanoseconds);
  return 0;
}
