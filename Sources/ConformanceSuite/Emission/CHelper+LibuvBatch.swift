extension CHelper {
  /// One turn of libuv, and the reading of what its callbacks noted.
  static let libuvBatch = [
    CHelper("is_live", template: #"""
      // Whether an event's owner has not ended since.
      static int is_live(struct event event) {
      @registrations   if (event.registration) return event.registration->is_live;
      @timers   if (event.timer) return event.timer->is_armed;
      @!registrations+!timers   (void)event;
        return 1;
      }
      """#),
    CHelper("on_limit", template: #"""
      static void on_limit(uv_timer_t *handle) { uv_stop(handle->loop); }
      """#),
    CHelper("run_once", template: #"""
      // One turn that sleeps, after one that does not if there are handles to close, for which libuv never sleeps.
      static void run_once(struct loop *loop) {
        if (uv_backend_timeout(&loop->uv) == 0) uv_run(&loop->uv, UV_RUN_NOWAIT);
        for (int i = 0; i < loop->event_count; i++) {
          if (is_live(loop->events[i])) return;
        }
        uv_run(&loop->uv, UV_RUN_ONCE);
      }
      """#),
    CHelper("read_event", template: #"""
      // Tells an event, and does what is to be done on its delivery.
      @timers static void read_event(struct event event, int64_t returned) {
      @!timers static void read_event(struct event event) {
      @registrations   if (event.registration) {
      @registrations     const char *name = event.registration->name;
      @registrations     tell((struct told){.kind = "", .name = name, .flags = event.flags});
      @registrations+handlers     delivered(name);
      @registrations     return;
      @registrations   }
      @timers   if (event.timer) {
      @timers     const char *remark = returned < event.timer->deadline ? "(early)" : NULL;
      @timers     disarm(event.timer);
      @timers     tell((struct told){.kind = "timer ", .name = event.timer->name, .remark = remark});
      @timers+handlers     delivered(event.timer->name);
      @timers     return;
      @timers   }
      @!registrations+!timers   (void)event;
        tell((struct told){.kind = "", .name = "wake"});
      @handlers   delivered("wake");
      }
      """#),
    CHelper("collect_batch", template: #"""
      @blocking static void collect_batch(struct loop *loop, int64_t microseconds) {
      @blocking   int64_t end = microseconds < 0 ? INT64_MAX : now() + microseconds * 1000;
      @!blocking static void collect_batch(struct loop *loop) {
      @blocking   int told_before = told_count;
        loop->event_count = 0;
      @companion   start_companion();
      @!blocking   uv_run(&loop->uv, UV_RUN_NOWAIT);
      @blocking   if (end <= now()) {
      @blocking     uv_run(&loop->uv, UV_RUN_NOWAIT);
      @blocking+limit   } else if (microseconds > 0) {
      @blocking+limit     int64_t left = (end + 999999) / 1000000 - (int64_t)uv_now(&loop->uv);
      @blocking+limit     uv_timer_start(&loop->limit, on_limit, left > 0 ? left : 0, 0);
      @blocking+limit     run_once(loop);
      @blocking+limit     uv_timer_stop(&loop->limit);
      @blocking   } else {
      @blocking     run_once(loop);
      @blocking   }
      @returned   int64_t returned = now();
      @companion   join_companion();
      @batch   int objects = 0;
        for (int i = 0; i < loop->event_count; i++) {
          if (!is_live(loop->events[i])) continue;
      @batch+registrations     objects += loop->events[i].registration != NULL;
      @timers     read_event(loop->events[i], returned);
      @!timers     read_event(loop->events[i]);
        }
      @batch   if (objects > $capacity) tell((struct told){.kind = "", .name = "more than the batch holds"});
      @blocking   if (told_count == told_before && microseconds != 0 && returned < end) {
      @blocking     tell((struct told){.kind = "", .name = "an early return"});
      @blocking   }
      }
      """#),
  ]
}
