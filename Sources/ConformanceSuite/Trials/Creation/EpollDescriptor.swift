internal import CObjects
internal import Glibc

/// What an epoll instance's descriptor is good for beside epoll.
enum EpollDescriptor: KernelTrial {
  static var trial: Trial {
    Trial(
      "creation/descriptor-as-a-file",
      "An epoll descriptor is open for reading and writing, and refuses both.",
      cites: ["row:create-epfd-fd-nature", "kernel:fs/eventpoll.c#eventpoll_fops"], .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    let set = try EpollSet()
    let mode = cobjects_flags(set.number) & O_ACCMODE
    log.see("the access mode", mode == O_RDWR ? "O_RDWR" : "\(mode)", is: "O_RDWR")
    var byte: UInt8 = 0
    log.see("read(2)", answer(read(set.number, &byte, 1)), is: "EINVAL")
    log.see("write(2)", answer(write(set.number, &byte, 1)), is: "EINVAL")
    log.see("ftruncate(2)", answer(ftruncate(set.number, 0)), is: "EINVAL")
    log.see("send(2)", answer(send(set.number, &byte, 1, 0)), is: "ENOTSOCK")
    log.see("getsockopt(2)", KernelAnswer.of(cobjects_take_error(set.number)), is: "ENOTSOCK")
    log.see("mmap(2)", KernelAnswer.of(cobjects_map(set.number)), is: "ENODEV")
    log.see("FIONBIO", KernelAnswer.of(cobjects_set_nonblocking(set.number, 1)), is: "done")
    let isNonblocking = cobjects_flags(set.number) & COBJECTS_O_NONBLOCK != 0
    log.see("the mode after it", isNonblocking ? "nonblocking" : "blocking", is: "nonblocking")
    // ENOTTY before Linux 6.12 or so.
    let settings = cobjects_terminal_settings(set.number)
    log.see("TCGETS", settings == -ENOTTY ? "ENOTTY" : KernelAnswer.of(settings), in: ["EINVAL", "ENOTTY"])
  }

  private static func answer(_ result: some BinaryInteger) -> String {
    result < 0 ? ErrorName.of(errno) : "done"
  }
}
