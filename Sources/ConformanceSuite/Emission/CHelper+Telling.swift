extension CHelper {
  /// What a batch told, as text.
  static let telling = [
    CHelper("tell", "told", "told_count", "earlier_count", "ERROR", template: #"""
      @libuv #define ERROR (1 << 16)  // a callback's status, beside libuv's bits

      @libuv
      // An event; a timer, a wake and a broken rule have no flags.
      struct told {
        const char *kind, *name;
        unsigned flags;
      @together+epoll   int is_level;
      @timers+libuv   const char *remark;
      };

      static struct told told[1000];
      static int told_count;
      @together static int earlier_count;  // those of the batches before this one

      static void tell(struct told event) {
      @together   for (int i = 0; i < earlier_count; i++) {
      @together+epoll     if (!event.is_level || strcmp(told[i].name, event.name) != 0) continue;
      @together+libuv     if (!event.flags || strcmp(told[i].name, event.name) != 0) continue;
      @together     told[i].flags |= event.flags;
      @together     return;
      @together   }
        if (told_count < (int)(sizeof told / sizeof *told)) told[told_count++] = event;
      }
      """#),
    CHelper("told_text", template: #"""
      @ordered static int compare_names(const void *one, const void *other) {
      @ordered   return strcmp(((const struct told *)one)->name, ((const struct told *)other)->name);
      @ordered }

      @ordered
      @ordered // The batch as text. The order of the objects in it is left open, so they come by name.
      @!ordered // The batch as text.
      static const char *told_text(void) {
      @epoll   static const struct { unsigned flag; const char *name; } flags[] = {
      @epoll     {EPOLLIN, "readable"}, {EPOLLOUT, "writable"}, {EPOLLPRI, "priority"},
      @epoll     {EPOLLRDHUP, "peerClosed"}, {EPOLLERR, "error"}, {EPOLLHUP, "hangup"},
      @epoll   };
      @libuv   static const struct { unsigned flag; const char *name; } flags[] = {
      @libuv     {UV_READABLE, "readable"}, {UV_WRITABLE, "writable"}, {UV_PRIORITIZED, "priority"},
      @libuv     {UV_DISCONNECT, "peerClosed"}, {ERROR, "error"},
      @libuv   };
        static char text[65536];
        size_t length = 0;
        if (told_count == 0) return "nothing";
      @ordered   int objects = 0;
      @ordered   while (objects < told_count && told[objects].flags) objects++;
      @ordered   qsort(told, objects, sizeof *told, compare_names);
        for (int i = 0; i < told_count && length < sizeof text - 200; i++) {
          const char *comma = i > 0 ? ", " : "", *colon = told[i].flags ? ":" : "";
          length += sprintf(text + length, "%s%s%.64s%s", comma, told[i].kind, told[i].name, colon);
          for (size_t bit = 0; bit < sizeof flags / sizeof *flags; bit++) {
            if (told[i].flags & flags[bit].flag) length += sprintf(text + length, " %s", flags[bit].name);
          }
      @timers+libuv     if (told[i].remark) length += sprintf(text + length, " %s", told[i].remark);
        }
        return text;
      }
      """#),
  ]

  /// Batches as text, over a loop's `collect_batch`.
  static let collecting = [
    CHelper("collect", template: #"""
      @blocking // Collects one batch, for so many microseconds at most; -1 is for ever.
      @blocking static const char *collect(struct loop *loop, int64_t microseconds) {
      @!blocking // Collects one batch without blocking.
      @!blocking static const char *collect(struct loop *loop) {
        told_count = 0;
      @together   earlier_count = 0;
      @blocking   collect_batch(loop, microseconds);
      @!blocking   collect_batch(loop);
        return told_text();
      }
      """#),
    CHelper("collect_together", template: #"""
      // Collects batches without blocking, and joins what they tell of each level-triggered object.
      static const char *collect_together(struct loop *loop, int count) {
        told_count = 0;
        for (int i = 0; i < count; i++) {
          earlier_count = told_count;
      @blocking     collect_batch(loop, 0);
      @!blocking     collect_batch(loop);
        }
        return told_text();
      }
      """#),
  ]

  /// Wakes from elsewhere, over a loop's `wake`.
  static let waking = [
    CHelper("wake_from_thread", template: #"""
      static void *wake_by(void *loop) {
        wake(loop);
        return loop;
      }

      // Wakes from a thread that has ended when this returns.
      static const char *wake_from_thread(struct loop *loop) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, wake_by, loop) != 0) return "no thread";
        return pthread_join(thread, NULL) == 0 ? "done" : "no end";
      }
      """#),
    CHelper("wake_from_signal", template: #"""
      static struct loop *signalled;

      static void on_signal(int number) {
        (void)number;
        wake(signalled);
      }

      // Wakes from a signal handler.
      static const char *wake_from_signal(struct loop *loop) {
        struct sigaction action = {.sa_handler = on_signal};
        signalled = loop;
        return outcome(sigaction(SIGUSR1, &action, NULL) < 0 ? -1 : raise(SIGUSR1));
      }
      """#),
  ]
}
