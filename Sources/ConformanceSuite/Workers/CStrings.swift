internal import Foundation

/// Arrays of C strings, as exec(3) wants them.
enum CStrings {
  /// Calls a function with a null-terminated array of C strings, which are freed when it returns.
  static func with<Result>(
    _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    var pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) }
    pointers.append(nil)
    defer { pointers.forEach { free($0) } }
    // Safety: the array is not empty, so there is an address; it is used within the call only.
    return pointers.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { preconditionFailure("the array ends with nil") }
      return body(base)
    }
  }
}
