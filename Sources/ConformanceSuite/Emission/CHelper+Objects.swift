extension CHelper {
  /// Making objects that are no sockets, and their descriptors.
  static let objects = [
    CHelper(
      "make_pipe",
      template: #"""
        static int make_pipe(int *reader, int *writer) {
          int ends[2];
          if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0) return -1;
          *reader = ends[0];
          *writer = ends[1];
          return 0;
        }
        """#),
    CHelper(
      "make_fifo",
      template: #"""
        // A FIFO whose name is gone.
        static int make_fifo(int *reader, int *writer) {
          char folder[] = "/tmp/fifo-XXXXXX", name[sizeof folder + 2];
          if (!mkdtemp(folder)) return -1;
          snprintf(name, sizeof name, "%s/f", folder);
          if (mkfifo(name, 0600) == 0) {
            *reader = open(name, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
            *writer = open(name, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
            unlink(name);
          }
          rmdir(folder);
          return *writer;
        }
        """#),
    CHelper(
      "open_again",
      template: #"""
        // Opens the FIFO of one of its ends once more.
        static int open_again(int descriptor, int flags) {
          char name[32];
          snprintf(name, sizeof name, "/proc/self/fd/%d", descriptor);
          return open(name, flags | O_NONBLOCK | O_CLOEXEC);
        }
        """#),
    CHelper(
      "make_terminal",
      template: #"""
        // A pseudoterminal in raw mode.
        static int make_terminal(int *master, int *slave) {
          int flags = O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK, unlocked = 0;
          struct termios settings;
          *master = open("/dev/ptmx", flags);
          if (*master < 0 || ioctl(*master, TIOCSPTLCK, &unlocked) < 0) return -1;
          *slave = ioctl(*master, TIOCGPTPEER, flags);
          if (*slave < 0 || tcgetattr(*slave, &settings) < 0) return -1;
          cfmakeraw(&settings);
          return tcsetattr(*slave, TCSANOW, &settings);
        }
        """#),
    CHelper(
      "take_lines",
      template: #"""
        // Has a terminal take whole lines, without echo.
        static int take_lines(int slave) {
          struct termios settings;
          if (tcgetattr(slave, &settings) < 0) return -1;
          settings.c_lflag = ICANON;
          return tcsetattr(slave, TCSANOW, &settings);
        }
        """#),
    CHelper(
      "make_file_watch",
      template: #"""
        // An inotify instance that watches a file without a name for writes.
        static int make_file_watch(int *instance, int *watched) {
          char name[] = "/tmp/watched-XXXXXX";
          *watched = mkstemp(name);
          *instance = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
          if (*watched < 0 || *instance < 0 || inotify_add_watch(*instance, name, IN_MODIFY) < 0) return -1;
          return unlink(name);
        }
        """#),
    CHelper(
      "make_signalfd",
      template: #"""
        static int make_signalfd(int number) {
          sigset_t set;
          sigemptyset(&set);
          sigaddset(&set, number);
          if (sigprocmask(SIG_BLOCK, &set, NULL) < 0) return -1;
          return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
        }
        """#),
    CHelper(
      "arm_timer",
      template: #"""
        // Arms a timerfd once, and goes on when it has expired.
        static int arm_timer(int descriptor, int64_t nanoseconds) {
          struct itimerspec value = {.it_value = {nanoseconds / 1000000000, nanoseconds % 1000000000}};
          return timerfd_settime(descriptor, 0, &value, NULL) < 0 ? -1 : settle(descriptor, POLLIN);
        }
        """#),
    CHelper(
      "set_blocking",
      template: #"""
        static int set_blocking(int descriptor) {
          int flags = fcntl(descriptor, F_GETFL);
          return flags < 0 ? -1 : fcntl(descriptor, F_SETFL, flags & ~O_NONBLOCK);
        }
        """#),
    CHelper(
      "mode_of",
      template: #"""
        static const char *mode_of(int descriptor) {
          int flags = fcntl(descriptor, F_GETFL);
          return flags < 0 ? strerrorname_np(errno) : flags & O_NONBLOCK ? "nonblocking" : "blocking";
        }
        """#),
    CHelper(
      "take_number",
      template: #"""
        // Gives a descriptor the number that another had, which is closed.
        static int take_number(int *descriptor, int number) {
          if (*descriptor == number) return 0;
          if (dup3(*descriptor, number, O_CLOEXEC) < 0 || close(*descriptor) < 0) return -1;
          *descriptor = number;
          return 0;
        }
        """#),
    CHelper(
      "take_fresh_number",
      template: #"""
        // Gives a descriptor a number that no other has had: none is taken again unless it is meant to be.
        static int take_fresh_number(int *descriptor) {
          static int next = 200;
          int number = fcntl(*descriptor, F_DUPFD_CLOEXEC, next);
          if (number < 0 || close(*descriptor) < 0) return -1;
          next = number + 1;
          *descriptor = number;
          return 0;
        }
        """#),
  ]

  /// Processes, signals, and what the kernel shows of the system.
  static let systemObjects = [
    CHelper(
      "make_ended_process",
      template: #"""
        // A child process that ends at once, by its pidfd; it stays a zombie.
        static int make_ended_process(int *descriptor) {
          pid_t child = fork();
          if (child == 0) _exit(0);
          *descriptor = child < 0 ? -1 : (int)syscall(SYS_pidfd_open, child, 0);
          return *descriptor < 0 ? -1 : settle(*descriptor, POLLIN);
        }
        """#),
    CHelper(
      "reap",
      template: #"""
        static int reap(int descriptor) {
          siginfo_t information;
          return waitid((idtype_t)3, (id_t)descriptor, &information, WEXITED);  // P_PIDFD
        }
        """#),
    CHelper(
      "leave_namespaces",
      template: #"""
        // Takes namespaces of its own for mounts and the host's name.
        static int leave_namespaces(void) {
          static int has_left;
          if (has_left) return 0;
          int spaces = CLONE_NEWNS | CLONE_NEWUTS;
          if (unshare(spaces) < 0 && unshare(spaces | CLONE_NEWUSER) < 0) return -1;
          has_left = 1;
          return mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL);
        }
        """#),
    CHelper(
      "mount_and_unmount",
      template: #"""
        static int mount_and_unmount(void) {
          if (mount("/proc", "/proc", NULL, MS_BIND | MS_REC, NULL) < 0) return -1;
          return umount2("/proc", MNT_DETACH);
        }
        """#),
    CHelper(
      "rename_host",
      template: #"""
        // Gives the host the name that it has.
        static int rename_host(void) {
          char name[65] = {0};
          return gethostname(name, sizeof name - 1) < 0 ? -1 : sethostname(name, strlen(name));
        }
        """#),
    CHelper(
      "handle_signal",
      template: #"""
        // Without SA_RESTART, and also if the program was started with the signal blocked.
        static int handle_signal(int number, void (*handler)(int)) {
          struct sigaction action = {.sa_handler = handler};
          sigset_t set;
          sigemptyset(&set);
          sigaddset(&set, number);
          return sigprocmask(SIG_UNBLOCK, &set, NULL) < 0 ? -1 : sigaction(number, &action, NULL);
        }
        """#),
    CHelper(
      "interrupt_every",
      template: #"""
        static void on_alarm(int number) { (void)number; }

        // Has a handled signal interrupt the process again and again; 0 ends it.
        static int interrupt_every(int64_t microseconds) {
          struct timeval span = {microseconds / 1000000, microseconds % 1000000};
          struct itimerval value = {span, span};
          return handle_signal(SIGALRM, on_alarm) < 0 ? -1 : setitimer(ITIMER_REAL, &value, NULL);
        }
        """#),
  ]
}
