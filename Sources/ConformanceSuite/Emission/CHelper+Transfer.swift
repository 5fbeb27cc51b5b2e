extension CHelper {
  /// Reading and writing.
  static let transfer = [
    CHelper(
      "write_once",
      template: #"""
        // Sends without SIGPIPE and, on a blocking socket too, without blocking.
        static ssize_t write_once(int descriptor, const char *bytes, size_t count) {
          ssize_t sent = send(descriptor, bytes, count, MSG_NOSIGNAL | MSG_DONTWAIT);
          return sent < 0 && errno == ENOTSOCK ? write(descriptor, bytes, count) : sent;
        }
        """#),
    CHelper(
      "write_message",
      template: #"""
        static int write_message(int descriptor, size_t count) {
          char *bytes = calloc(1, count + 1);
          if (!bytes) return -1;
          ssize_t sent = write_once(descriptor, bytes, count);
          free(bytes);
          return sent < 0 ? -1 : 0;
        }
        """#),
    CHelper(
      "write_bytes",
      template: #"""
        static int write_bytes(int descriptor, size_t count) {
          char *bytes = calloc(1, count + 1);
          if (!bytes) return -1;
          for (size_t sent = 0; sent < count;) {
            ssize_t more = write_once(descriptor, bytes + sent, count - sent);
            if (more < 0) return free(bytes), -1;
            sent += more;
          }
          free(bytes);
          return 0;
        }
        """#),
    CHelper(
      "write_tcp",
      template: #"""
        // Goes on when the peer has acknowledged the bytes, which frees room, or has answered with a reset.
        static int write_tcp(int socket, size_t count, int peer) {
          if (write_bytes(socket, count) < 0) return -1;
          SETTLE((acknowledge(peer), unacknowledged_bytes(socket)) == 0 ||
                 poll(&(struct pollfd){socket, 0, 0}, 1, 0) > 0);
          return 0;
        }
        """#),
    CHelper(
      "unread_bytes",
      template: #"""
        // In canonical mode those of lines that have ended.
        static int unread_bytes(int descriptor) {
          int count = 0;
          return ioctl(descriptor, FIONREAD, &count) < 0 ? -1 : count;
        }
        """#),
    CHelper(
      "write_terminal",
      template: #"""
        // The bytes get to the other end, which holds a page less one byte, by way of a kernel thread.
        static int write_terminal(int descriptor, int count, int peer) {
          int held = unread_bytes(peer) + count;
          if (write_bytes(descriptor, count) < 0) return -1;
          SETTLE(unread_bytes(peer) >= (held < 4095 ? held : 4095));
          return 0;
        }
        """#),
    CHelper(
      "end_line",
      template: #"""
        static int end_line(int descriptor, int peer) {
          int held = unread_bytes(peer);
          if (write(descriptor, "\n", 1) < 0) return -1;
          SETTLE(held >= 4095 || unread_bytes(peer) > held);
          return 0;
        }
        """#),
    CHelper(
      "add_to_counter",
      template: #"""
        static int add_to_counter(int descriptor, uint64_t value) {
          return write(descriptor, &value, sizeof value) < 0 ? -1 : 0;
        }
        """#),
    CHelper(
      "read_once",
      template: #"""
        // Does not block, on a blocking descriptor either.
        static ssize_t read_once(int descriptor, size_t count) {
          static char bytes[65536];
          if (poll(&(struct pollfd){descriptor, POLLIN, 0}, 1, 0) == 0) return errno = EAGAIN, -1;
          return read(descriptor, bytes, count < sizeof bytes ? count : sizeof bytes);
        }
        """#),
    CHelper(
      "read_message",
      template: #"""
        // One message, or a counter's value.
        static const char *read_message(int descriptor) {
          ssize_t count = read_once(descriptor, SIZE_MAX);
          return count < 0 ? strerrorname_np(errno) : count == 0 ? "end" : "done";
        }
        """#),
    CHelper(
      "read_datagram",
      template: #"""
        // One datagram, which may be empty.
        static const char *read_datagram(int descriptor) {
          return read_once(descriptor, SIZE_MAX) < 0 ? strerrorname_np(errno) : "done";
        }
        """#),
    CHelper(
      "read_bytes",
      template: #"""
        static const char *read_bytes(int descriptor, size_t count) {
          for (size_t received = 0; received < count;) {
            ssize_t more = read_once(descriptor, count - received);
            if (more < 0) return strerrorname_np(errno);
            if (more == 0) return received == 0 ? "end" : "not all of it";
            received += more;
          }
          return "done";
        }
        """#),
    CHelper(
      "peek_bytes",
      template: #"""
        // Looks at bytes, or at one record, and leaves them there.
        static const char *peek_bytes(int socket, size_t count) {
          static char bytes[65536];
          size_t most = count < sizeof bytes ? count : sizeof bytes;
          ssize_t seen = recv(socket, bytes, most, MSG_PEEK | MSG_DONTWAIT);
          return seen < 0 ? strerrorname_np(errno) : seen == 0 ? "end" : "done";
        }
        """#),
    CHelper(
      "peek_datagram",
      template: #"""
        // Looks at one datagram, which may be empty.
        static const char *peek_datagram(int socket) {
          return recv(socket, (char[1]){0}, 1, MSG_PEEK | MSG_DONTWAIT) < 0 ? strerrorname_np(errno) : "done";
        }
        """#),
    CHelper(
      "read_all",
      template: #"""
        // Reads until nothing is left or the stream has ended.
        static int read_all(int descriptor) {
          ssize_t count;
          while ((count = read_once(descriptor, SIZE_MAX)) > 0) continue;
          return count < 0 && errno != EAGAIN && errno != ECONNRESET ? -1 : 0;
        }
        """#),
    CHelper(
      "read_all_datagrams",
      template: #"""
        // Reads until nothing is left; a datagram may be empty.
        static int read_all_datagrams(int descriptor) {
          while (read_once(descriptor, SIZE_MAX) >= 0) continue;
          return errno == EAGAIN || errno == ECONNRESET ? 0 : -1;
        }
        """#),
    CHelper(
      "read_all_tcp",
      template: #"""
        // What is read makes room for what the peer has still to send.
        static int read_all_tcp(int socket, int peer) {
          while (read_all(socket) == 0) {
            if (unacknowledged_bytes(peer) <= 0) return 0;
            sched_yield();
          }
          return -1;
        }
        """#),
    CHelper(
      "fill",
      template: #"""
        // Writes until nothing more fits.
        static int fill(int descriptor) {
          static char bytes[4096];
          while (write_once(descriptor, bytes, sizeof bytes) >= 0) continue;
          return errno == EAGAIN ? 0 : -1;
        }
        """#),
    CHelper(
      "fill_tcp",
      template: #"""
        // What is queued moves to the peer's buffer, and makes room, until that is full as well.
        static int fill_tcp(int socket) {
          do {
            if (fill(socket) < 0) return -1;
          } while (poll(&(struct pollfd){socket, POLLOUT, 0}, 1, 20) != 0);
          return 0;
        }
        """#),
  ]
}
