extension CHelper {
  /// A loop that is the kernel's epoll and little more, as `KernelWitness` is.
  static let epollLoop =
    [
      CHelper("loop", "registration", "timer", "WAKE", template: #"""
        @registrations struct registration { const char *name; int descriptor; uint32_t events; int is_live; };
        @timers struct timer { const char *name; int64_t deadline; int is_armed; };
        @wakes #define WAKE UINT64_MAX  // in the place of a registration's number

        // An epoll instance, and by what names the steps know what it is asked for.
        struct loop {
          int epoll;
        @wakes   int waker;  // an eventfd
        @registrations   struct registration registrations[$registrations];
        @registrations   int registered;
        @timers   struct timer timers[$timers];
        @timers   int scheduled, in_batch;
        @timers   int64_t start, batch_time;
        };
        """#),
      CHelper("make_loop", template: #"""
        static int make_loop(struct loop *loop) {
          loop->epoll = epoll_create1(EPOLL_CLOEXEC);
        @wakes   struct epoll_event event = {.events = EPOLLIN, .data.u64 = WAKE};
        @wakes   loop->waker = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        @wakes   if (epoll_ctl(loop->epoll, EPOLL_CTL_ADD, loop->waker, &event) < 0) return -1;
        @timers   loop->start = now();
          return loop->epoll;
        }
        """#),
      CHelper("change", template: #"""
        static int change(struct loop *loop, int operation, int descriptor, uint32_t events, int number) {
          struct epoll_event event = {.events = events, .data.u64 = number};
          return epoll_ctl(loop->epoll, operation, descriptor, &event);
        }
        """#),
      CHelper("add", template: #"""
        static const char *add(struct loop *loop, const char *name, int descriptor, uint32_t events) {
          int number = loop->registered;
          if (change(loop, EPOLL_CTL_ADD, descriptor, events, number) < 0) return outcome(-1);
          loop->registrations[number] = (struct registration){name, descriptor, events, 1};
          loop->registered++;
          return "done";
        }
        """#),
      CHelper("find", template: #"""
        // The latest registration of an object, or the number before the first.
        static int find(struct loop *loop, const char *name) {
          int number = loop->registered - 1;
          while (number >= 0 && strcmp(loop->registrations[number].name, name) != 0) number--;
          return number;
        }
        """#),
      CHelper("modify", template: #"""
        static const char *modify(struct loop *loop, const char *name, uint32_t events) {
          int number = find(loop, name);
          if (number < 0) return "not registered";
          struct registration *registration = &loop->registrations[number];
          if (!registration->is_live) return "ENOENT";
          if (change(loop, EPOLL_CTL_MOD, registration->descriptor, events, number) < 0) return outcome(-1);
          registration->events = events;
          return "done";
        }
        """#),
      CHelper("delete", template: #"""
        // Succeeds though the descriptor was closed.
        static const char *delete(struct loop *loop, const char *name) {
          int number = find(loop, name);
          if (number < 0) return "not registered";
          struct registration *registration = &loop->registrations[number];
          if (!registration->is_live) return "ENOENT";
          registration->is_live = 0;
          change(loop, EPOLL_CTL_DEL, registration->descriptor, 0, number);
          return "done";
        }
        """#),
      CHelper("schedule", template: #"""
        // Schedules a timer for an instant in microseconds from the start.
        static const char *schedule(struct loop *loop, const char *name, int64_t instant) {
          loop->timers[loop->scheduled++] = (struct timer){name, loop->start + instant * 1000, 1};
          return "done";
        }
        """#),
      CHelper("cancel", template: #"""
        static const char *cancel(struct loop *loop, const char *name) {
          int place = loop->scheduled - 1;
          while (place >= 0 && strcmp(loop->timers[place].name, name) != 0) place--;
          if (place < 0) return "not scheduled";
          if (!loop->timers[place].is_armed) return "spent";
          loop->timers[place].is_armed = 0;
          return "done";
        }
        """#),
      CHelper("next_due", template: #"""
        // The first of the timers that were due when the batch began.
        static struct timer *next_due(struct loop *loop) {
          struct timer *first = NULL;
          for (struct timer *timer = loop->timers; timer < loop->timers + loop->in_batch; timer++) {
            if (!timer->is_armed || timer->deadline > loop->batch_time) continue;
            if (!first || timer->deadline < first->deadline) first = timer;
          }
          return first;
        }
        """#),
      CHelper("wake", template: #"""
        static const char *wake(struct loop *loop) {
          return outcome(write(loop->waker, &(uint64_t){1}, sizeof(uint64_t)));
        }
        """#),
      CHelper("take_wake", template: #"""
        static int take_wake(struct loop *loop) {
          uint64_t count;
          return read(loop->waker, &count, sizeof count) > 0;
        }
        """#),
      CHelper("milliseconds_until", template: #"""
        @timers // How long epoll_wait(2) may sleep: until an instant or the next timer; -1 is for ever.
        @!timers // How long epoll_wait(2) may sleep until an instant; -1 is for ever.
        @timers static int milliseconds_until(struct loop *loop, int64_t end) {
        @!timers static int milliseconds_until(int64_t end) {
        @timers   for (int i = 0; i < loop->scheduled; i++) {
        @timers     if (loop->timers[i].is_armed && loop->timers[i].deadline < end) end = loop->timers[i].deadline;
        @timers   }
          if (end == INT64_MAX) return -1;
          int64_t left = (end - now() + 999999) / 1000000;
          return left < 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
        }
        """#),
      CHelper("end", template: #"""
        static const char *end(struct loop *loop) { return outcome(close(loop->epoll)); }
        """#),
      CHelper("is_ready", template: #"""
        // Whether the loop's own descriptor is readable.
        static const char *is_ready(struct loop *loop) {
          return poll(&(struct pollfd){loop->epoll, POLLIN, 0}, 1, 0) > 0 ? "ready" : "idle";
        }
        """#),
      epollBatch,
    ] + collecting + waking

  private static let epollBatch = CHelper("collect_batch", template: #"""
    @blocking static void collect_batch(struct loop *loop, int64_t microseconds) {
    @!blocking static void collect_batch(struct loop *loop) {
      struct epoll_event events[$capacity];
      int count;
    @wakes   int is_woken;
    @blocking   int64_t end = microseconds < 0 ? INT64_MAX : now() + microseconds * 1000;
    @companion   start_companion();
    @blocking   do {
    @wakes     is_woken = take_wake(loop);  // takes no place in the batch
    @blocking+timers     int timeout = milliseconds_until(loop, end);
    @blocking+!timers     int timeout = milliseconds_until(end);
    @blocking+wakes     if (is_woken) timeout = 0;
    @blocking     count = epoll_wait(loop->epoll, events, $capacity, timeout);
    @!blocking     count = epoll_wait(loop->epoll, events, $capacity, 0);
        if (count < 0 && errno != EINTR) tell((struct told){.kind = "", .name = strerrorname_np(errno)});
    @wakes     for (int i = 0; i < count; i++) {
    @wakes       if (events[i].data.u64 == WAKE) is_woken = take_wake(loop);
    @wakes     }
    @timers     loop->batch_time = now();
    @timers     loop->in_batch = loop->scheduled;
    @blocking+!wakes+!timers   } while (count <= 0 && now() < end);
    @blocking+wakes+!timers   } while (count <= 0 && !is_woken && now() < end);
    @blocking+!wakes+timers   } while (count <= 0 && !next_due(loop) && now() < end);
    @blocking+wakes+timers   } while (count <= 0 && !is_woken && !next_due(loop) && now() < end);
    @companion   join_companion();
    @registrations   for (int i = 0; i < count; i++) {
    @registrations+wakes     if (events[i].data.u64 == WAKE) continue;
    @registrations     struct registration *registration = &loop->registrations[events[i].data.u64];
    @registrations     if (!registration->is_live) continue;
    @registrations     tell((struct told){
    @registrations       .kind = "", .name = registration->name, .flags = events[i].events,
    @registrations+together       .is_level = !(registration->events & (EPOLLET | EPOLLONESHOT)),
    @registrations     });
    @registrations+handlers     delivered(registration->name);
    @registrations   }
    @timers   for (struct timer *timer; (timer = next_due(loop)) != NULL;) {
    @timers     timer->is_armed = 0;
    @timers     tell((struct told){.kind = "timer ", .name = timer->name});
    @timers+handlers     delivered(timer->name);
    @timers   }
    @wakes   if (is_woken) {
    @wakes     tell((struct told){.kind = "", .name = "wake"});
    @wakes+handlers     delivered("wake");
    @wakes   }
    }
    """#)
}
