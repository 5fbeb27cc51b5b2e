/// On what an emitted program runs its scenario.
enum EmissionTarget: String {
  /// The kernel's epoll, with nothing between.
  case epoll

  /// libuv as its users use it.
  case libuv

  /// The target that shows what a backend does.
  ///
  /// - Throws: ``EmissionError`` for a backend whose doing is not that of a C library.
  init(showing backend: String) throws(EmissionError) {
    switch backend {
    case "epoll": self = .epoll
    case "uv-raw": self = .libuv
    default:
      throw EmissionError(
        message: "what '\(backend)' does beside libuv is written in Swift, which no C program can show; "
          + "--backend epoll shows the kernel, --backend uv-raw libuv by itself")
    }
  }

  /// How the program is compiled, from the file `name`.c.
  func buildCommand(_ name: String) -> String {
    "cc -Wall -Wextra -O2 \(name).c -o \(name)" + (self == .libuv ? " -luv" : "")
  }
}
