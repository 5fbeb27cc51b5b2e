// Processes, terminals, and what the kernel shows of the system: the objects of CObjects.h, continued.
#ifndef TWINLOOP_SYSTEM_OBJECTS_H
#define TWINLOOP_SYSTEM_OBJECTS_H

#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>

// A child process that ends at once, by its pidfd; it stays a zombie.
static inline int cobjects_ended_process(void) {
  pid_t child = fork();
  if (child < 0) return -errno;
  if (child == 0) _exit(0);
  return cobjects_result(syscall(SYS_pidfd_open, child, 0));
}

// A child that goes on from here: 0 in the child, its process in the parent. Only where no other thread runs.
static inline int cobjects_fork(void) {
  pid_t child = fork();
  if (child == 0) cobjects_end_with_parent();
  return cobjects_result(child);
}

// Sees to it that the process may have so many descriptors.
static inline int cobjects_allow_descriptors(int count) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return -errno;
  if (limit.rlim_cur >= (rlim_t)count) return 0;
  if (limit.rlim_max < (rlim_t)count) return -EMFILE;
  limit.rlim_cur = (rlim_t)count;
  return cobjects_result(setrlimit(RLIMIT_NOFILE, &limit));
}

// A number that a process shares with the children that it forks; 0 at first.
static inline int64_t *cobjects_shared_number(void) {
  void *page = mmap(0, sizeof(int64_t), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  return page == MAP_FAILED ? 0 : page;
}

static inline void cobjects_share(int64_t *number, int64_t value) { __atomic_store_n(number, value, __ATOMIC_RELEASE); }

static inline int64_t cobjects_shared(const int64_t *number) { return __atomic_load_n(number, __ATOMIC_ACQUIRE); }

static inline void cobjects_end_sharing(int64_t *number) { munmap(number, sizeof *number); }

// The lowest number that a descriptor would get.
static inline int cobjects_lowest_free(void) {
  int lowest = dup(STDIN_FILENO);
  if (lowest < 0) return -errno;
  close(lowest);
  return lowest;
}

// Which of the 64 numbers from one on are open, a bit for each: poll(2) tells of those that are not.
static inline uint64_t cobjects_open_numbers(int first) {
  struct pollfd entries[64];
  for (int place = 0; place < 64; place++) entries[place] = (struct pollfd){.fd = first + place, .events = 0};
  if (poll(entries, 64, 0) < 0) return 0;
  uint64_t open = 0;
  for (int place = 0; place < 64; place++) {
    if (!(entries[place].revents & POLLNVAL)) open |= UINT64_C(1) << place;
  }
  return open;
}

// waitid(2) with P_PIDFD, which older headers do not have.
static inline int cobjects_reap(int descriptor) {
  siginfo_t information;
  return cobjects_result(waitid((idtype_t)3, (id_t)descriptor, &information, WEXITED));
}

// A pseudoterminal in raw mode: the master in the lower half of the result, the slave in the upper one.
static inline int64_t cobjects_pty(void) {
  int flags = O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK;
  int unlocked = 0;
  int master = open("/dev/ptmx", flags);
  if (master < 0) return -errno;
  int slave = ioctl(master, TIOCSPTLCK, &unlocked) < 0 ? -1 : ioctl(master, TIOCGPTPEER, flags);
  struct termios settings;
  if (slave < 0 || tcgetattr(slave, &settings) < 0) {
    int error = errno;
    if (slave >= 0) close(slave);
    close(master);
    return -error;
  }
  cfmakeraw(&settings);
  tcsetattr(slave, TCSANOW, &settings);
  return (int64_t)slave << 32 | master;
}

// Has a terminal take whole lines, without echo.
static inline int cobjects_take_lines(int slave) {
  struct termios settings;
  if (tcgetattr(slave, &settings) < 0) return -errno;
  settings.c_lflag = ICANON;
  return cobjects_result(tcsetattr(slave, TCSANOW, &settings));
}

// Whether a descriptor is a slave that takes whole lines: of a master tcgetattr(3) tells the slave's settings.
static inline int cobjects_takes_lines(int descriptor) {
  int number;
  struct termios settings;
  return ioctl(descriptor, TIOCGPTN, &number) < 0 && tcgetattr(descriptor, &settings) == 0 &&
         (settings.c_lflag & ICANON) != 0;
}

// An inotify instance that watches a file for writes, in the lower half of the result, and the file, which has no
// name any more, in the upper one. A file of memfd_create(2) would not do: on Linux 6.18 nobody is told of its changes.
static inline int64_t cobjects_file_watch(void) {
  char name[] = "/tmp/watched-XXXXXX";
  int watched = mkstemp(name);
  if (watched < 0) return -errno;
  int instance = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  int error = instance < 0 || inotify_add_watch(instance, name, IN_MODIFY) < 0 ? errno : 0;
  unlink(name);
  if (error == 0 && fcntl(watched, F_SETFD, FD_CLOEXEC) == 0) return (int64_t)watched << 32 | instance;
  if (instance >= 0) close(instance);
  close(watched);
  return -error;
}

// A FIFO whose name is gone: the read end in the lower half of the result, the write end in the upper one.
static inline int64_t cobjects_fifo(void) {
  char folder[] = "/tmp/fifo-XXXXXX", name[sizeof folder + 2];
  if (!mkdtemp(folder)) return -errno;
  snprintf(name, sizeof name, "%s/f", folder);
  int reader = -1, writer = -1, error = 0;
  if (mkfifo(name, 0600) < 0 || (reader = open(name, O_RDONLY | O_NONBLOCK | O_CLOEXEC)) < 0 ||
      (writer = open(name, O_WRONLY | O_NONBLOCK | O_CLOEXEC)) < 0) {
    error = errno;
    if (reader >= 0) close(reader);
  }
  unlink(name);
  rmdir(folder);
  return error ? -error : (int64_t)writer << 32 | reader;
}

// Opens the FIFO of one of its ends once more.
static inline int cobjects_fifo_end(int descriptor, int is_reader) {
  char name[32];
  snprintf(name, sizeof name, "/proc/self/fd/%d", descriptor);
  return cobjects_result(open(name, (is_reader ? O_RDONLY : O_WRONLY) | O_NONBLOCK | O_CLOEXEC));
}

// What the kernel shows of the system.

static inline int cobjects_open(const char *path) {
  return cobjects_result(open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK));
}

