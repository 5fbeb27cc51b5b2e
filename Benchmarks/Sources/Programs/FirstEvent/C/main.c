#include <sys/epoll.h>
#include <sys/eventfd.h>

// Status 0 if the one event comes.
int main(void) {
  int instance = epoll_create1(EPOLL_CLOEXEC);
  int descriptor = eventfd(1, EFD_NONBLOCK | EFD_CLOEXEC);
  struct epoll_event event = {.events = EPOLLIN, .data = {.fd = descriptor}};
  if (epoll_ctl(instance, EPOLL_CTL_ADD, descriptor, &event) != 0) return 1;
  return epoll_wait(instance, &event, 1, -1) == 1 && event.data.fd == descriptor ? 0 : 1;
}
