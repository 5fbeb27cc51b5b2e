/// What a server says, and what its connections share.
final class Site {
  /// Why a request is refused; the connection ends with it.
  enum Refusal: String, Error, CaseIterable {
    case bad = "400 Bad Request"
    case method = "405 Method Not Allowed"
    case late = "408 Request Timeout"
    case body = "413 Content Too Large"
    case head = "431 Request Header Fields Too Large"
    case version = "505 HTTP Version Not Supported"
  }

  /// How long a client may take for a request, and to read on.
  let timeLimit: Duration

  /// What any connection reads into, and leaves to the next one.
  let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 8192, alignment: 16)

  /// By path; the first response keeps the connection open, the second one does not.
  private let pages: [[UInt8]: (open: Response, last: Response)]
  private let unknown: (open: Response, last: Response)
  private let refusals: [Refusal: Response]

  init(timeLimit: Duration) {
    self.timeLimit = timeLimit
    func page(_ status: String, _ body: [UInt8]) -> (open: Response, last: Response) {
      (Response(status, body: body, keepsOpen: true), Response(status, body: body, keepsOpen: false))
    }
    let large = (0..<1 << 20).map { UInt8(ascii: "a") + UInt8($0 % 26) }
    pages = [
      Array("/".utf8): page("200 OK", Array("Two loops, one contract.\n".utf8)),
      Array("/large".utf8): page("200 OK", large),
    ]
    unknown = page("404 Not Found", Array("There is no such page.\n".utf8))
    refusals = Dictionary(
      uniqueKeysWithValues: Refusal.allCases.map {
        let more = $0 == .method ? "Allow: GET, HEAD\r\n" : ""
        return ($0, Response($0.rawValue, body: Array("\($0.rawValue)\n".utf8), keepsOpen: false, more: more))
      })
  }

  deinit {
    scratch.deallocate()
  }

  /// The response to a request for a path.
  func response(to path: ArraySlice<UInt8>, keepsOpen: Bool) -> Response {
    let page = pages.first { $0.key.elementsEqual(path) }?.value ?? unknown
    return keepsOpen ? page.open : page.last
  }

  func response(_ refusal: Refusal) -> Response {
    // Each of the cases has one.
    refusals[refusal] ?? unknown.last
  }
}
