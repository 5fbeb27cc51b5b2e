extension CHelper {
  /// One turn of libuv, and, where steps are done on delivery, the reading of what its callbacks noted.
  static let libuvBatch = [
    CHelper(
      "is_live",
      template: #"""
        // Whether an event's owner has not ended since.
        static int is_live(struct event event) {
        @registrations   if (event.registration) return event.registration->is_live;
        @timers   if (event.timer) return event.timer->is_armed;
        @!registrations+!timers   (void)event;
          return 1;
        }
        """#),
    CHelper(
      "on_limit",
      template: #"""
        static void on_limit(uv_timer_t *handle) { uv_stop(handle->loop); }
        """#),
    CHelper(
      "run_once",
      template: #"""
        // One turn that sleeps; with handles to close libuv does not, so one that does not comes before it.
        static void run_once(struct loop *loop) {
          if (uv_backend_timeout(&loop->uv) == 0) uv_run(&loop->uv, UV_RUN_NOWAIT);
        @!handlers+!listed   if (batch[0]) return;
        @!handlers+listed   if (told_count > 0) return;
        @handlers   for (int i = 0; i < loop->event_count; i++) {
        @handlers     if (is_live(loop->events[i])) return;
        @handlers   }
          uv_run(&loop->uv, UV_RUN_ONCE);
        }
        """#),
    CHelper(
      "read_event",
      template: #"""
        // Tells an event, and does what is to be done on its delivery.
        static void read_event(struct loop *loop, struct event event) {
        @registrations   if (event.registration) {
        @registrations     tell("", event.registration->name, event.flags);
        @registrations     delivered(loop, event.registration->name);
        @registrations     return;
        @registrations   }
        @timers   if (event.timer) {
        @timers     event.timer->is_armed = 0;
        @timers     tell(now() < event.timer->deadline ? "early timer " : "timer ", event.timer->name, 0);
        @timers     delivered(loop, event.timer->name);
        @timers     return;
        @timers   }
        @!registrations+!timers   (void)event;
          tell("", "wake", 0);
          delivered(loop, "wake");
        }
        """#),
    CHelper(
      "collect_batch", "collect",
      template: #"""
        @blocking // Collects one batch, for so many microseconds at most; -1 is for ever.
        @!blocking // Collects one batch without blocking.
        @together+blocking static void collect_batch(struct loop *loop, int64_t microseconds) {
        @together+!blocking static void collect_batch(struct loop *loop) {
        @!together+blocking static const char *collect(struct loop *loop, int64_t microseconds) {
        @!together+!blocking static const char *collect(struct loop *loop) {
        @blocking   int64_t end = microseconds < 0 ? INT64_MAX : now() + microseconds * 1000;
        @handlers   loop->event_count = 0;
        @!listed   batch[0] = '\0';
        @listed+!together   told_count = 0;
        @batch   object_count = 0;
        @companion   start_companion();
        @!blocking   uv_run(&loop->uv, UV_RUN_NOWAIT);
        @blocking   if (end <= now()) {
        @blocking     uv_run(&loop->uv, UV_RUN_NOWAIT);
        @limit   } else if (microseconds > 0) {
        @limit     int64_t left = (end + 999999) / 1000000 - (int64_t)uv_now(&loop->uv);
        @limit     uv_timer_start(&loop->limit, on_limit, left > 0 ? left : 0, 0);
        @limit     run_once(loop);
        @limit     uv_timer_stop(&loop->limit);
        @blocking   } else {
        @blocking     run_once(loop);
        @blocking   }
        @blocking   int64_t returned = now();
        @companion   join_companion();
        @handlers   for (int i = 0; i < loop->event_count; i++) {
        @handlers     if (is_live(loop->events[i])) read_event(loop, loop->events[i]);
        @handlers   }
        @batch   if (object_count > $capacity) tell("", "more than the batch holds", 0);
        @blocking+!listed   int is_empty = !batch[0];
        @blocking+listed   int is_empty = told_count == 0;
        @blocking   if (is_empty && microseconds != 0 && returned < end) tell("", "an early return", 0);
        @!listed   return batch[0] ? batch : "nothing";
        @listed+!together   return told_text();
        }
        """#),
  ]
}
