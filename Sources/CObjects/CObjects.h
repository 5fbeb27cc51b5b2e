// The system calls that scenarios need and that Swift's Glibc module does not show, or only as variadic
// functions.
// Each returns what the call does, or the negated errno.
#ifndef TWINLOOP_COBJECTS_H
#define TWINLOOP_COBJECTS_H

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/errqueue.h>
#include <linux/sockios.h>
#include <malloc.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <unistd.h>

static inline int cobjects_result(long result) { return result < 0 ? -errno : (int)result; }

// Sockets, all on 127.0.0.1 or of the unix family.

static inline int cobjects_socket(int type) {
  return cobjects_result(socket(AF_INET, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
}

static inline int cobjects_bind(int descriptor) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  return cobjects_result(bind(descriptor, (struct sockaddr *)&address, sizeof address));
}

static inline int cobjects_unix_socket(void) {
  return cobjects_result(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
}

// Has the kernel choose a name (unix(7), "Autobind feature").
static inline int cobjects_bind_unix(int descriptor) {
  sa_family_t family = AF_UNIX;
  return cobjects_result(bind(descriptor, (struct sockaddr *)&family, sizeof family));
}

// Connects to the address that `target` is bound to.
static inline int cobjects_connect(int descriptor, int target) {
  struct sockaddr_storage address;
  socklen_t length = sizeof address;
  if (getsockname(target, (struct sockaddr *)&address, &length) < 0) return -errno;
  return cobjects_result(connect(descriptor, (struct sockaddr *)&address, length));
}

static inline int cobjects_accept(int listener) {
  return cobjects_result(accept4(listener, 0, 0, SOCK_CLOEXEC | SOCK_NONBLOCK));
}

// Whether one socket's address is the other's peer.
static inline int cobjects_are_connected(int client, int server) {
  struct sockaddr_in address, peer;
  socklen_t length = sizeof address;
  if (getsockname(client, (struct sockaddr *)&address, &length) < 0) return 0;
  length = sizeof peer;
  if (getpeername(server, (struct sockaddr *)&peer, &length) < 0) return 0;
  return address.sin_port == peer.sin_port && address.sin_addr.s_addr == peer.sin_addr.s_addr;
}

static inline int cobjects_option(int descriptor, int level, int name, int value) {
  return cobjects_result(setsockopt(descriptor, level, name, &value, sizeof value));
}

// Reads and clears SO_ERROR; the error itself is the result, positive.
static inline int cobjects_take_error(int descriptor) {
  int value = 0;
  socklen_t length = sizeof value;
  return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &value, &length) < 0 ? -errno : value;
}

// Has refusals kept one by one.
static inline int cobjects_queue_errors(int descriptor) {
  return cobjects_option(descriptor, IPPROTO_IP, IP_RECVERR, 1);
}

// Takes the oldest refusal that is kept; the error itself is the result, positive.
static inline int cobjects_read_error(int descriptor) {
  int isOn = 0;
  socklen_t length = sizeof isOn;
  // Of sockets of other families recvmsg(2) would take data.
  if (getsockopt(descriptor, IPPROTO_IP, IP_RECVERR, &isOn, &length) < 0) return -errno;
  char control[512];
  struct msghdr message = {.msg_control = control, .msg_controllen = sizeof control};
  if (recvmsg(descriptor, &message, MSG_ERRQUEUE | MSG_DONTWAIT) < 0) return -errno;
  for (struct cmsghdr *part = CMSG_FIRSTHDR(&message); part; part = CMSG_NXTHDR(&message, part)) {
    struct sock_extended_err error;
    if (part->cmsg_level != IPPROTO_IP || part->cmsg_type != IP_RECVERR) continue;
    memcpy(&error, CMSG_DATA(part), sizeof error);
    return (int)error.ee_errno;
  }
  return -ENOMSG;
}

// Sends a descriptor over a unix socket, with one byte.
static inline int cobjects_send_descriptor(int socket, int descriptor) {
  char byte = 'a';
  struct iovec data = {&byte, 1};
  union {
    char bytes[CMSG_SPACE(sizeof(int))];
    struct cmsghdr alignment;
  } control = {{0}};
  struct msghdr message = {
      .msg_iov = &data, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
  struct cmsghdr *part = CMSG_FIRSTHDR(&message);
  part->cmsg_level = SOL_SOCKET;
  part->cmsg_type = SCM_RIGHTS;
  part->cmsg_len = CMSG_LEN(sizeof(int));
  memcpy(CMSG_DATA(part), &descriptor, sizeof descriptor);
  return cobjects_result(sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT));
}

// Receives one byte, and the descriptor that came with it; ENOMSG if none did.
static inline int cobjects_receive_descriptor(int socket) {
  char byte;
  struct iovec data = {&byte, 1};
  union {
    char bytes[CMSG_SPACE(sizeof(int))];
    struct cmsghdr alignment;
  } control = {{0}};
  struct msghdr message = {
      .msg_iov = &data, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
  if (recvmsg(socket, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT) < 0) return -errno;
  struct cmsghdr *part = CMSG_FIRSTHDR(&message);
  if (!part || part->cmsg_type != SCM_RIGHTS) return -ENOMSG;
  int descriptor;
  memcpy(&descriptor, CMSG_DATA(part), sizeof descriptor);
  return descriptor;
}

static inline int cobjects_close_with_reset(int descriptor) {
  struct linger linger = {.l_onoff = 1, .l_linger = 0};
  if (setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, sizeof linger) < 0) return -errno;
  return cobjects_result(close(descriptor));
}

// A TCP socket's state, and for a listener the length of its queue.
static inline int cobjects_tcp_state(int descriptor) {
  struct tcp_info info = {0};
  socklen_t length = sizeof info;
  return getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &length) < 0 ? -errno : info.tcpi_state;
}

