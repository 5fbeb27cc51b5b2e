extension Epoll {
  /// The conditions and flags of an entry of the interest list, and the conditions that an event reports.
  ///
  /// | member | C constant | value | in a report |
  /// |---|---|---|---|
  /// | readable | `EPOLLIN` | 0x1 | if asked for |
  /// | priority | `EPOLLPRI` | 0x2 | if asked for |
  /// | writable | `EPOLLOUT` | 0x4 | if asked for |
  /// | error | `EPOLLERR` | 0x8 | always |
  /// | hangup | `EPOLLHUP` | 0x10 | always |
  /// | normalReadable | `EPOLLRDNORM` | 0x40 | if asked for |
  /// | bandReadable | `EPOLLRDBAND` | 0x80 | if asked for |
  /// | normalWritable | `EPOLLWRNORM` | 0x100 | if asked for |
  /// | bandWritable | `EPOLLWRBAND` | 0x200 | if asked for |
  /// | message | `EPOLLMSG` | 0x400 | never |
  /// | peerClosed | `EPOLLRDHUP` | 0x2000 | if asked for |
  /// | exclusive | `EPOLLEXCLUSIVE` | 0x10000000 | never |
  /// | wakeUp | `EPOLLWAKEUP` | 0x20000000 | never |
  /// | oneShot | `EPOLLONESHOT` | 0x40000000 | never |
  /// | edge | `EPOLLET` | 0x80000000 | never |
  ///
  /// Bits without a name here are passed on as they are; the kernel ignores those it does not know. Sources:
  /// epoll_ctl(2), poll(2), fs/eventpoll.c.
  public struct Events: OptionSet, Hashable, Sendable {
    /// The kernel's bits, all of them.
    public let rawValue: UInt32

    /// Makes a set from the kernel's bits.
    @inlinable
    public init(rawValue: UInt32) {
      self.rawValue = rawValue
    }
  }
}

extension Epoll.Events {
  /// Data, a connection or the end of the stream can be read without blocking.
  ///
  /// The corresponding C constant is `EPOLLIN` (0x1).
  @inlinable
  public static var readable: Self { Self(rawValue: 0x1) }

  /// An exceptional condition is there, such as TCP's urgent data.
  ///
  /// The corresponding C constant is `EPOLLPRI` (0x2).
  @inlinable
  public static var priority: Self { Self(rawValue: 0x2) }

  /// There is room to write without blocking.
  ///
  /// The corresponding C constant is `EPOLLOUT` (0x4).
  @inlinable
  public static var writable: Self { Self(rawValue: 0x4) }

  /// The file has an error: for a socket `SO_ERROR` tells which, for a pipe's write end the reader is gone.
  ///
  /// The kernel adds it to every entry, so that it need not be asked for.
  ///
  /// The corresponding C constant is `EPOLLERR` (0x8).
  @inlinable
  public static var error: Self { Self(rawValue: 0x8) }

  /// Both directions are shut: the peer is gone, and what it sent may still be read.
  ///
  /// The kernel adds it to every entry, so that it need not be asked for.
  ///
  /// The corresponding C constant is `EPOLLHUP` (0x10).
  @inlinable
  public static var hangup: Self { Self(rawValue: 0x10) }

  /// Ordinary data can be read; sockets and pipes report it together with readable.
  ///
  /// The corresponding C constant is `EPOLLRDNORM` (0x40).
  @inlinable
  public static var normalReadable: Self { Self(rawValue: 0x40) }

  /// Data of a priority band can be read, which hardly any kind of file on Linux has.
  ///
  /// The corresponding C constant is `EPOLLRDBAND` (0x80).
  @inlinable
  public static var bandReadable: Self { Self(rawValue: 0x80) }

  /// Ordinary data can be written; sockets and pipes report it together with writable.
  ///
  /// The corresponding C constant is `EPOLLWRNORM` (0x100).
  @inlinable
  public static var normalWritable: Self { Self(rawValue: 0x100) }

  /// Data of a priority band can be written; sockets report it together with writable.
  ///
  /// The corresponding C constant is `EPOLLWRBAND` (0x200).
  @inlinable
  public static var bandWritable: Self { Self(rawValue: 0x200) }

  /// Nothing: the kernel keeps the bit in the entry, and no file ever reports it.
  ///
  /// The corresponding C constant is `EPOLLMSG` (0x400).
  @inlinable
  public static var message: Self { Self(rawValue: 0x400) }

  /// The peer has shut its writing half, or closed; unread data may remain.
  ///
  /// The corresponding C constant is `EPOLLRDHUP` (0x2000).
  @inlinable
  public static var peerClosed: Self { Self(rawValue: 0x2000) }

  /// Of several instances that watch the same file, an event wakes one or more, not all.
  ///
  /// Allowed only where an entry is added, with no other bits than readable, writable, error, hangup, edge
  /// and wakeUp, and not for another epoll instance: all else is `EINVAL`. Linux 4.5 and later.
  ///
  /// The corresponding C constant is `EPOLLEXCLUSIVE` (0x10000000).
  @inlinable
  public static var exclusive: Self { Self(rawValue: 0x1000_0000) }

  /// Keeps the system from suspending while an event of the entry is pending or being handled.
  ///
  /// The kernel drops the bit silently for a process without CAP_BLOCK_SUSPEND.
  ///
  /// The corresponding C constant is `EPOLLWAKEUP` (0x20000000).
  @inlinable
  public static var wakeUp: Self { Self(rawValue: 0x2000_0000) }

  /// Reported once, then silent, also of hangup and error, until the entry is modified.
  ///
  /// The corresponding C constant is `EPOLLONESHOT` (0x40000000).
  @inlinable
  public static var oneShot: Self { Self(rawValue: 0x4000_0000) }

  /// Reported when it becomes ready and on every new arrival, not while nothing changes.
  ///
  /// The corresponding C constant is `EPOLLET` (0x80000000).
  @inlinable
  public static var edge: Self { Self(rawValue: 0x8000_0000) }
}

extension Epoll.Events: CustomStringConvertible {
  /// The members' names in the order of their bits, then the bits without a name as a number; or `none`.
  public var description: String {
    let names: [(Epoll.Events, String)] = [
      (.readable, "readable"), (.priority, "priority"), (.writable, "writable"), (.error, "error"),
      (.hangup, "hangup"), (.normalReadable, "normalReadable"), (.bandReadable, "bandReadable"),
      (.normalWritable, "normalWritable"), (.bandWritable, "bandWritable"), (.message, "message"),
      (.peerClosed, "peerClosed"), (.exclusive, "exclusive"), (.wakeUp, "wakeUp"), (.oneShot, "oneShot"),
      (.edge, "edge"),
    ]
    var rest = self
    var text = ""
    for (member, name) in names where contains(member) {
      rest.subtract(member)
      text += text.isEmpty ? name : " " + name
    }
    if rest.rawValue != 0 {
      text += (text.isEmpty ? "" : " ") + String(rest.rawValue)
    }
    return text.isEmpty ? "none" : text
  }
}
