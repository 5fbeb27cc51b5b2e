// What the echo servers over sockets share: listening, and what is done with a connection that is ready.
#ifndef ECHO_H
#define ECHO_H

#include <stddef.h>

// The bytes that a server reads at once, and the connections that may wait to be accepted.
#define SUPPORT_ECHO_BUFFER 4096
#define SUPPORT_ECHO_BACKLOG 4096

// A TCP socket that listens on a free port of 127.0.0.1, nonblocking.
int support_listen(void);

// Prints the port that a listening socket has, as the load generator reads it.
void support_print_port(int listener);

// The next connection, nonblocking and without delay; -1 if none waits.
int support_accept(int listener);

// Sends each write at once.
void support_set_no_delay(int connection);

struct support_echo {
  int descriptor;
  size_t sent;
  size_t kept;
  char *rest;  // `kept` bytes that were read, of which `sent` are sent; NULL when there is nothing to send
};

// What a connection is to be watched for from now on.
enum support_echo_interest { SUPPORT_ECHO_READ, SUPPORT_ECHO_WRITE, SUPPORT_ECHO_CLOSE };

// Of a connection that is ready to be read: one read, and one write of the same.
enum support_echo_interest support_echo_read(struct support_echo *echo);

// Of a connection that is ready to be written: one write of what could not be sent yet.
enum support_echo_interest support_echo_write(struct support_echo *echo);

// Closes the connection.
void support_echo_close(struct support_echo *echo);

#endif