static inline int cobjects_queued_connections(int listener) {
  struct tcp_info info = {0};
  socklen_t length = sizeof info;
  return getsockopt(listener, IPPROTO_TCP, TCP_INFO, &info, &length) < 0 ? -errno : (int)info.tcpi_unacked;
}

static inline int cobjects_readable_bytes(int descriptor) {
  int count = 0;
  return ioctl(descriptor, FIONREAD, &count) < 0 ? -errno : count;
}

// Has a TCP socket acknowledge at once what has come, which it may otherwise put off for 40 ms.
static inline void cobjects_acknowledge(int descriptor) {
  int yes = 1;
  setsockopt(descriptor, IPPROTO_TCP, TCP_QUICKACK, &yes, sizeof yes);
}

static inline int cobjects_unacknowledged_bytes(int descriptor) {
  int count = 0;
  return ioctl(descriptor, SIOCOUTQ, &count) < 0 ? -errno : count;
}

// Other objects.

static inline int cobjects_eventfd(unsigned initial, int semaphore) {
  return cobjects_result(eventfd(initial, EFD_CLOEXEC | EFD_NONBLOCK | (semaphore ? EFD_SEMAPHORE : 0)));
}

static inline int cobjects_timerfd(void) {
  return cobjects_result(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
}

static inline int cobjects_arm(int descriptor, int64_t nanoseconds) {
  struct itimerspec value = {.it_value = {nanoseconds / 1000000000, nanoseconds % 1000000000}};
  return cobjects_result(timerfd_settime(descriptor, 0, &value, 0));
}

static inline int cobjects_signalfd(int signal_number) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal_number);
  if (sigprocmask(SIG_BLOCK, &set, 0) < 0) return -errno;
  return cobjects_result(signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
}

static inline int cobjects_memfd(const char *name) {
  return cobjects_result(syscall(SYS_memfd_create, name, 1u));
}

static inline int cobjects_null(void) {
  return cobjects_result(open("/dev/null", O_RDWR | O_CLOEXEC | O_NONBLOCK));
}

// The read end in the lower half of the result, the write end in the upper one. pipe2 by number: the header shows
// it with _GNU_SOURCE only.
static inline int64_t cobjects_pipe(int non_blocking) {
  int ends[2];
  if (syscall(SYS_pipe2, ends, O_CLOEXEC | (non_blocking ? O_NONBLOCK : 0)) < 0) return -errno;
  return (int64_t)ends[1] << 32 | ends[0];
}

// Two connected sockets, in the same form: unlike a pipe's end, one can be written to without raising SIGPIPE.
static inline int64_t cobjects_channel(void) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0) return -errno;
  return (int64_t)ends[1] << 32 | ends[0];
}

static inline int cobjects_flags(int descriptor) { return cobjects_result(fcntl(descriptor, F_GETFL)); }

static inline int cobjects_set_flags(int descriptor, int flags) {
  return cobjects_result(fcntl(descriptor, F_SETFL, flags));
}

static inline int cobjects_duplicate(int descriptor) {
  return cobjects_result(fcntl(descriptor, F_DUPFD_CLOEXEC, 0));
}

