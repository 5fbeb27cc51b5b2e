extension CHelper {
  /// A loop that is the kernel's epoll and little more, as `KernelWitness` is.
  static let epollLoop = [
    CHelper(
      "loop", "registration", "timer", "WAKE",
      template: #"""
        @registrations struct registration {
        @registrations   const char *name;
        @registrations   int descriptor;
        @registrations+together   uint32_t events;
        @deregisters   int is_live;
        @registrations };
        @registrations
        @timers struct timer { const char *name; int64_t deadline; int is_armed; };
        @timers
        @wakes #define WAKE UINT64_MAX  // in the place of a registration's number
        @wakes
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
    CHelper(
      "make_loop",
      template: #"""
        static int make_loop(struct loop *loop) {
          loop->epoll = epoll_create1(EPOLL_CLOEXEC);
        @wakes   struct epoll_event event = {.events = EPOLLIN, .data.u64 = WAKE};
        @wakes   loop->waker = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        @wakes   if (epoll_ctl(loop->epoll, EPOLL_CTL_ADD, loop->waker, &event) < 0) return -1;
        @timers   loop->start = now();
          return loop->epoll;
        }
        """#),
    CHelper(
      "change",
      template: #"""
        static int change(struct loop *loop, int operation, int descriptor, uint32_t events, int number) {
          struct epoll_event event = {.events = events, .data.u64 = number};
          return epoll_ctl(loop->epoll, operation, descriptor, &event);
        }
        """#),
    CHelper(
      "add",
      template: #"""
        static const char *add(struct loop *loop, const char *name, int descriptor, uint32_t events) {
          int number = loop->registered;
          if (change(loop, EPOLL_CTL_ADD, descriptor, events, number) < 0) return outcome(-1);
          loop->registrations[number].name = name;
          loop->registrations[number].descriptor = descriptor;
        @together   loop->registrations[number].events = events;
        @deregisters   loop->registrations[number].is_live = 1;
          loop->registered++;
          return "done";
        }
        """#),
    CHelper(
      "find",
      template: #"""
        // The latest registration of an object, or the number before the first.
        static int find(struct loop *loop, const char *name) {
          int number = loop->registered - 1;
          while (number >= 0 && strcmp(loop->registrations[number].name, name) != 0) number--;
          return number;
        }
        """#),
    CHelper(
      "modify",
      template: #"""
        static const char *modify(struct loop *loop, const char *name, uint32_t events) {
          int number = find(loop, name);
          if (number < 0) return "not registered";
          struct registration *registration = &loop->registrations[number];
        @deregisters   if (!registration->is_live) return "ENOENT";
          if (change(loop, EPOLL_CTL_MOD, registration->descriptor, events, number) < 0) return outcome(-1);
        @together   registration->events = events;
          return "done";
        }
        """#),
    CHelper(
      "delete",
      template: #"""
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
    CHelper(
      "schedule",
      template: #"""
        // Schedules a timer for an instant in microseconds from the start.
        static const char *schedule(struct loop *loop, const char *name, int64_t instant) {
          loop->timers[loop->scheduled++] = (struct timer){name, loop->start + instant * 1000, 1};
          return "done";
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
          return "done";
        }
        """#),
    CHelper(
      "wake",
      template: #"""
        static const char *wake(struct loop *loop) {
          return outcome(write(loop->waker, &(uint64_t){1}, sizeof(uint64_t)));
        }
        """#),
    CHelper(
      "end_loop",
      template: #"""
        // Whoever reads its batch tells no more of it.
        static const char *end_loop(struct loop *loop) {
          int epoll = loop->epoll;
          loop->epoll = -1;
        @timers   loop->in_batch = 0;
          return outcome(close(epoll));
        }
        """#),
    CHelper(
      "is_ready",
      template: #"""
        // Whether the loop's own descriptor is readable.
        static const char *is_ready(struct loop *loop) {
          return poll(&(struct pollfd){loop->epoll, POLLIN, 0}, 1, 0) > 0 ? "ready" : "idle";
        }
        """#),
  ]
}