// Only names a file (O_PATH, which the header shows with _GNU_SOURCE only).
static inline int cobjects_path(const char *path) { return cobjects_result(open(path, 010000000 | O_CLOEXEC)); }

// Leaves the namespaces for mounts and the host's name for new ones: with privilege, or as the owner of a new user
// namespace, for which the process must have one thread only. Mounts made later are seen nowhere else.
static inline int cobjects_leave_namespaces(void) {
  int mounts_and_name = 0x00020000 | 0x04000000, users = 0x10000000;  // CLONE_NEWNS, CLONE_NEWUTS; CLONE_NEWUSER
  if (syscall(SYS_unshare, mounts_and_name) < 0 && syscall(SYS_unshare, mounts_and_name | users) < 0) return -errno;
  return cobjects_result(mount("none", "/", 0, MS_REC | MS_PRIVATE, 0));
}

// Leaves the network for a new one, where there is a loopback and nothing else; with the privileges that
// cobjects_leave_namespaces takes.
static inline int cobjects_leave_network(void) {
  int network = 0x40000000, users = 0x10000000;  // CLONE_NEWNET, CLONE_NEWUSER
  if (syscall(SYS_unshare, network) == 0) return 0;
  return cobjects_result(syscall(SYS_unshare, network | users));
}

// Has the loopback carry what is sent, or lose it.
static inline int cobjects_set_loopback(int is_up) {
  struct ifreq request = {.ifr_name = "lo"};
  int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (any < 0) return -errno;
  int result = cobjects_result(ioctl(any, SIOCGIFFLAGS, &request));
  request.ifr_flags = is_up ? request.ifr_flags | IFF_UP : request.ifr_flags & ~IFF_UP;
  if (result == 0) result = cobjects_result(ioctl(any, SIOCSIFFLAGS, &request));
  close(any);
  return result;
}

static inline int cobjects_mount_and_unmount(void) {
  if (mount("/proc", "/proc", 0, MS_BIND | MS_REC, 0) < 0) return -errno;
  return cobjects_result(umount2("/proc", MNT_DETACH));
}

// Gives the host the name that it has.
static inline int cobjects_rename_host(void) {
  char name[65] = {0};
  if (gethostname(name, sizeof name - 1) < 0) return -errno;
  return cobjects_result(syscall(SYS_sethostname, name, strlen(name)));
}

#endif
