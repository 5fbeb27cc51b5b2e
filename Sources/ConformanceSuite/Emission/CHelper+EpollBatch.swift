extension CHelper {
  /// One batch of epoll's, with the timers and the wake that a loop adds to it.
  static let epollBatch = [
    CHelper(
      "next_due",
      template: #"""
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
    CHelper(
      "take_wake",
      template: #"""
        static int take_wake(struct loop *loop) {
          uint64_t count;
          return read(loop->waker, &count, sizeof count) > 0;
        }
        """#),
    CHelper(
      "milliseconds_until",
      template: #"""
        @timers // How long epoll_wait(2) may sleep: until an instant or the next timer; -1 is for ever.
        @timers static int milliseconds_until(struct loop *loop, int64_t end) {
        @timers   for (struct timer *timer = loop->timers; timer < loop->timers + loop->scheduled; timer++) {
        @timers     if (timer->is_armed && timer->deadline < end) end = timer->deadline;
        @timers   }
        @!timers // How long epoll_wait(2) may sleep until an instant; -1 is for ever.
        @!timers static int milliseconds_until(int64_t end) {
          if (end == INT64_MAX) return -1;
          int64_t left = (end - now() + 999999) / 1000000;
          return left < 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
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
          static struct epoll_event events[$capacity];
        @!listed   batch[0] = '\0';
        @listed+!together   told_count = 0;
        @companion   start_companion();
        @!blocking+registrations   int count = epoll_wait(loop->epoll, events, $capacity, 0);
        @!blocking+!registrations   epoll_wait(loop->epoll, events, $capacity, 0);
        @blocking   int64_t end = microseconds < 0 ? INT64_MAX : now() + microseconds * 1000;
        @blocking   int count;
        @wakes   int is_woken;
        @blocking   do {
        @timers     int timeout = milliseconds_until(loop, end);
        @blocking+!timers     int timeout = milliseconds_until(end);
        @wakes     is_woken = take_wake(loop);  // takes no place in the batch
        @wakes     if (is_woken) timeout = 0;
        @blocking     count = epoll_wait(loop->epoll, events, $capacity, timeout);
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
        @deregisters     if (!registration->is_live) continue;
        @registrations+together     int is_level = !(registration->events & (EPOLLET | EPOLLONESHOT));
        @registrations+together     tell("", registration->name, events[i].events, is_level);
        @registrations+!together     tell("", registration->name, events[i].events);
        @registrations+handlers     delivered(loop, registration->name);
        @registrations+handlers+end     if (loop->epoll < 0) break;
        @registrations   }
        @timers   for (struct timer *timer; (timer = next_due(loop)) != NULL;) {
        @timers     timer->is_armed = 0;
        @timers+together     tell("timer ", timer->name, 0, 0);
        @timers+!together     tell("timer ", timer->name, 0);
        @timers+handlers     delivered(loop, timer->name);
        @timers   }
        @wakes+!end   if (is_woken) {
        @wakes+end   if (is_woken && loop->epoll >= 0) {
        @wakes+together     tell("", "wake", 0, 0);
        @wakes+!together     tell("", "wake", 0);
        @wakes+handlers     delivered(loop, "wake");
        @wakes   }
        @!listed   return batch[0] ? batch : "nothing";
        @listed+!together   return told_text();
        }
        """#),
  ]
}
