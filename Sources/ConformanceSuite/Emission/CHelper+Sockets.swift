extension CHelper {
  /// Waiting until an effect shows where the next step will look for it.
  static let settling = [
    CHelper(
      "SETTLE",
      template: #"""
        // Goes on when an effect is there, which may take five seconds.
        #define SETTLE(condition)                                            \
          for (int64_t began = now(); !(condition); sched_yield()) {         \
            if (now() - began > INT64_C(5000000000)) return errno = ETIME, -1; \
          }
        """#),
    CHelper(
      "settle",
      template: #"""
        // Goes on when poll(2) shows one of these events.
        static int settle(int descriptor, short events) {
          SETTLE(poll(&(struct pollfd){descriptor, events, 0}, 1, 100) > 0);
          return 0;
        }
        """#),
    CHelper(
      "tcp_information",
      template: #"""
        static struct tcp_info tcp_information(int socket) {
          struct tcp_info information = {0};
          socklen_t length = sizeof information;
          getsockopt(socket, IPPROTO_TCP, TCP_INFO, &information, &length);
          return information;
        }
        """#),
    CHelper(
      "queued_connections",
      template: #"""
        static unsigned queued_connections(int listener) { return tcp_information(listener).tcpi_unacked; }
        """#),
    CHelper(
      "unacknowledged_bytes",
      template: #"""
        static int unacknowledged_bytes(int socket) {
          int count = 0;
          return ioctl(socket, SIOCOUTQ, &count) < 0 ? -1 : count;
        }
        """#),
    CHelper(
      "acknowledge",
      template: #"""
        // Has a TCP socket acknowledge at once what has come, which it may otherwise put off for 40 ms.
        static int acknowledge(int socket) {
          int yes = 1;
          return setsockopt(socket, IPPROTO_TCP, TCP_QUICKACK, &yes, sizeof yes);
        }
        """#),
  ]

  /// Making sockets, all on 127.0.0.1 or of the unix family.
  static let sockets = [
    CHelper(
      "make_pair",
      template: #"""
        static int make_pair(int type, int *first, int *second) {
          int ends[2];
          if (socketpair(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) < 0) return -1;
          *first = ends[0];
          *second = ends[1];
          return 0;
        }
        """#),
    CHelper(
      "make_socket",
      template: #"""
        static int make_socket(int family, int type) {
          return socket(family, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        }
        """#),
    CHelper(
      "bind_to_loopback",
      template: #"""
        static int bind_to_loopback(int socket) {
          struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
          return bind(socket, (struct sockaddr *)&address, sizeof address);
        }
        """#),
    CHelper(
      "connect_to",
      template: #"""
        // Connects to the address that another socket is bound to.
        static int connect_to(int socket, int target) {
          struct sockaddr_storage address;
          socklen_t length = sizeof address;
          if (getsockname(target, (struct sockaddr *)&address, &length) < 0) return -1;
          return connect(socket, (struct sockaddr *)&address, length);
        }
        """#),
    CHelper(
      "make_tcp_listener",
      template: #"""
        static int make_tcp_listener(int *listener, int queue) {
          *listener = make_socket(AF_INET, SOCK_STREAM);
          if (*listener < 0 || bind_to_loopback(*listener) < 0) return -1;
          return listen(*listener, queue);
        }
        """#),
    CHelper(
      "make_unix_listener",
      template: #"""
        // The kernel chooses the name (unix(7), "Autobind feature").
        static int make_unix_listener(int *listener) {
          sa_family_t family = AF_UNIX;
          *listener = make_socket(AF_UNIX, SOCK_STREAM);
          if (*listener < 0 || bind(*listener, (struct sockaddr *)&family, sizeof family) < 0) return -1;
          return listen(*listener, 64);
        }
        """#),
    CHelper(
      "connect_tcp",
      template: #"""
        // Goes on when the listener has the connection.
        static int connect_tcp(int *client, int listener) {
          unsigned before = queued_connections(listener);
          *client = make_socket(AF_INET, SOCK_STREAM);
          if (*client < 0 || (connect_to(*client, listener) < 0 && errno != EINPROGRESS)) return -1;
          SETTLE(queued_connections(listener) > before || tcp_information(*client).tcpi_state == TCP_CLOSE);
          SETTLE(tcp_information(*client).tcpi_state != TCP_SYN_SENT);
          return tcp_information(*client).tcpi_state == TCP_ESTABLISHED ? 0 : (errno = ECONNREFUSED, -1);
        }
        """#),
    CHelper(
      "connect_unix",
      template: #"""
        static int connect_unix(int *client, int listener) {
          *client = make_socket(AF_UNIX, SOCK_STREAM);
          return *client < 0 ? -1 : connect_to(*client, listener);
        }
        """#),
    CHelper(
      "make_tcp",
      template: #"""
        // A connection; without Nagle's algorithm, which would hold back a second small write.
        static int make_tcp(int *client, int *server) {
          int listener, on = 1;
          if (make_tcp_listener(&listener, 64) < 0 || connect_tcp(client, listener) < 0) return -1;
          *server = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
          if (*server < 0 || close(listener) < 0) return -1;
          if (setsockopt(*client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) < 0) return -1;
          return setsockopt(*server, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        }
        """#),
    CHelper(
      "make_udp",
      template: #"""
        static int make_udp(int *first, int *second) {
          *first = make_socket(AF_INET, SOCK_DGRAM);
          *second = make_socket(AF_INET, SOCK_DGRAM);
          if (*first < 0 || bind_to_loopback(*first) < 0) return -1;
          if (*second < 0 || bind_to_loopback(*second) < 0) return -1;
          return connect_to(*first, *second) < 0 ? -1 : connect_to(*second, *first);
        }
        """#),
    CHelper(
      "begin_connecting",
      template: #"""
        // Tries a listener that drops what comes, as its queue has one place, which is taken.
        // Both stay open: a listener that is closed would answer with a reset.
        static int begin_connecting(int socket) {
          int listener, first;
          if (make_tcp_listener(&listener, 0) < 0 || connect_tcp(&first, listener) < 0) return -1;
          return connect_to(socket, listener) < 0 && errno == EINPROGRESS ? 0 : -1;
        }
        """#),
    CHelper(
      "refuse_connection",
      template: #"""
        // Tries a port that is bound, so that nobody else gets it, and not listened on.
        static int refuse_connection(int socket) {
          int other = make_socket(AF_INET, SOCK_STREAM);
          if (other < 0 || bind_to_loopback(other) < 0) return -1;
          if (connect_to(socket, other) < 0 && errno != EINPROGRESS) return -1;
          return settle(socket, POLLERR) < 0 ? -1 : close(other);
        }
        """#),
    CHelper(
      "settle_shutdown",
      template: #"""
        // The peer's acknowledgement changes this end's state and wakes its watchers once more.
        static int settle_shutdown(int socket, int peer) {
          int state = 0;
          SETTLE((acknowledge(peer), state = tcp_information(socket).tcpi_state) != TCP_FIN_WAIT1 &&
                 state != TCP_LAST_ACK && state != TCP_CLOSING);
          return 0;
        }
        """#),
    CHelper(
      "close_with_reset",
      template: #"""
        static int close_with_reset(int socket) {
          struct linger linger = {.l_onoff = 1, .l_linger = 0};
          if (setsockopt(socket, SOL_SOCKET, SO_LINGER, &linger, sizeof linger) < 0) return -1;
          return close(socket);
        }
        """#),
    CHelper(
      "set_option",
      template: #"""
        static int set_option(int socket, int option, int value) {
          return setsockopt(socket, SOL_SOCKET, option, &value, sizeof value);
        }
        """#),
    CHelper(
      "take_error",
      template: #"""
        // Reads and clears SO_ERROR.
        static const char *take_error(int socket) {
          int error = 0;
          socklen_t length = sizeof error;
          if (getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &length) < 0) return strerrorname_np(errno);
          return error ? strerrorname_np(error) : "done";
        }
        """#),
    CHelper(
      "queue_errors",
      template: #"""
        // Has refusals of datagrams kept one by one.
        static int queue_errors(int socket) {
          int yes = 1;
          return setsockopt(socket, IPPROTO_IP, IP_RECVERR, &yes, sizeof yes);
        }
        """#),
    CHelper(
      "read_error",
      template: #"""
        // Takes the oldest refusal that is kept.
        static const char *read_error(int socket) {
          char control[512];
          struct msghdr message = {.msg_control = control, .msg_controllen = sizeof control};
          if (recvmsg(socket, &message, MSG_ERRQUEUE | MSG_DONTWAIT) < 0) return strerrorname_np(errno);
          uint32_t error;  // A struct sock_extended_err begins with it.
          memcpy(&error, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof error);
          return strerrorname_np(error);
        }
        """#),
  ]

  /// Descriptors that are sent over unix sockets.
  static let passing = [
    CHelper(
      "send_descriptor",
      template: #"""
        // Sends a descriptor with one byte.
        static int send_descriptor(int socket, int descriptor) {
          char control[CMSG_SPACE(sizeof(int))] __attribute__((aligned(8))) = {0};
          struct iovec data = {"a", 1};
          struct msghdr message = {
              .msg_iov = &data, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
          struct cmsghdr *part = CMSG_FIRSTHDR(&message);
          *part = (struct cmsghdr){CMSG_LEN(sizeof(int)), SOL_SOCKET, SCM_RIGHTS};
          memcpy(CMSG_DATA(part), &descriptor, sizeof descriptor);
          return sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT) < 0 ? -1 : 0;
        }
        """#),
    CHelper(
      "receive_descriptor",
      template: #"""
        // Receives one byte and the descriptor that came with it.
        static int receive_descriptor(int *descriptor, int socket) {
          char control[CMSG_SPACE(sizeof(int))] __attribute__((aligned(8))) = {0}, byte;
          struct iovec data = {&byte, 1};
          struct msghdr message = {
              .msg_iov = &data, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
          if (recvmsg(socket, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT) < 0) return -1;
          struct cmsghdr *part = CMSG_FIRSTHDR(&message);
          if (!part) return errno = ENOMSG, -1;
          memcpy(descriptor, CMSG_DATA(part), sizeof *descriptor);
          return 0;
        }
        """#),
  ]
}