// Gives the file a number that is greater than `number`.
static inline int cobjects_duplicate_above(int descriptor, int number) {
  return cobjects_result(fcntl(descriptor, F_DUPFD_CLOEXEC, number + 1));
}

static inline int cobjects_duplicate_onto(int descriptor, int number) {
  return cobjects_result(dup3(descriptor, number, O_CLOEXEC));
}

// Epoll as the owner of a nested instance uses it.

static inline int cobjects_epoll(void) { return cobjects_result(epoll_create1(EPOLL_CLOEXEC)); }

static inline int cobjects_epoll_control(int instance, int is_add, int target, uint32_t events) {
  struct epoll_event event = {.events = events, .data = {.fd = target}};
  return cobjects_result(epoll_ctl(instance, is_add ? EPOLL_CTL_ADD : EPOLL_CTL_DEL, target, &event));
}

static inline int cobjects_epoll_harvest(int instance) {
  struct epoll_event events[64];
  return cobjects_result(epoll_wait(instance, events, 64, 0));
}

// Epoll as a loop uses it. Operations are those of epoll_ctl(2).

static inline int cobjects_epoll_change(int instance, int operation, int target, uint32_t events, uint64_t data) {
  struct epoll_event event = {.events = events, .data = {.u64 = data}};
  return cobjects_result(epoll_ctl(instance, operation, target, &event));
}

// Milliseconds, or -1 for no limit; the number of events, or the negated errno.
static inline int cobjects_epoll_collect(int instance, struct epoll_event *events, int capacity, int timeout) {
  return cobjects_result(epoll_wait(instance, events, capacity, timeout));
}

static inline uint64_t cobjects_monotonic_nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

// poll(2) on one descriptor: its events, 0 if none came in time.
static inline int cobjects_poll(int descriptor, short events, int milliseconds) {
  struct pollfd entry = {.fd = descriptor, .events = events};
  int count = poll(&entry, 1, milliseconds);
  return count < 0 ? -errno : count == 0 ? 0 : entry.revents;
}

static const int COBJECTS_POLLRDHUP = 0x2000;
static const int COBJECTS_O_NONBLOCK = O_NONBLOCK;

// Signals.

static inline void cobjects_ignore(int signal_number) { signal(signal_number, SIG_IGN); }

// A worker may have been started by a thread that blocks signals, and has inherited that.
static inline void cobjects_unblock_signals(void) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, 0);
}

// A worker must not outlive the suite, also if it hangs.
static inline void cobjects_end_with_parent(void) { prctl(PR_SET_PDEATHSIG, SIGKILL); }

// Without SA_RESTART; epoll_wait is interrupted in any case, signal(7).
static inline int cobjects_handle(int signal_number, void (*handler)(int)) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal_number);
  sigprocmask(SIG_UNBLOCK, &set, 0);
  return cobjects_result(sigaction(signal_number, &action, 0));
}

// SIGALRM every so many microseconds; 0 ends it.
static inline int cobjects_interrupt_every(int64_t microseconds) {
  struct timeval span = {microseconds / 1000000, microseconds % 1000000};
  struct itimerval value = {span, span};
  return cobjects_result(setitimer(ITIMER_REAL, &value, 0));
}

// Forgets a signal that is blocked and pending: ignoring it drops it.
static inline void cobjects_discard(int signal_number) {
  signal(signal_number, SIG_IGN);
  signal(signal_number, SIG_DFL);
}

static inline int cobjects_send_to_process(int signal_number) { return cobjects_result(kill(getpid(), signal_number)); }

// What the process has from malloc(3) and has not given back.
static inline int64_t cobjects_allocated_bytes(void) {
  struct mallinfo2 info = mallinfo2();
  return (int64_t)(info.uordblks + info.hblkhd);
}

static inline int cobjects_thread(void) { return (int)syscall(SYS_gettid); }

// Whether a system call number is one by which a loop waits, on whatever it is built.
static inline int cobjects_is_wait(long number) {
  return
#ifdef SYS_poll
      number == SYS_poll ||
#endif
#ifdef SYS_select
      number == SYS_select ||
#endif
#ifdef SYS_io_uring_enter
      number == SYS_io_uring_enter ||
#endif
      number == SYS_ppoll || number == SYS_pselect6 ||
#ifdef SYS_epoll_wait
      number == SYS_epoll_wait ||
#endif
#ifdef SYS_epoll_pwait2
      number == SYS_epoll_pwait2 ||
#endif
      number == SYS_epoll_pwait;
}

#include "KernelCalls.h"
#include "SystemObjects.h"

#endif
