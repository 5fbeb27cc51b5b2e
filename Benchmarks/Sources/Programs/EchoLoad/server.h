// The program under load: a process that prints `port N` and then serves.
#ifndef SERVER_H
#define SERVER_H

#include <stdint.h>
#include <sys/types.h>

// How long a server may be silent before that is an error, in milliseconds.
#define SERVER_PATIENCE 10000

struct server {
  pid_t process;
  int output;  // its standard output; at its end the server has ended
  uint16_t port;
};

// Starts the program and waits for its port. It ends when this process does.
void server_start(struct server *server, char **arguments);

// To be called when there is output: drops it, and fails if the server has ended.
void server_look(const struct server *server);

// Nanoseconds of processor time that the server's threads have had.
uint64_t server_time(const struct server *server);

// Ends the server, and waits until it is gone.
void server_stop(const struct server *server);

// Ends this program with status 1.
_Noreturn void fail(const char *message);

#endif
