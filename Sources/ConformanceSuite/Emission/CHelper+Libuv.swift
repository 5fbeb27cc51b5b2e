extension CHelper {
  /// A loop of libuv, used as the raw profile does: each registration and timer a handle, each wait a turn.
  static let libuvLoop = [
    CHelper(
      "loop", "registration", "timer", "event",
      template: #"""
        @registrations+lives struct registration { const char *name; uv_poll_t handle; int is_live; };
        @registrations+!lives struct registration { const char *name; uv_poll_t handle; };
        @registrations
        @timers struct timer { const char *name; uv_timer_t handle; int64_t deadline; int is_armed; };
        @timers
        @handlers // What a callback was told of; a wake if of nothing else.
        @handlers struct event {
        @handlers+registrations   struct registration *registration;
        @handlers+registrations   unsigned flags;
        @handlers+timers   struct timer *timer;
        @handlers+!registrations+!timers   int is_wake;
        @handlers };
        @handlers
        // A libuv loop, and by what names the steps know its handles.
        struct loop {
          uv_loop_t uv;
          uv_async_t waker;  // keeps the loop alive as well
        @limit   uv_timer_t limit;
        @registrations   struct registration registrations[$registrations];
        @registrations   int registered;
        @timers   struct timer timers[$timers];
        @timers   int scheduled;
        @timers   int64_t start;
        @handlers   struct event events[1000];
        @handlers   int event_count;
        @end   int has_ended;
        };
        """#),
    CHelper(
      "note",
      template: #"""
        // Callbacks only note what they are told; what is to be done then is done after the turn.
        static void note(struct loop *loop, struct event event) {
          if (loop->event_count < (int)(sizeof loop->events / sizeof *loop->events)) {
            loop->events[loop->event_count++] = event;
          }
        }
        """#),
    CHelper(
      "on_wake",
      template: #"""
        static void on_wake(uv_async_t *handle) {
        @handlers   note(handle->loop->data, (struct event){0});
        @!handlers   (void)handle;
        @!handlers+wakes   tell("", "wake", 0);
        }
        """#),
    CHelper(
      "make_loop",
      template: #"""
        static int make_loop(struct loop *loop) {
          int result = uv_loop_init(&loop->uv);
          if (result == 0) result = uv_async_init(&loop->uv, &loop->waker, on_wake);
          if (result < 0) return result;
        @limit   uv_timer_init(&loop->uv, &loop->limit);
          loop->uv.data = loop;
          uv_run(&loop->uv, UV_RUN_NOWAIT);  // tells the kernel of the async handle
        @timers   loop->start = now();
          return 0;
        }
        """#),
    CHelper(
      "result_name",
      template: #"""
        static const char *result_name(int result) { return result < 0 ? strerrorname_np(-result) : "done"; }
        """#),
    CHelper(
      "on_poll",
      template: #"""
        static void on_poll(uv_poll_t *handle, int status, int events) {
          struct registration *registration = handle->data;
          unsigned flags = status < 0 ? ERROR : events;
        @handlers   note(handle->loop->data, (struct event){.registration = registration, .flags = flags});
        @!handlers   tell("", registration->name, flags);
        }
        """#),
    CHelper(
      "add",
      template: #"""
        static const char *add(struct loop *loop, const char *name, int descriptor, int events) {
          struct registration *registration = &loop->registrations[loop->registered];
          int result = uv_poll_init(&loop->uv, &registration->handle, descriptor);
          if (result == 0) result = uv_poll_start(&registration->handle, events, on_poll);
          if (result < 0) return result_name(result);
          registration->handle.data = registration;
          registration->name = name;
        @lives   registration->is_live = 1;
          loop->registered++;
          return "done";
        }
        """#),
    CHelper(
      "find",
      template: #"""
        // The latest registration of an object.
        static struct registration *find(struct loop *loop, const char *name) {
          for (int i = loop->registered - 1; i >= 0; i--) {
            if (strcmp(loop->registrations[i].name, name) == 0) return &loop->registrations[i];
          }
          return NULL;
        }
        """#),
    CHelper(
      "modify",
      template: #"""
        static const char *modify(struct loop *loop, const char *name, int events) {
          struct registration *registration = find(loop, name);
          if (!registration) return "not registered";
        @lives   if (!registration->is_live) return "ENOENT";
          return result_name(uv_poll_start(&registration->handle, events, on_poll));
        }
        """#),
    CHelper(
      "delete",
      template: #"""
        static const char *delete(struct loop *loop, const char *name) {
          struct registration *registration = find(loop, name);
          if (!registration) return "not registered";
          if (!registration->is_live) return "ENOENT";
          registration->is_live = 0;
          uv_poll_stop(&registration->handle);
          uv_close((uv_handle_t *)&registration->handle, NULL);
          return "done";
        }
        """#),
    CHelper(
      "on_timer",
      template: #"""
        // Ends the turn as well: before 1.45 timers come first, and the turn would then sleep.
        static void on_timer(uv_timer_t *handle) {
          struct timer *timer = handle->data;
        @handlers   note(handle->loop->data, (struct event){.timer = timer});
        @!handlers   timer->is_armed = 0;
        @!handlers   tell(now() < timer->deadline ? "early timer " : "timer ", timer->name, 0);
          uv_stop(handle->loop);
        }
        """#),
    CHelper(
      "schedule",
      template: #"""
        // Schedules a timer for an instant in microseconds from the start.
        static const char *schedule(struct loop *loop, const char *name, int64_t instant) {
          struct timer *timer = &loop->timers[loop->scheduled++];
          int64_t deadline = loop->start + instant * 1000, left = deadline - now();
          timer->name = name;
          timer->deadline = deadline;
          timer->is_armed = 1;
          uv_timer_init(&loop->uv, &timer->handle);
          timer->handle.data = timer;
          if (left < 0) left = 0;
          return result_name(uv_timer_start(&timer->handle, on_timer, (left + 999999) / 1000000, 0));
        }
        """#),
    CHelper(
      "cancel",
      template: #"""
        static const char *cancel(struct loop *loop, const char *name) {
          int place = loop->scheduled - 1;
          while (place >= 0 && strcmp(loop->timers[place].name, name) != 0) place--;
          if (place < 0) return "not scheduled";
          if (!loop->timers[place].is_armed) return "spent";
          loop->timers[place].is_armed = 0;
          uv_timer_stop(&loop->timers[place].handle);
          return "done";
        }
        """#),
    CHelper(
      "wake",
      template: #"""
        static const char *wake(struct loop *loop) {
        @end   if (loop->has_ended) return "done";
          uv_async_send(&loop->waker);
          return "done";
        }
        """#),
    CHelper(
      "end_loop",
      template: #"""
        static const char *end_loop(struct loop *loop) {
          loop->has_ended = 1;
        @handlers   loop->event_count = 0;  // Whoever reads them tells no more.
        @registrations   for (int i = 0; i < loop->registered; i++) {
        @registrations     struct registration *registration = &loop->registrations[i];
        @registrations     if (registration->is_live) uv_close((uv_handle_t *)&registration->handle, NULL);
        @registrations   }
        @timers   for (int i = 0; i < loop->scheduled; i++) {
        @timers     uv_close((uv_handle_t *)&loop->timers[i].handle, NULL);
        @timers   }
        @limit   uv_close((uv_handle_t *)&loop->limit, NULL);
          uv_close((uv_handle_t *)&loop->waker, NULL);
          while (uv_run(&loop->uv, UV_RUN_NOWAIT) != 0) continue;
          return result_name(uv_loop_close(&loop->uv));
        }
        """#),
    CHelper(
      "is_ready",
      template: #"""
        // Whether the loop's own descriptor is readable.
        static const char *is_ready(struct loop *loop) {
          return poll(&(struct pollfd){uv_backend_fd(&loop->uv), POLLIN, 0}, 1, 0) > 0 ? "ready" : "idle";
        }
        """#),
  ]
}
