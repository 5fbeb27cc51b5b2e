extension CHelper {
  /// What became of a step, beside what Linux does.
  static let checking = [
    CHelper(
      "now",
      template: #"""
        static int64_t now(void) {
          struct timespec time;
          clock_gettime(CLOCK_MONOTONIC, &time);
          return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
        }
        """#),
    CHelper(
      "is_among",
      template: #"""
        // Whether a text is one of those that " or " separates.
        static int is_among(const char *text, const char *list) {
          size_t length = strlen(text);
          for (const char *entry = list; entry; entry = strstr(entry, " or ")) {
            if (entry != list) entry += strlen(" or ");
            int is_whole = strncmp(entry, text, length) == 0;
            if (is_whole && (entry[length] == '\0' || strncmp(entry + length, " or ", 4) == 0)) return 1;
          }
          return 0;
        }
        """#),
    CHelper(
      "check", "differing", "is_done",
      template: #"""
        static int differing;
        @deferred static char is_done[$steps + 1];

        // Prints what Linux does in a step and what was observed.
        static void check(int step, const char *text, const char *observed, const char *expected) {
        @!alternatives   int differs = strcmp(observed, expected) != 0;
        @alternatives   int differs = !is_among(observed, expected);
        @deferred   is_done[step] = 1;
          printf("%c %3d  %-$textWidths  %-$expectedWidths  %s\n",
                 differs ? '!' : ' ', step, text, expected, observed);
          differing += differs;
        }
        """#),
    CHelper(
      "must",
      template: #"""
        // Checks a step without which there is nothing to be seen.
        static void must(int step, const char *text, const char *observed) {
          check(step, text, observed, "done");
          if (strcmp(observed, "done") != 0) exit(2);
        }
        """#),
    CHelper(
      "outcome",
      template: #"""
        // What a call led to: it returns -1 and sets errno if it is refused.
        static const char *outcome(long result) { return result < 0 ? strerrorname_np(errno) : "done"; }
        """#),
  ]

  /// Steps that are done later.
  static let threads = [
    CHelper(
      "on", "delivered",
      template: #"""
        struct loop;

        static struct { struct loop *loop; const char *subject; void (*step)(void); } handlers[$handlers];
        static int handler_count;

        // Has a step done when a loop's next event of an object, a timer or a wake is read.
        static void on(struct loop *loop, const char *subject, void (*step)(void)) {
          handlers[handler_count].loop = loop;
          handlers[handler_count].subject = subject;
          handlers[handler_count++].step = step;
        }

        static void delivered(struct loop *loop, const char *subject) {
          for (int i = 0; i < handler_count; i++) {
            void (*step)(void) = handlers[i].step;
            if (!step || handlers[i].loop != loop || strcmp(handlers[i].subject, subject) != 0) continue;
            handlers[i].step = NULL;
            step();
          }
        }
        """#),
    CHelper(
      "meanwhile", "start_companion", "join_companion",
      template: #"""
        static void (*companion_steps[$companions])(void);
        static int companion_count;
        static pthread_t companion;
        static atomic_int has_returned;

        // Has a step done by another thread while the next wait sleeps.
        static void meanwhile(void (*step)(void)) { companion_steps[companion_count++] = step; }

        // Whether the main thread sleeps in one of epoll's waits (proc(5)).
        static int is_asleep(void) {
          char path[64];
          long number = -1;
          snprintf(path, sizeof path, "/proc/self/task/%d/syscall", (int)getpid());
          FILE *file = fopen(path, "r");
          if (!file) return 0;
          int count = fscanf(file, "%ld", &number);
          fclose(file);
          if (count != 1) return 0;
        #ifdef SYS_epoll_wait
          if (number == SYS_epoll_wait) return 1;
        #endif
        #ifdef SYS_epoll_pwait2
          if (number == SYS_epoll_pwait2) return 1;
        #endif
          return number == SYS_epoll_pwait;
        }

        static void *accompany(void *unused) {
          while (!has_returned && !is_asleep()) sched_yield();
          for (int i = 0; i < companion_count; i++) companion_steps[i]();
          return unused;
        }

        static void start_companion(void) {
          has_returned = 0;
          if (companion_count > 0 && pthread_create(&companion, NULL, accompany, NULL) != 0) exit(2);
        }

        static void join_companion(void) {
          has_returned = 1;
          if (companion_count > 0) pthread_join(companion, NULL);
          companion_count = 0;
        }
        """#),
  ]
}
