extension CHelper {
  /// What a batch told, as text: at once where nothing has to be joined or put in order.
  static let telling = [
    CHelper(
      "batch",
      template: #"""
        static char batch[65536];
        """#),
    CHelper(
      "ERROR",
      template: #"""
        #define ERROR (1 << 16)  // a callback's status, beside libuv's bits
        """#),
    CHelper(
      "append", "tell",
      template: #"""
        // Adds an event to the batch's text; a timer, a wake and a broken rule have no flags.
        @!listed static void tell(const char *kind, const char *name, unsigned flags) {
        @listed static void append(const char *kind, const char *name, unsigned flags) {
          static const struct { unsigned flag; const char *name; } names[] = {
        @epoll     {EPOLLIN, "readable"}, {EPOLLOUT, "writable"}, {EPOLLPRI, "priority"},
        @epoll     {EPOLLRDHUP, "peerClosed"}, {EPOLLERR, "error"}, {EPOLLHUP, "hangup"},
        @libuv     {UV_READABLE, "readable"}, {UV_WRITABLE, "writable"}, {UV_PRIORITIZED, "priority"},
        @libuv     {UV_DISCONNECT, "peerClosed"}, {ERROR, "error"},
          };
          size_t length = strlen(batch);
          if (length > sizeof batch - 300) return;
          length += sprintf(batch + length, "%s%s%.99s%s", length ? ", " : "", kind, name, flags ? ":" : "");
          for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            if (flags & names[i].flag) length += sprintf(batch + length, " %s", names[i].name);
          }
        }
        @listed
        @listed struct told { const char *kind, *name; unsigned flags; };
        @listed
        @listed static struct told told[1000];
        @listed static int told_count;
        @batch static int object_count;
        @together static int earlier_count;  // those of the batches before this one
        @listed
        @together+epoll static void tell(const char *kind, const char *name, unsigned flags, int is_level) {
        @together+libuv static void tell(const char *kind, const char *name, unsigned flags) {
        @listed+!together static void tell(const char *kind, const char *name, unsigned flags) {
        @batch   object_count += flags != 0;
        @together   for (int i = 0; i < earlier_count; i++) {
        @together+epoll     if (!is_level || strcmp(told[i].name, name) != 0) continue;
        @together+libuv     if (flags == 0 || strcmp(told[i].name, name) != 0) continue;
        @together     told[i].flags |= flags;
        @together     return;
        @together   }
        @listed   if (told_count == (int)(sizeof told / sizeof *told)) return;
        @listed   told[told_count++] = (struct told){kind, name, flags};
        @listed }
        """#),
    CHelper(
      "told_text",
      template: #"""
        @ordered static int compare_names(const void *one, const void *other) {
        @ordered   return strcmp(((const struct told *)one)->name, ((const struct told *)other)->name);
        @ordered }
        @ordered
        @ordered // The batch as text. The order of the objects in it is left open, so they come by name.
        @!ordered // The batch as text.
        static const char *told_text(void) {
        @ordered   int objects = 0;
        @ordered   while (objects < told_count && told[objects].flags) objects++;
        @ordered   qsort(told, objects, sizeof *told, compare_names);
          batch[0] = '\0';
          for (int i = 0; i < told_count; i++) append(told[i].kind, told[i].name, told[i].flags);
          return told_count > 0 ? batch : "nothing";
        }
        """#),
  ]

  /// Several batches together, over a loop's `collect_batch`.
  static let collecting = [
    CHelper(
      "collect",
      template: #"""
        @together+blocking static const char *collect(struct loop *loop, int64_t microseconds) {
        @together+!blocking static const char *collect(struct loop *loop) {
        @together   told_count = earlier_count = 0;
        @together+blocking   collect_batch(loop, microseconds);
        @together+!blocking   collect_batch(loop);
        @together   return told_text();
        @together }
        """#),
    CHelper(
      "collect_together",
      template: #"""
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
    CHelper(
      "wake_from_thread",
      template: #"""
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
    CHelper(
      "wake_from_signal",
      template: #"""
        static struct loop *signalled;

        static void on_signal(int number) {
          (void)number;
          wake(signalled);
        }

        // Wakes from a signal handler.
        static const char *wake_from_signal(struct loop *loop) {
          signalled = loop;
          return outcome(handle_signal(SIGUSR1, on_signal) < 0 ? -1 : raise(SIGUSR1));
        }
        """#),
  ]
}
