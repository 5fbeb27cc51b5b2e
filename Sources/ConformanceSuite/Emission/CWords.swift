/// The identifiers of C, and the headers that declare those of the system.
enum CWords {
  /// The identifiers in a text, without what stands in comments and in strings.
  static func identifiers(in text: String) -> Set<String> {
    var identifiers: Set<String> = []
    for line in text.split(separator: "\n") {
      var word = ""
      var isString = false
      var last: Character = " "
      for character in line + " " {
        if character == "\"", last != "\\", last != "'" { isString.toggle() }
        if !isString, character == "/", last == "/" { break }
        last = character
        if !isString, character == "_" || character.isLetter || character.isNumber {
          word.append(character)
        } else if !word.isEmpty {
          identifiers.insert(word)
          word = ""
        }
      }
    }
    return identifiers
  }

  /// A text as it may stand in a comment: one line, with no backslash, nor its trigraph, to make it go on.
  static func comment(_ text: String) -> String {
    String(text.map { $0.isNewline ? " " : $0 == "\\" ? "/" : $0 }).replacing(/\?(?=\?)/, with: "? ")
  }

  /// A text as a string of C.
  static func literal(_ text: String) -> String {
    let escaped = text.map { character in "\"\\?".contains(character) ? "\\\(character)" : "\(character)" }
    return "\"" + escaped.joined() + "\""
  }

  /// The headers that a text needs, in the order of their names.
  static func headers(for text: String) -> [String] {
    let words = identifiers(in: text)
    return headers.filter { !words.isDisjoint(with: $0.value) }.keys.sorted()
  }

  private static let headers: [String: Set<String>] = [
    "errno.h": ["errno"],
    "fcntl.h": ["fcntl", "open", "O_CLOEXEC", "O_NONBLOCK", "F_SETFL", "O_PATH"],
    "limits.h": ["INT_MAX"],
    "linux/sockios.h": ["SIOCOUTQ"],
    "netinet/in.h": ["sockaddr_in", "IPPROTO_TCP", "IPPROTO_IP"],
    "netinet/tcp.h": ["tcp_info", "TCP_NODELAY", "TCP_ESTABLISHED"],
    "poll.h": ["poll", "pollfd", "POLLIN", "POLLOUT", "POLLHUP", "POLLERR", "POLLRDHUP", "POLLPRI"],
    "pthread.h": ["pthread_t"],
    "sched.h": ["sched_yield", "unshare"],
    "signal.h": ["signal", "kill", "raise", "sigset_t"],
    "stdatomic.h": ["atomic_int"],
    "stdint.h": ["int64_t", "uint64_t", "uint32_t"],
    "stdio.h": ["printf", "snprintf", "setvbuf", "fopen"],
    "stdlib.h": ["exit", "malloc", "calloc", "free", "mkdtemp", "mkstemp", "qsort"],
    "string.h": [
      "strcmp", "strstr", "strlen", "strncmp", "strerrorname_np", "memset", "memcpy",
      "sigabbrev_np",
    ],
    "sys/epoll.h": ["epoll_event", "epoll_ctl", "epoll_wait", "epoll_create1"],
    "sys/eventfd.h": ["eventfd"],
    "sys/inotify.h": ["inotify_init1"],
    "sys/ioctl.h": ["ioctl"],
    "sys/mman.h": ["memfd_create"],
    "sys/mount.h": ["mount"],
    "sys/signalfd.h": ["signalfd"],
    "sys/socket.h": [
      "socket", "socketpair", "send", "recv", "shutdown", "setsockopt", "getsockopt", "listen", "sendmsg",
      "recvmsg",
    ],
    "sys/stat.h": ["mkfifo"],
    "sys/syscall.h": ["syscall", "SYS_epoll_pwait"],
    "sys/time.h": ["setitimer"],
    "sys/timerfd.h": ["timerfd_create", "timerfd_settime"],
    "sys/wait.h": ["waitpid", "waitid"],
    "termios.h": ["termios"],
    "time.h": ["clock_gettime"],
    "unistd.h": [
      "read", "write", "close", "fork", "usleep", "pipe2", "dup3", "getpid", "gethostname", "unlink",
    ],
    "uv.h": ["uv_loop_t"],
  ]
}
