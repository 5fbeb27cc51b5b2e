/// A response as it is sent, made once for all clients.
struct Response {
  /// The head and the body.
  let bytes: [UInt8]

  /// How many of the bytes are the head, which is all that HEAD asks for.
  let headLength: Int

  /// Whether the connection lives on for another request.
  let keepsOpen: Bool

  init(_ status: String, body: [UInt8], keepsOpen: Bool, more: String = "") {
    let head = """
      HTTP/1.1 \(status)\r
      Content-Type: text/plain\r
      Content-Length: \(body.count)\r
      Connection: \(keepsOpen ? "keep-alive" : "close")\r
      \(more)\r

      """
    bytes = Array(head.utf8) + body
    headLength = head.utf8.count
    self.keepsOpen = keepsOpen
  }
}
